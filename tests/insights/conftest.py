"""Rosa and her request, for what is counted at night."""

from tests.referrals.conftest import agreed, need, referral, rosa, sending

__all__ = ["agreed", "need", "referral", "rosa", "sending"]
