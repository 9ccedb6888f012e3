"""Somebody tried to reach the family. What counts, what it mends or breaks, and when we may say: we could not."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.steps import Step as OwedStep
from core.tenancy import action
from people.consent import reachable
from people.lifecycle import BREAKS, HEARD, Channel, ChannelState, TryOutcome, Way
from people.models.contact import ContactPoint
from people.models.person import Person
from people.search.reach import plan_of, usable
from referrals.actions.resuming import resume
from referrals.actions.stepping import take_up
from referrals.lifecycle import LIVE
from referrals.models.reaching import ContactAttempt
from referrals.models.referral import Referral
from referrals.search.reaching import CALLING, SEEKING
from screening.actions import needs
from screening.actions.needs import OWN_WORD, locked
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need


@dataclass(frozen=True, slots=True)
class Tried:
    """One try: by which way (and which number), and what became of it."""

    way: Way
    outcome: TryOutcome
    point_id: UUID | None = None
    note: str = ""


@action
def tried(*, actor: Actor, need_id: UUID, tried: Tried, at: datetime) -> Need:
    """By the need's owner. Silence moves the next try to the next open day; a word ends the search."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.manage", need)
    if not need.is_open:
        raise StepNotPossible(_("This need is closed. Only the family’s word opens it again."))
    point = _point_of(need.subject, tried, at)
    _write(need, None, tried, actor, at)
    facts = [Fact("need.family_tried", need, tell=False, details=_told(tried))]
    if tried.outcome in HEARD:
        facts += _found_again(need, point, at)
    elif tried.outcome in BREAKS and point:
        facts += channel_broke(point, at=at)
    else:
        _try_again_tomorrow(need, at)
    record_all(facts, actor=actor, at=at)
    return need


@action
def tried_by_partner(*, actor: Actor, referral_id: UUID, tried: Tried, at: datetime) -> Referral:
    """By the receiver: the owner reads it, and a number that is wrong is the owner's to mend."""
    taking = take_up(actor, referral_id, at=at)
    referral, need = taking.referral, taking.need
    access.require(actor, "referrals.try_family", referral)
    if not referral.is_live:
        raise StepNotPossible(_("This request has ended. What was told stays in its history."))
    _write(need, referral, tried, actor, at)
    facts = [
        Fact("referral.family_tried", referral, via=taking.via, tell=False, details=_told(tried))
    ]
    shown = _shown_to_partner(need.subject, tried.way)
    if tried.outcome in BREAKS and shown:
        facts += channel_broke(shown, at=at)
    record_all(facts, actor=actor, at=at)
    return referral


@action
def give_up(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """We could not reach them. Only after the protocol; the family's word opens it again at any time."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.manage", need)
    if Referral.objects.filter(need=need, status__in=sorted(LIVE)).exists():
        raise StepNotPossible(
            _(
                "A partner is still asked to help. Wait for their word, or take the request back first."
            )
        )
    if need.paused_until and need.organization.open_days.local_date(at) < need.paused_until:
        raise StepNotPossible(_("The family asked to wait. Ask them on their day first."))
    if not was_tried(need.pk, at=at):
        raise StepNotPossible(
            _(
                "Not every safe way was tried yet, or not on enough days. The page says what is left."
            )
        )
    to = NeedStatus.UNCONFIRMED if need.is_to_confirm else NeedStatus.UNREACHABLE
    need.protocol_done_at, need.protocol_ways = at, _safe_ways(need.pk, at=at)
    record_all(
        [needs.move(need, to, OWN_WORD, actor=actor, at=at, kind="need.closed")], actor=actor, at=at
    )
    return need


def _safe_ways(need_id: UUID, *, at: datetime) -> list[str] | None:
    """Kept with the need: by a number that comes later nobody could have been tried."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_safe_ways(%s, %s)", [need_id, at])
        ways: list[str] | None = cursor.fetchone()[0]
        return ways


