"""A council of five, and what its stories do over and over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from governance.actions.ballots import vote
from governance.actions.councils import Place, Term, found_council
from governance.actions.deciding import decide_due
from governance.actions.proposals import Wording, draft, open_for_comments
from governance.counting import Answer, SeatKind
from governance.effects.registry import Change
from governance.in_force import in_force
from governance.models.councils import Council, Seat
from governance.models.proposals import Proposal
from organizations.grants import Role
from organizations.models.network import Network, Organization
from tests.story import Worker, found, hire

DAY = timedelta(days=1)
NEXT_YEAR = date(2027, 12, 31)
THREE_DAYS = (Change("policy", "referral.answer", 3),)
WAITING = Wording(
    "Three days instead of two", "Two days are over before our volunteers meet.", changes=THREE_DAYS
)


@dataclass(frozen=True)
class Table:
    """Who sits where: two community organizations, one who lives it, a clinic, a funder; and who convenes."""

    network: Network
    convener: Worker
    pantry: Worker
    shelter: Worker
    mother: Worker
    clinic: Worker
    funder: Worker
    council: Council

    @property
    def voters(self) -> tuple[Worker, ...]:
        return self.pantry, self.shelter, self.mother, self.clinic, self.funder

    def seat(self, worker: Worker) -> Seat:
        return Seat.objects.get(council=self.council, holder=worker.user)


def sit_down(network: Network, at: datetime) -> Table:
    kinds = Organization.Kind
    convener = hire(found(network, "Harbor Table", kinds.CONVENER), "Carla Mendez", Role.CONVENER)
    pantry = hire(found(network, "Bread House"), "Bea Baker", Role.ORGADMIN)
    shelter = hire(found(network, "Warm Nights"), "Sol Ayala", Role.INTAKE)
    mother = hire(convener.organization, "Mona Okafor", Role.COUNCIL)
    clinic = hire(found(network, "Bay Hospital", kinds.HEALTHCARE), "Henry Cole", Role.ORGADMIN)
    funder = hire(found(network, "Harbor Fund", kinds.FUNDER), "Fern Ito", Role.ORGADMIN)
    places = [
        _place(SeatKind.CBO, pantry, chairs=True),
        _place(SeatKind.CBO, shelter),
        Place(SeatKind.LIVED_EXPERIENCE, None, Term(mother.user.pk, NEXT_YEAR, has_stipend=True)),
        _place(SeatKind.HEALTH_CARE, clinic),
        _place(SeatKind.FUNDER, funder),
        _place(SeatKind.CONVENER, convener),
    ]
    council = found_council(actor=convener.actor, kind=Council.Kind.COUNCIL, places=places, at=at)
    return Table(network, convener, pantry, shelter, mother, clinic, funder, council)


def _place(kind: SeatKind, worker: Worker, *, chairs: bool = False) -> Place:
    term = Term(worker.user.pk, NEXT_YEAR, chairs=chairs)
    return Place(kind, worker.organization.pk, term)


def put_to_vote(
    table: Table, by: Worker, wording: Wording, at: datetime, **more: object
) -> Proposal:
    """Comments are over, and the vote is open."""
    proposal = draft(actor=by.actor, wording=wording, at=at, **more)
    proposal = open_for_comments(actor=by.actor, proposal_id=proposal.pk, at=at)
    decide_due(network_id=table.network.pk, at=proposal.votes_from)
    proposal.refresh_from_db()
    return proposal


def say(
    table: Table,
    proposal: Proposal,
    answers: Iterable[tuple[Worker, Answer]],
    at: datetime,
    words: str = "",
) -> None:
    for worker, answer in answers:
        vote(
            actor=worker.actor, proposal_id=proposal.pk, seat_id=table.seat(worker).pk,
            answer=answer, words=words, at=at,
        )  # fmt: skip


def close(proposal: Proposal) -> Proposal:
    """The clock comes by when the vote is over."""
    decide_due(network_id=proposal.network_id, at=proposal.votes_until)
    proposal.refresh_from_db()
    return proposal


def answer_days(table: Table, at: datetime) -> int:
    """What the follow-up engine waits for a first answer."""
    return int(in_force(table.network.pk, "referral.", at)["referral.answer"])
