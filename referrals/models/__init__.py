from referrals.models import messages, referral, weekly

__all__ = ["messages", "referral", "weekly"]
