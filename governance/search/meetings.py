"""Which meetings are called, which were held, and were enough there?"""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from governance.lifecycle import Gathering
from governance.models.meetings import Meeting

SHOWN = 10
LONG_OVER = timedelta(days=366)


class Quorum(NamedTuple):
    there: int
    seats: int
    is_reached: bool


def meetings_of(network_id: UUID, *, at: datetime) -> list[Meeting]:
    """What is to come first, then what was held within a year."""
    rows = Meeting.objects.filter(network_id=network_id).select_related("council")
    planned = rows.filter(status=Gathering.PLANNED).order_by("begins_at")
    held = rows.filter(status=Gathering.HELD, begins_at__gt=at - LONG_OVER).order_by("-begins_at")
    return [*planned, *held[:SHOWN]]


def quorum_of(meeting: Meeting) -> Quorum:
    """Of the seats with a vote that somebody held on that day."""
    there = meeting.there.filter(has_vote=True).count()
    enough = there and there * 100 >= meeting.seats_with_vote * meeting.quorum_percent
    return Quorum(there, meeting.seats_with_vote, bool(enough))
