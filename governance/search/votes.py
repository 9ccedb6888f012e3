"""What is open for somebody's vote now?"""

from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor
from governance.lifecycle import Poll, Status
from governance.models.councils import Seat
from governance.models.elections import Election
from governance.models.proposals import Proposal
from governance.search.council import Titled, titled
from governance.search.elections import mine_to_cast, voted


@dataclass(frozen=True, slots=True)
class Waiting:
    """`proposals`: and whether all the reader's seats have spoken. `elections` likewise."""

    proposals: list[tuple[Titled, bool]]
    elections: list[tuple[Election, bool]]

    def __bool__(self) -> bool:
        return bool(self.proposals or self.elections)


def waiting_for(actor: Actor, *, at: datetime) -> Waiting:
    return Waiting(list(_proposals(actor, at)), list(_elections(actor, at)))


def _proposals(actor: Actor, at: datetime) -> list[tuple[Titled, bool]]:
    seats: dict[object, set[object]] = {}
    for seat in Seat.objects.visible_to(actor).of_user(actor.as_user):
        if seat.has_vote:
            seats.setdefault(seat.council_id, set()).add(seat.pk)
    rows = Proposal.objects.visible_to(actor, at=at).filter(
        status=Status.VOTING, votes_until__gt=at, council__in=list(seats)
    )
    found = titled(list(rows.order_by("votes_until", "number").prefetch_related("turnout")))
    return [
        (one, seats[one.proposal.council_id] <= {row.seat_id for row in one.proposal.turnout.all()})
        for one in found
    ]


def _elections(actor: Actor, at: datetime) -> list[tuple[Election, bool]]:
    rows = Election.objects.visible_to(actor).filter(status=Poll.VOTING, votes_until__gt=at)
    found = []
    for election in rows.order_by("votes_until"):
        mine = {one.pk for one in mine_to_cast(actor, election)}
        if mine:
            found.append((election, mine <= voted(election)))
    return found
