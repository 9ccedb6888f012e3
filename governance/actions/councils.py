"""Found a council, sit down in it, stand up again. An empty seat is owed by the convener until it is filled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils.translation import gettext as _

from core import ladders
from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record, record_all
from core.steps import Step
from core.tenancy import action
from governance.actions.disputes import follow_keepers
from governance.counting import WITHOUT_VOTE, SeatKind
from governance.followup import VACANT
from governance.in_force import in_force
from governance.models.councils import Council, Seat
from governance.models.elections import ElectionPlace
from governance.rules import has_council
from governance.seats import SeatRule, unfair
from governance.terms import Deciding
from governance.words.deciding import UNFAIR_WORDS
from organizations.grants import Role, sync
from organizations.lifecycle import PathStep
from organizations.models.members import Membership
from organizations.models.network import Network, Organization

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """Who sits, who stands in, and until which day."""

    holder_id: UUID
    until: date
    alternate_id: UUID | None = None
    has_stipend: bool = False
    chairs: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One seat of a council that is to be. Without a term it begins empty."""

    kind: SeatKind
    organization_id: UUID | None = None
    term: Term | None = None


@action
def found_council(
    *, actor: Actor, kind: Council.Kind, places: Sequence[Place], at: datetime
) -> Council:
    """All seats at once, so that the rule holds from the first moment. From now on partners decide."""
    network = Network.objects.select_for_update(no_key=True).get(pk=actor.network_id)
    require(actor, "governance.found_council", network)
    if Council.objects.filter(network=network, kind=kind, ended_at=None).exists():
        raise StepNotPossible(_("There is one already. Its seats change by a proposal."))
    if kind != Council.Kind.COUNCIL and not has_council(network):
        raise StepNotPossible(_("Found the council first: it says what a committee decides."))
    wrong = unfair(
        ((one.kind, one.organization_id) for one in places),
        SeatRule.of(in_force(network.pk, "seats.", at)),
    )
    for each in wrong:
        raise BadInput(UNFAIR_WORDS[each])
    return found(network, kind, places, actor=actor, at=at)


def found(
    network: Network, kind: str, places: Sequence[Place], *, actor: Actor, at: datetime
) -> Council:
    """The network is locked, and its rule of fairness was asked. By somebody, or by a decision."""
    deciding = Deciding.of(in_force(network.pk, "decide.", at))
    council = Council.objects.create(
        network=network, kind=kind, since=at, founded_seats=len(places)
    )
    fact = Fact("council.founded", council, details={"kind_of": kind})
    record_all([fact], actor=actor, at=at)
    for number, place in enumerate(places, start=1):
        seat = Seat(
            network=network, council=council, number=number, kind=place.kind,
            organization_id=place.organization_id,
        )  # fmt: skip
        if place.term:
            _is_free(seat, place.term)
            _fill(seat, place.term, at)
        else:
            _empty(seat, deciding, at)
        seat.save(force_insert=True)
        _give_roles(seat, seat.holder_id, seat.alternate_id)
    return council


@action
def fill_seat(*, actor: Actor, seat_id: UUID, term: Term, at: datetime) -> Seat:
    """Of a seat that is empty. Whoever sits for an organization works there."""
    seat = _locked(actor, seat_id)
    require(actor, "governance.fill_seat", seat)
    if seat.is_held:
        raise StepNotPossible(
            _("Somebody sits there. Nobody is put out of a seat before its term ends.")
        )
    _is_free(seat, term)
    _fill(seat, term, at)
    seat.save()
    _give_roles(seat, seat.holder_id, seat.alternate_id)
    record("seat.filled", seat, actor=actor, at=at, user=term.holder_id)
    return seat


def take_seat(seat: Seat, organization_id: UUID | None, term: Term, at: datetime) -> None:
    """Whoever was elected, in a locked seat. Who sat there until now is thanked by the change itself.

    Nobody speaks for two seats: whoever is elected stands in for nobody else there any more.
    """
    others = Seat.objects.filter(council=seat.council_id).there_are().exclude(pk=seat.pk)
    others.filter(alternate=term.holder_id).update(alternate=None)
    sat = seat.holder_id, seat.alternate_id
    seat.organization_id = organization_id
    _fill(seat, term, at)
    seat.save()
    _give_roles(seat, *sat, seat.holder_id, seat.alternate_id)
    clock = Actor.system(seat.network_id)
    record_all([Fact("seat.filled", seat, details={"user": term.holder_id})], actor=clock, at=at)
    follow_keepers(seat.network_id, filter(None, sat), clock, at)


