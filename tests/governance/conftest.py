"""Rosa, for whom somebody waits (as in the stories about requests)."""

from tests.referrals.conftest import agreed, need, rosa, sending

__all__ = ["agreed", "need", "rosa", "sending"]
