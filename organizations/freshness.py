"""For how long is a word on room believed, and a listing that somebody confirmed?

Partners decide it above this app (`governance.apps`): until then what is usual holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Freshness:
    """Calendar days. A listing is looked at once a year at least (Inform USA Standards, upkeep of a directory)."""

    room_calendar: int = 14
    listing_calendar: int = 366

    @property
    def room(self) -> timedelta:
        return timedelta(days=self.room_calendar)

    @property
    def listing(self) -> timedelta:
        return timedelta(days=self.listing_calendar)


Ask = Callable[[UUID, datetime], Freshness]
_asked: list[Ask] = []


def decided_by(ask: Ask) -> None:
    """Called at start-up by whoever knows what partners decided; a second one is an error."""
    if _asked and _asked != [ask]:
        raise RuntimeError("How long a word is believed is decided twice.")
    _asked[:] = [ask]


def freshness(network_id: UUID, *, at: datetime) -> Freshness:
    return _asked[0](network_id, at) if _asked else Freshness()
