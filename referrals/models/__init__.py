from referrals.models import incident, messages, milestones, reaching, referral, weekly

__all__ = ["incident", "messages", "milestones", "reaching", "referral", "weekly"]
