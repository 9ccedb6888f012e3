"""A forgotten report makes the sweep slow and never wrong: the operator is told, in words to look up."""

from datetime import datetime, timedelta

import pytest

from organizations.models.network import Network
from referrals.actions import sweep as sweeping


@pytest.mark.parametrize(("patience", "is_said"), [(0.0, True), (60.0, False)])
def test_a_look_that_takes_too_long_is_said_in_the_log(
    network: Network,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    *,
    patience: float,
    is_said: bool,
) -> None:
    monkeypatch.setattr(sweeping, "SLOW_LOOK", patience)
    assert sweeping.sweep(network_id=network.pk, at=now + timedelta(days=1)) == 0
    assert ("Looking for what is due took" in caplog.text) is is_said
    assert str(network.pk) not in caplog.text
