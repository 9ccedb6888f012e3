"""The clock of decisions and partnerships: what cannot go on in one place keeps nothing else from going on."""

from datetime import datetime
from uuid import UUID

import pytest

from governance import tasks
from organizations.models.network import Network
from tests.story import Worker


def test_what_breaks_in_one_step_of_one_network_stops_no_other_and_is_said_aloud(
    network: Network, foreigner: Worker, caplog: pytest.LogCaptureFixture
):
    """Each step is a transaction of its own: a vote is counted though a seat cannot be dealt with."""
    dealt: list[tuple[str, UUID]] = []

    def breaks(*, network_id: UUID, at: datetime) -> None:
        Network.objects.filter(pk=network_id).update(name="Half done")
        raise RuntimeError(network_id)

    def goes_on(*, network_id: UUID, at: datetime) -> None:
        dealt.append((Network.objects.get(pk=network_id).name, network_id))

    before = set(Network.objects.values_list("name", "pk"))
    with pytest.raises(RuntimeError):
        tasks._in_every_network(breaks, goes_on)
    assert set(dealt) == before
    assert "could not be dealt with" in caplog.text
