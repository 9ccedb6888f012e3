from referrals.models import messages, referral

__all__ = ["messages", "referral"]
