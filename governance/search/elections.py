"""Who may elect whom, who stands, and what does somebody read about it?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from core import access
from core.actor import Actor
from governance.counting import COMMUNITY, WITHOUT_VOTE, SeatKind
from governance.lifecycle import LIVE_POLLS, Poll
from governance.models.councils import Seat
from governance.models.elections import Election, ElectionPlace, ElectionTurnout, Nominee
from governance.record import LEFT_OUT, last_papers
from organizations.lifecycle import TAKES_PART, Stage
from organizations.models.members import Membership
from organizations.models.network import Organization

SHOWN = 20
OF = Organization.Kind
KINDS: dict[SeatKind, frozenset[str]] = {
    SeatKind.CBO: frozenset({OF.COMMUNITY, OF.INFORMATION_LINE, OF.CARE_HUB}),
    SeatKind.HEALTH_CARE: frozenset({OF.HEALTHCARE}),
    SeatKind.FUNDER: frozenset({OF.FUNDER}),
    SeatKind.GOVERNMENT: frozenset({OF.GOVERNMENT}),
}
# Whoever works there does not speak from their own life, however kind they are.
NOT_LIVED = KINDS[SeatKind.HEALTH_CARE] | KINDS[SeatKind.FUNDER] | KINDS[SeatKind.GOVERNMENT]
Elector = Organization | Seat


def electors(network_id: UUID, kind: SeatKind) -> list[Elector]:
    """Each part elects its own: partners of a kind one vote each; for lived experience, the community's seats."""
    if kind in KINDS:
        return list(_partners(network_id, kind).order_by("name"))
    seats = Seat.objects.filter(network_id=network_id, kind__in=COMMUNITY).there_are()
    held = seats.filter(council__ended_at=None).exclude(holder=None).select_related("holder")
    return list(_one_each(held.order_by("council__since", "council_id", "number")))


def _one_each(seats: Iterable[Seat]) -> Iterator[Elector]:
    """Who sits in a committee, too, has one vote all the same: for the council, which sat first."""
    seen: set[UUID] = set()
    for seat in seats:
        whose = {one for one in (seat.holder_id, seat.organization_id) if one}
        if not whose & seen:
            seen |= whose
            yield seat


def packed(found: Iterable[Elector]) -> list[dict[str, str]]:
    """As an election keeps it."""
    return [
        {"id": one.pk.hex, "of": "seat" if isinstance(one, Seat) else "organization"}
        for one in found
    ]


def _partners(network_id: UUID, kind: SeatKind) -> QuerySet[Organization]:
    return Organization.objects.filter(
        network_id=network_id, kind__in=KINDS[kind], status__in=sorted(TAKES_PART)
    )


def entitled(election: Election) -> list[Elector]:
    """Before the vote: whoever it would be today. Then: whoever it was when the vote opened, and has not left."""
    if not election.electorate:
        return electors(election.network_id, SeatKind(election.kind))
    ids = {of: [UUID(one["id"]) for one in election.electorate if one["of"] == of]
           for of in ("organization", "seat")}  # fmt: skip
    there = Organization.objects.filter(network_id=election.network_id).exclude(status=Stage.LEFT)
    seats = Seat.objects.filter(network_id=election.network_id).there_are()
    return [
        *there.filter(pk__in=ids["organization"]).order_by("name"),
        *seats.filter(pk__in=ids["seat"]).select_related("holder").order_by("number"),
    ]


def organizations_to_stand_for(election: Election, user_id: UUID) -> list[Organization]:
    """Where they work, of the right kind, and not yet with a vote in this council beside these seats."""
    kind = SeatKind(election.kind)
    if kind not in KINDS:
        return []
    works = Membership.objects.filter(user=user_id, network_id=election.network_id, until=None)
    return list(
        _partners(election.network_id, kind)
        .filter(pk__in=works.values("organization_id"))
        .exclude(pk__in=_seated_elsewhere(election).values("organization_id"))
        .order_by("name")
    )


def _seated_elsewhere(election: Election) -> QuerySet[Seat]:
    """Seats with a vote that this election does not fill."""
    seats = Seat.objects.filter(network_id=election.network_id, council=election.council_id)
    own = election.places.values("seat_id")
    return (
        seats.there_are()
        .exclude(pk__in=own)
        .exclude(kind__in=WITHOUT_VOTE)
        .exclude(organization=None)
    )


