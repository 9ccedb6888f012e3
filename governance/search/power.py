"""Who makes proposals, who votes on them, and how often does it end as they said, by kind of seat?

Of a secret ballot only who took part is read, never what.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from governance.counting import WITHOUT_VOTE, Answer, Result, SeatKind, Why
from governance.lifecycle import CARRIED, NOT_CARRIED, Status
from governance.models.ballots import Ballot, Turnout
from governance.models.councils import Seat
from governance.models.proposals import Proposal

Counts = Counter[str]
LOOKED_BACK = timedelta(days=365)
NO_SEAT = ""  # whoever runs an organization, or convenes, may propose without sitting there
COUNTED = (Result.PASSED, Result.FAILED)
_READ = (
    "status", "result", "why", "decided_at", "is_secret", "is_emergency", "made_by", "electorate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ByKind:
    """One kind of seat. `called`: votes that it might have cast; `said`: its yes and no in open ones.

    A vote that it lent to another is no word of its own.
    """

    kind: str
    made: int
    carried: int
    not_carried: int
    called: int
    took_part: int
    said: int
    won: int

    @property
    def has_vote(self) -> bool:
        return self.kind != NO_SEAT and self.kind not in WITHOUT_VOTE


@dataclass(frozen=True, slots=True)
class Emergencies:
    """What the convener put in force at once, and what the council said to it."""

    acts: int
    confirmed: int
    fell_back: int

    @property
    def waiting(self) -> int:
        return self.acts - self.confirmed - self.fell_back


@dataclass(frozen=True, slots=True)
class Power:
    kinds: list[ByKind]
    emergencies: Emergencies


def power_of(network_id: UUID, *, at: datetime) -> Power:
    """Of what was opened within a year, in four statements however much it is."""
    opened = Proposal.objects.filter(network_id=network_id, opened_at__gt=at - LOOKED_BACK)
    rows = list(opened.only(*_READ))
    voted = [one for one in rows if one.is_decided and one.why != Why.NOT_WANTED]
    made = [one for one in rows if not one.is_emergency]
    makers = _kinds_of_makers(network_id)
    asked, carried, refused = (
        Counter(makers.get(one.made_by_id, NO_SEAT) for one in made if one.status in wanted)
        for wanted in (frozenset(Status), CARRIED, NOT_CARRIED)
    )
    called, took_part = _turnout(voted)
    said, won = _open_votes(network_id, voted)
    columns = (asked, carried, refused, called, took_part, said, won)
    kinds = [ByKind(kind, *(each[kind] for each in columns)) for kind in (*SeatKind, NO_SEAT)]
    return Power(kinds, _emergencies(rows))


def _kinds_of_makers(network_id: UUID) -> dict[UUID, str]:
    """Kind of seat by person: the one they sit on; else the last one for which they voted."""
    voted = Turnout.objects.filter(network_id=network_id).order_by("at")
    kinds: dict[UUID, str] = dict(voted.values_list("cast_by_id", "seat__kind"))
    seats = Seat.objects.filter(network_id=network_id, council__ended_at=None).there_are()
    people = list(seats.values_list("holder_id", "alternate_id", "kind"))
    kinds |= {alternate: kind for _holder, alternate, kind in people if alternate}
    return kinds | {holder: kind for holder, _alternate, kind in people if holder}


def _turnout(voted: Iterable[Proposal]) -> tuple[Counts, Counts]:
    """Votes that might have been cast, and those that were; without whoever gained or lost by it."""
    free = [seat for one in voted for seat in one.electorate if not seat["conflict"]]
    called = Counter(seat["kind"] for seat in free)
    return called, Counter(seat["kind"] for seat in free if seat["voted"])


def _open_votes(network_id: UUID, voted: Iterable[Proposal]) -> tuple[Counts, Counts]:
    """Each seat's last yes or no in open votes that said yes or no, and those that ended as it said."""
    carried = {
        one.pk: one.result == Result.PASSED
        for one in voted
        if not one.is_secret and one.result in COUNTED
    }
    barred = {
        (one.pk, seat["seat"]) for one in voted for seat in one.electorate if seat["conflict"]
    }
    last = Ballot.objects.filter(network_id=network_id, proposal__in=[*carried], is_secret=False)
    rows = last.order_by("proposal", "voter", "-turn").distinct("proposal", "voter")
    said, won = Counter[str](), Counter[str]()
    for proposal, voter, kind, answer in rows.values_list(
        "proposal_id", "voter", "seat_kind", "answer"
    ):
        if answer != Answer.ABSTAIN and (proposal, voter) not in barred:
            said[kind] += 1
            won[kind] += carried[proposal] == (answer == Answer.YES)
    return said, won


def _emergencies(rows: Iterable[Proposal]) -> Emergencies:
    acts = [one for one in rows if one.is_emergency]
    confirmed = sum(one.status in CARRIED for one in acts)
    return Emergencies(len(acts), confirmed, sum(one.status == Status.FELL_BACK for one in acts))
