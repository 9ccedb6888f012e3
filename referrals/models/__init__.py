from referrals.models import messages, reaching, referral, weekly

__all__ = ["messages", "reaching", "referral", "weekly"]