def sits_elsewhere(election: Election, user_id: UUID) -> bool:
    """Nobody holds two seats of a council."""
    seats = Seat.objects.filter(network_id=election.network_id, council=election.council_id)
    return (
        seats.there_are()
        .filter(holder=user_id)
        .exclude(pk__in=election.places.values("seat_id"))
        .exists()
    )


def works_for_power(network_id: UUID, user_id: UUID) -> bool:
    """For a health system, a funder or the government."""
    works = Membership.objects.filter(user=user_id, network_id=network_id, until=None)
    return works.filter(organization__kind__in=NOT_LIVED).exists()


def standing(election: Election) -> list[Nominee]:
    """Who stands in the round that is open, in the order in which they were named."""
    rows = election.nominees.filter(ended_at=None, round=election.round)
    rows = rows.exclude(accepted_at=None).select_related("user", "organization")
    return list(rows.order_by("named_at", "id"))


def voted(election: Election) -> set[UUID]:
    return set(election.turnout.filter(round=election.round).values_list("elector", flat=True))


def mine_to_cast(actor: Actor, election: Election) -> list[Elector]:
    """For which of the electors this person may vote."""
    return [one for one in entitled(election) if access.can(actor, "governance.elect_for", one)]


def with_seats(rows: QuerySet[Election]) -> QuerySet[Election]:
    """For `numbers_of`."""
    return rows.prefetch_related("places__seat")


def numbers_of(election: Election) -> list[int]:
    """Of the seats that it fills."""
    return sorted(place.seat.number for place in election.places.all())


def papers_in(elections: Iterable[Election]) -> dict[UUID, int]:
    """How many have voted in the round that is open, of each."""
    rounds = {one.pk: one.round for one in elections if one.is_voting}
    rows = ElectionTurnout.objects.filter(election__in=list(rounds))
    counts = rows.values_list("election_id", "round").annotate(papers=Count("id")).order_by()
    return {pk: papers for pk, number, papers in counts if number == rounds[pk]}


def named(actor: Actor, *, at: datetime) -> list[Nominee]:
    """Where somebody would like the reader to stand, and waits for a yes or a no."""
    rows = Nominee.objects.filter(
        network_id=actor.network_id, user=actor.as_user, accepted_at=None, ended_at=None,
        election__status=Poll.NOMINATING, election__votes_from__gt=at,
    )  # fmt: skip
    held = rows.select_related("election__council").prefetch_related("election__places__seat")
    return list(held.order_by("election__votes_from"))


def elections_of(network_id: UUID) -> list[Election]:
    """Those that are being held, then those that are over."""
    rows = with_seats(Election.objects.filter(network_id=network_id)).select_related("council")
    live = rows.filter(status__in=sorted(LIVE_POLLS)).order_by("next_step_due")
    past = rows.filter(status__in=[Poll.SEATED, Poll.NOBODY]).order_by("-opened_at")
    return [*live, *past[:SHOWN]]


def election_of(seat: Seat) -> Election | None:
    """Which fills this seat."""
    places = ElectionPlace.objects.filter(network_id=seat.network_id, seat=seat, closed_at=None)
    place = places.select_related("election").first()
    return place.election if place else None


@dataclass(frozen=True, slots=True)
class Counted:
    """One round, for people: who got how many, the codes of its papers, and whether it was a tie."""

    number: int
    places: int
    papers: int
    lines: list[tuple[Nominee, int, bool, bool]]  # elected, tied
    receipts: list[str]
    left_out: int  # electors that voted, and left before the vote closed


def counted_rounds(election: Election) -> list[Counted]:
    nominees = election.nominees.select_related("user", "organization")
    by_id = {nominee.pk.hex: nominee for nominee in nominees}
    return [
        Counted(
            number, kept["places"], kept["papers"],
            [
                (by_id[one], times, one in kept["elected"], one in kept["tied"])
                for one, times in sorted(kept["approved"].items(), key=lambda pair: -pair[1])
            ],
            [paper.receipt for paper in last_papers(election, number, kept.get(LEFT_OUT, ()))],
            len(kept.get(LEFT_OUT, ())),
        )
        for number, kept in enumerate(election.rounds, start=1)
    ]  # fmt: skip
