"""Which meetings are called, which were held, who sat there then, and were enough there?"""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from accounts.models import User
from governance.lifecycle import Gathering
from governance.models.councils import Council, Seat
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


class Sitting(NamedTuple):
    """Who held a seat as the meeting began, and for whom; both may be others by now."""

    seat: Seat
    holder: str
    organization_id: UUID | None


def seated_in(council: Council) -> list[dict[str, str]]:
    """As a meeting keeps it."""
    seats = Seat.objects.filter(network_id=council.network_id, council=council).there_are()
    return [
        {
            "seat": seat.pk.hex, "holder": seat.holder_id.hex,
            "organization": seat.organization_id.hex if seat.organization_id else "",
        }
        for seat in seats.order_by("number") if seat.holder_id
    ]  # fmt: skip


def sittings(meeting: Meeting) -> list[Sitting]:
    """Before the clock has come by: whoever sits there now."""
    seated = meeting.seated or seated_in(meeting.council)
    seats = Seat.objects.in_bulk([UUID(one["seat"]) for one in seated])
    holders = User.objects.in_bulk([UUID(one["holder"]) for one in seated])
    return [
        Sitting(
            seats[UUID(one["seat"])], holders[UUID(one["holder"])].name,
            UUID(one["organization"]) if one["organization"] else None,
        )
        for one in seated
    ]  # fmt: skip


def quorum_of(meeting: Meeting) -> Quorum:
    """Of the seats with a vote that somebody held on that day."""
    there = meeting.there.filter(has_vote=True).count()
    enough = there and there * 100 >= meeting.seats_with_vote * meeting.quorum_percent
    return Quorum(there, meeting.seats_with_vote, bool(enough))