def was_tried(need_id: UUID, *, at: datetime) -> bool:
    """What the database will ask when the need is closed as unreachable."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_was_tried(%s, %s)", [need_id, at])
        answer: bool = cursor.fetchone()[0]
        return answer


def channel_broke(point: ContactPoint, *, at: datetime) -> list[Fact]:
    """Nothing is sent there again. When it was the last safe way, its mending is the owners' next step."""
    point.state = ChannelState.BROKEN
    point.save(update_fields=["state"])
    if usable(plan_of(point.person, at=at)):
        return []
    facts = []
    for need in _to_be_mended(point.person):
        needs.owe(need, "mend_contact", at=at)
        need.save(update_fields=[*Need.OWED_FIELDS])
        facts.append(Fact("need.contact_broken", need, details={"contact_point": point.pk}))
    return facts


def mended(*, actor: Actor, person: Person, at: datetime) -> None:
    """Called by `people` when a way to reach them was added or changed: each need owes what it owed before."""
    if not usable(plan_of(person, at=at)):
        return
    record_all(_mend(person, at), actor=actor, at=at)


def _mend(person: Person, at: datetime) -> list[Fact]:
    """Nothing is to be mended any more: what was owed before is owed again (saved)."""
    facts = []
    for need in open_needs(person).filter(mend_contact_due__isnull=False):
        was_next = need.owe_no_more("mend_contact")
        need.save(update_fields=[*Need.OWED_FIELDS])
        if was_next:
            resume(need, at)
        facts.append(Fact("need.contact_mended", need, tell=False))
    return facts


def open_needs(person: Person) -> QuerySet[Need]:
    """Locked, in the order of their ids; the person of each is read after the lock."""
    rows = Need.objects.filter(network_id=person.network_id, subject=person).open()
    held = rows.select_related("organization__network").prefetch_related("subject")
    return held.select_for_update(of=("self",), no_key=True).order_by("id")


def _to_be_mended(person: Person) -> list[Need]:
    """Those that wait for us or the family; when a partner has the word on all, the first of them."""
    needs_of = [need for need in open_needs(person) if need.mend_contact_due is None]
    ours = [need for need in needs_of if need.waiting_on in {Turn.OWNER, Turn.FAMILY}]
    return ours or needs_of[:1]


def _found_again(need: Need, point: ContactPoint | None, at: datetime) -> list[Fact]:
    """They were heard: the way works, and the search is over."""
    if point:
        point.state, point.last_worked_at = ChannelState.WORKS, at
        point.save(update_fields=["state", "last_worked_at"])
    sought = [need.owe_no_more(name) for name in sorted(SEEKING)]
    if any(sought):
        resume(need, at)
    else:
        need.save(update_fields=[*Need.OWED_FIELDS])
    return _mend(need.subject, at) if point else []


def _try_again_tomorrow(need: Need, at: datetime) -> None:
    if need.next_step in CALLING:
        again = needs.call_again(need, at=at)
        due = max(again, need.next_step_due or again)
        need.owe(OwedStep(need.next_step, Turn.OWNER, due, due))
        need.save(update_fields=[*Need.OWED_FIELDS])


def _write(need: Need, referral: Referral | None, tried: Tried, actor: Actor, at: datetime) -> None:
    ContactAttempt.objects.create(
        network_id=need.network_id,
        person_id=need.subject_id,
        need=need,
        referral=referral,
        organization_id=referral.receiver_id if referral else need.organization_id,
        by_id=actor.user_id,
        way=tried.way,
        point_id=tried.point_id,
        outcome=tried.outcome,
        note=tried.note,
        at=at,
    )


def _told(tried: Tried) -> dict[str, str]:
    return {"way": tried.way.value, "outcome": tried.outcome.value}


def _point_of(person: Person, tried: Tried, at: datetime) -> ContactPoint | None:
    """The number or address that was used; BadInput when it is not one of this family's ways."""
    known = {way.point_id for way in plan_of(person, at=at)} - {None}
    if tried.point_id is None:
        return None
    if tried.point_id not in known:
        raise BadInput(_("Choose one of the ways on the page."))
    return ContactPoint.objects.select_related("person").get(pk=tried.point_id)


def _shown_to_partner(person: Person, way: Way) -> ContactPoint | None:
    """The number or address that the partner reads (`people.consent.project`)."""
    channels = (Channel.EMAIL,) if way is Way.EMAIL else (Channel.PHONE, Channel.TEXT)
    return reachable(person, *channels) if way in {Way.EMAIL, Way.PHONE, Way.TEXT} else None
