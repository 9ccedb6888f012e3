"""Which question sheets are in use where? Partners decide for all; one organization may try another one."""

from datetime import datetime
from uuid import UUID

from governance.in_force import numbers
from screening.instruments.library import Instrument, all_instruments

PREFIX = "instrument."  # governed: 1, it is in use; 0, it is not


def key_of(code: str) -> str:
    return f"{PREFIX}{code}"


def in_use(network_id: UUID, organization_id: UUID, at: datetime) -> tuple[Instrument, ...]:
    """What somebody who is cared for there is asked with. No query on a warm worker."""
    found = numbers(network_id, PREFIX, at)
    there, for_all = found.of(organization_id), found.for_all
    # a decision for all may leave nothing of what is tried there: then nothing is tried
    stands = there if any(there.values()) else for_all
    return tuple(each for each in all_instruments() if stands[key_of(each.code)])


def only(code: str, network_id: UUID, organization_id: UUID, at: datetime) -> dict[str, int]:
    """What has to be otherwise there, so that this sheet alone is in use."""
    stands = numbers(network_id, PREFIX, at).of(organization_id)
    wanted = {key: int(key == key_of(code)) for key in stands}
    return {key: value for key, value in wanted.items() if stands[key] != value}
