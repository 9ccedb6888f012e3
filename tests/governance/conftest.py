"""Rosa, for whom somebody waits (as in the stories about requests), and a council that sits."""

from datetime import datetime, timedelta

import pytest

from organizations.models.network import Network
from tests.governance.table import Table, sit_down
from tests.referrals.conftest import agreed, need, rosa, sending

__all__ = ["agreed", "need", "rosa", "sending"]


@pytest.fixture
def table(network: Network, now: datetime) -> Table:
    return sit_down(network, now - timedelta(days=30))