@action
def leave_seat(*, actor: Actor, seat_id: UUID, at: datetime) -> Seat:
    """By whoever sits there. It is empty from now on, and the convener owes that it is filled."""
    seat = _locked(actor, seat_id)
    require(actor, "governance.leave_seat", seat)
    vacate([seat], actor=actor, at=at)
    return seat


def vacate(seats: Iterable[Seat], *, actor: Actor, at: datetime) -> None:
    """Locked rows of one network. The grant goes with the seat."""
    facts = []
    for seat in seats:
        sat = seat.holder_id, seat.alternate_id
        _empty(seat, Deciding.of(in_force(seat.network_id, "decide.", at)), at)
        seat.save()
        _give_roles(seat, *sat)
        follow_keepers(seat.network_id, filter(None, sat), actor, at)
        facts.append(Fact("seat.vacant", seat, details={"user": sat[0]}))
    if facts:
        record_all(facts, actor=actor, at=at)


def open_seats(
    council: Council, wanted: Iterable[tuple[SeatKind, UUID | None]], *, decision_id: UUID,
    actor: Actor, at: datetime,
) -> None:  # fmt: skip
    """By a decision that was carried; the council is locked. Each is empty, and so somebody owes it a name."""
    deciding = Deciding.of(in_force(council.network_id, "decide.", at))
    number = Seat.objects.filter(council=council).aggregate(Max("number"))["number__max"] or 0
    facts = []
    for place, (kind, organization_id) in enumerate(wanted, start=number + 1):
        seat = Seat(
            network=council.network, council=council, number=place, kind=kind,
            organization_id=organization_id, by_decision=decision_id,
        )  # fmt: skip
        _empty(seat, deciding, at)
        seat.save(force_insert=True)
        facts.append(Fact("seat.vacant", seat))
    if facts:
        record_all(facts, actor=actor, at=at)


def end_seats(
    council: Council, seat_ids: Iterable[str], *, decision_id: UUID, actor: Actor, at: datetime
) -> None:
    """As above. Who sat there stays readable, and has no vote any more."""
    rows = Seat.objects.filter(council=council, pk__in=list(seat_ids)).there_are()
    facts = []
    for seat in rows.select_for_update(no_key=True).order_by("id"):
        seat.owe_nothing()
        seat.ended_at, seat.ended_by_decision, seat.chairs = at, decision_id, False
        seat.save()
        _give_roles(seat, seat.holder_id, seat.alternate_id)
        follow_keepers(seat.network_id, filter(None, [seat.holder_id]), actor, at)
        facts.append(Fact("seat.ended", seat))
        places = ElectionPlace.objects.filter(network_id=seat.network_id, seat=seat)
        places.filter(closed_at=None).update(closed_at=at)  # nobody is elected to it any more
    if facts:
        record_all(facts, actor=actor, at=at)


def follow_leaving(
    *, actor: Actor, membership: Membership, successor_id: UUID | None, at: datetime
) -> None:
    """Whoever works nowhere here any more, or not where they sat for, has no seat. A stand-in is not inherited."""
    if membership.until is None:
        return
    rows = Seat.objects.filter(network_id=membership.network_id).of_user(membership.user_id)
    there = Membership.objects.filter(
        user=membership.user_id, network_id=membership.network_id, until=None
    )
    elsewhere = there.exists()
    held = []
    for seat in rows.select_for_update(no_key=True).order_by("id"):
        if elsewhere and seat.organization_id != membership.organization_id:
            continue
        if seat.holder_id == membership.user_id:
            held.append(seat)
        else:
            seat.alternate_id = None
            seat.save(update_fields=["alternate"])
    vacate(held, actor=actor, at=at)


def follow_good_bye(
    *, actor: Actor, organization: Organization, step: PathStep, at: datetime
) -> None:
    """Whoever has left decides nothing any more, although its people still come in to finish their work."""
    if step is not PathStep.LEAVE:
        return
    seats = Seat.objects.filter(network_id=organization.network_id, organization=organization)
    held = seats.there_are().exclude(holder=None).select_for_update(no_key=True)
    vacate(held.order_by("id"), actor=actor, at=at)


