"""What is open for somebody's vote now?"""

from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor
from governance.lifecycle import Poll, Status
from governance.models.councils import Seat
from governance.models.elections import Election
from governance.models.proposals import Proposal, Standing
from governance.search.council import Titled, titled
from governance.search.elections import mine_to_cast, voted, with_seats

_NO_VOTE_OF_ITS_OWN = {Standing.Kind.CONFLICT, Standing.Kind.PROXY}


@dataclass(frozen=True, slots=True)
class Waiting:
    """`proposals`: and whether all the reader's seats have spoken. `elections` likewise."""

    proposals: list[tuple[Titled, bool]]
    elections: list[tuple[Election, bool]]

    def __bool__(self) -> bool:
        return bool(self.proposals or self.elections)

    @property
    def is_asked(self) -> bool:
        return bool(self.proposals_asked or self.elections_asked)

    @property
    def proposals_asked(self) -> list[Titled]:
        """On which a seat of the reader has still to speak."""
        return [one for one, is_done in self.proposals if not is_done]

    @property
    def elections_asked(self) -> list[Election]:
        return [one for one, is_done in self.elections if not is_done]


def waiting_for(actor: Actor, *, at: datetime) -> Waiting:
    return Waiting(list(_proposals(actor, at)), list(_elections(actor, at)))


def _proposals(actor: Actor, at: datetime) -> list[tuple[Titled, bool]]:
    seats: dict[object, set[object]] = {}
    for seat in Seat.objects.visible_to(actor).of_user(actor.as_user):
        if seat.has_vote:
            seats.setdefault(seat.council_id, set()).add(seat.pk)
    if not seats:
        return []
    rows = Proposal.objects.visible_to(actor, at=at).filter(
        status=Status.VOTING, votes_until__gt=at, council__in=list(seats)
    )
    open_ones = rows.select_related("council").order_by("votes_until", "number")
    found = titled(list(open_ones.prefetch_related("turnout", "standings")))
    return [(one, seats[one.proposal.council_id] <= spoken_on(one.proposal)) for one in found]


def spoken_on(proposal: Proposal) -> set[object]:
    """The seats from which no vote is waited for: it is in, it is lent, or they gain or lose by it."""
    stood = {one.seat_id for one in proposal.standings.all() if one.kind in _NO_VOTE_OF_ITS_OWN}
    return stood | {one.seat_id for one in proposal.turnout.all()}


def _elections(actor: Actor, at: datetime) -> list[tuple[Election, bool]]:
    rows = with_seats(Election.objects.visible_to(actor)).select_related("council")
    rows = rows.filter(status=Poll.VOTING, votes_until__gt=at)
    found = []
    for election in rows.order_by("votes_until"):
        mine = {one.pk for one in mine_to_cast(actor, election)}
        if mine:
            found.append((election, mine <= voted(election)))
    return found
