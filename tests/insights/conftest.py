"""Rosa and her request, for what is counted at night."""

from tests.referrals.conftest import agreed, keeper, need, referral, rosa, sending

__all__ = ["agreed", "keeper", "need", "referral", "rosa", "sending"]
