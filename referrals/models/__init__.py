from referrals.models import messages, milestones, reaching, referral, weekly

__all__ = ["messages", "milestones", "reaching", "referral", "weekly"]
