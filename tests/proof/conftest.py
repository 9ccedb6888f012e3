"""Rosa and her request, for what the histories have found."""

from tests.referrals.conftest import agreed, need, referral, rosa, sending

__all__ = ["agreed", "need", "referral", "rosa", "sending"]