@action
def chase_seats(*, network_id: UUID, at: datetime, limit: int = 200) -> int:
    """A term that is over empties its seat; an empty one climbs. How many did."""
    due = Seat.objects.filter(network_id=network_id, wake_at__lte=at).order_by("wake_at")
    seats = list(due.select_for_update(no_key=True, skip_locked=True)[:limit])
    system = Actor.system(network_id)
    vacate([seat for seat in seats if seat.is_held], actor=system, at=at)
    waiting = [seat for seat in seats if not seat.is_held and seat.wake_at and seat.wake_at <= at]
    if waiting:
        deciding = Deciding.of(in_force(network_id, "decide.", at))
        days = Network.objects.get(pk=network_id).open_days
        facts = []
        for seat in waiting:
            climb = ladders.climb(
                VACANT, seat.rung, deciding, days, due_at=seat.next_step_due or at, at=at
            )
            seat.rung, seat.wake_at = climb.rung, climb.wake_at
            seat.save(update_fields=["rung", "wake_at"])
            facts.append(Fact(climb.taken.kind, seat))
        record_all(facts, actor=system, at=at)
    return len(seats)


def _locked(actor: Actor, seat_id: UUID) -> Seat:
    seats = Seat.objects.visible_to(actor).there_are().select_for_update(of=("self",), no_key=True)
    return seats.select_related("council", "network").get(pk=seat_id)


def _fill(seat: Seat, term: Term, at: datetime) -> None:
    network = seat.network
    today = network.open_days.local_date(at)
    if term.until < today:
        raise BadInput(_("Choose a day that is still to come."))
    _works_there(seat, term.holder_id)
    if term.alternate_id:
        _works_there(seat, term.alternate_id)
    if term.alternate_id == term.holder_id:
        raise BadInput(_("Nobody stands in for themselves."))
    seat.holder_id, seat.alternate_id = term.holder_id, term.alternate_id
    seat.begins_on, seat.ends_on = today, term.until
    seat.has_stipend = term.has_stipend
    seat.chairs = term.chairs and seat.kind not in WITHOUT_VOTE
    seat.owe_nothing()
    zone = ZoneInfo(network.time_zone)
    seat.wake_at = datetime.combine(term.until + ONE_DAY, time(0), zone)


def _is_free(seat: Seat, term: Term) -> None:
    """Nobody speaks for two seats of a council, and one person chairs it."""
    others = Seat.objects.filter(council=seat.council_id).there_are().exclude(pk=seat.pk)
    for user_id in filter(None, (term.holder_id, term.alternate_id)):
        if others.of_user(user_id).exists():
            raise BadInput(_("They hold another seat of this council."))
    if term.chairs and others.filter(chairs=True).exists():
        raise BadInput(_("Somebody chairs it already."))


def _works_there(seat: Seat, user_id: UUID) -> None:
    works = Membership.objects.filter(user=user_id, network_id=seat.network_id, until=None)
    if seat.organization and seat.organization.has_left:
        raise BadInput(_("Choose an organization that takes part in the network."))
    if seat.organization_id and not works.filter(organization=seat.organization_id).exists():
        raise BadInput(_("They do not work in the organization for which this seat is."))
    if not works.exists():
        raise BadInput(_("They have no account in this network yet. Invite them first."))


def _empty(seat: Seat, deciding: Deciding, at: datetime) -> None:
    due = ladders.due(VACANT, deciding, seat.network.open_days, since=at)
    seat.holder_id = seat.alternate_id = None
    seat.begins_on = seat.ends_on = None
    seat.chairs = seat.has_stipend = False
    seat.owe(Step(VACANT.next_step, VACANT.owed_by, due.due, due.wake_at))


def _give_roles(seat: Seat, *user_ids: UUID | None) -> None:
    """The role that opens the council's pages, in one place where they work, for as long as they sit anywhere."""
    for user_id in filter(None, user_ids):
        seats = Seat.objects.filter(network_id=seat.network_id).of_user(user_id)
        speaks = list(seats.values_list("organization_id", "chairs", "holder_id", "council__kind"))
        role = None
        if speaks:
            chairs = any(
                leads and holder_id == user_id and kind == Council.Kind.COUNCIL
                for _, leads, holder_id, kind in speaks
            )
            role = Role.CHAIR if chairs else Role.COUNCIL
        _set_role(seat.network_id, user_id, role, {there for there, *_ in speaks})


def _set_role(network_id: UUID, user_id: UUID, role: Role | None, places: set[UUID | None]) -> None:
    live = Membership.objects.filter(user=user_id, network_id=network_id, until=None)
    rows = live.select_for_update(no_key=True).order_by("since", "id")
    for number, membership in enumerate(
        sorted(rows, key=lambda m: m.organization_id not in places)
    ):
        kept = set(membership.roles) - {Role.COUNCIL, Role.CHAIR}
        roles = sorted(kept | ({role} if role and number == 0 else set()))
        if roles != sorted(membership.roles):
            membership.roles = roles
            membership.save(update_fields=["roles"])
            sync(membership)
