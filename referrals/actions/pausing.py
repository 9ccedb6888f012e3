"""A family asks to wait. Nobody presses it before its own day; then all goes on from where it stood.

What nobody has answered is taken back, what a partner took on rests. The need keeps its owner,
who asks once more on that day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from referrals.actions.family import spoken
from referrals.actions.stepping import Taking, advance, lock_referrals, mirrored, owe
from referrals.lifecycle import LIVE, Status, Step
from referrals.models.referral import Referral
from referrals.reasons import NeedEffect, effect
from referrals.search.waiting import CAN_WAIT
from screening.actions import needs
from screening.actions.needs import Word, locked
from screening.followup import Situation
from screening.lifecycle import NeedStatus, Via, Voice, WhyWait
from screening.models.need import Need

FAMILY_WAITS = "family_asked_to_wait"


@dataclass(frozen=True, slots=True)
class Wait:
    """Until which day, the family's own; why; and how it was told."""

    until: date
    why: WhyWait
    via: Via


@action
def pause(*, actor: Actor, need_id: UUID, wait: Wait, at: datetime) -> Need:
    """The family wants to be asked again about this on its own day; said once more, on another one."""
    need = locked(actor, need_id, at=at)
    record_all(_paused(actor, need, wait, at), actor=actor, at=at)
    return need


@action
def pause_all(*, actor: Actor, person_id: UUID, wait: Wait, at: datetime) -> list[Need]:
    """The same of everything that is open for this person, as far as the actor may know of it."""
    seen = Need.objects.visible_to(actor, at=at).filter(subject_id=person_id, status__in=CAN_WAIT)
    rows = seen.select_related("organization__network").prefetch_related("subject")
    held = list(rows.select_for_update(of=("self",), no_key=True).order_by("id"))
    if not held:
        raise StepNotPossible(_("Nothing is open here that could wait."))
    facts = [fact for need in held for fact in _paused(actor, need, wait, at)]
    record_all(facts, actor=actor, at=at)
    return held


@action
def go_on(*, actor: Actor, need_id: UUID, via: Via, at: datetime) -> Need:
    """The family goes on: where it stood before, with whoever had taken it on."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.answer_as_family", need)
    if not need.is_paused:
        raise StepNotPossible(_("This need has moved on. Look at it again, then decide."))
    record_all(_gone_on(actor, need, Word(Voice.FAMILY, via), at), actor=actor, at=at)
    return need


# --- how ------------------------------------------------------------------------------------------
def longest_wait(need: Need, *, at: datetime) -> date:
    """The last day that may be named, as partners decided."""
    most = needs.patience(need, at=at).paused_at_most_calendar
    return need.organization.open_days.local_date(at) + timedelta(days=most)


def _paused(actor: Actor, need: Need, wait: Wait, at: datetime) -> list[Fact]:
    access.require(actor, "needs.answer_as_family", need)
    _may_wait(actor, need, wait, at)
    word, until = Word(Voice.FAMILY, wait.via), wait.until.isoformat()
    again = need.is_paused
    need.paused_until, need.paused_why = wait.until, wait.why
    if again:
        needs.hear(need, word, actor)
        needs.owe(need, Situation.PAUSED, at=at)
        need.version += 1
        fact = Fact("need.paused", need, word.said_by, word.via, details={"until": until})
    else:
        need.paused_from = need.status
        fact = needs.moved(
            need, NeedStatus.PAUSED, word, actor=actor, at=at, kind="need.paused", until=until
        )
    need.save()
    return [fact, *(one for taking in _live(actor, need, word, at) for one in _rests(taking))]


def _may_wait(actor: Actor, need: Need, wait: Wait, at: datetime) -> None:
    if not need.can_be_paused:
        raise StepNotPossible(_("This need has moved on. Look at it again, then decide."))
    if need.subject.is_dead:
        raise StepNotPossible(_("This person has died. Close what is still open for them."))
    if actor.is_link and need.subject.contact_with_care:  # a link is not the family
        raise StepNotPossible(_("Please tell your worker."))
    last = longest_wait(need, at=at)
    if not need.organization.open_days.local_date(at) < wait.until <= last:
        day = {"day": date_format(last, "DATE_FORMAT")}
        raise BadInput(_("Choose a day after today, and at the latest %(day)s.") % day)


def _live(actor: Actor, need: Need, word: Word, at: datetime) -> Iterator[Taking]:
    for referral in lock_referrals(need).filter(status__in=sorted(LIVE)):
        referral.need = need
        yield spoken(actor, referral, word, at)


def _rests(taking: Taking) -> list[Fact]:
    """Its partner hears that the family waits, and no reason. A place on a list is kept."""
    referral = taking.referral
    if referral.is_asked and not referral.is_introduction:
        advance(taking, Step.CANCEL, reason=FAMILY_WAITS)
        taking.record("referral.cancelled", reason=FAMILY_WAITS)
    else:
        if referral.is_helping:
            advance(taking, Step.HOLD, reason=FAMILY_WAITS)
            taking.record("referral.held", tell=False, reason=FAMILY_WAITS)
        else:
            owe(referral, at=taking.at)
        taking.record("referral.to_wait")
    referral.save()
    return taking.facts


def _gone_on(actor: Actor, need: Need, word: Word, at: datetime) -> list[Fact]:
    live = list(_live(actor, need, word, at))
    to, situation = _goes_to(need, is_live=bool(live))
    facts = [
        needs.moved(need, to, word, actor=actor, at=at, situation=situation, kind="need.goes_on")
    ]
    for taking in live:
        facts += _is_taken_up(taking)
    if need.is_being_helped:
        tries = [taking.referral for taking in live]
        need.is_for_today = any(one.is_for_today for one in tries)
        mirrored(need, min(tries, key=lambda one: (one.next_step_due, one.pk)))
    need.save()
    return facts


def _goes_to(need: Need, *, is_live: bool) -> tuple[NeedStatus, str | None]:
    """Where it stood; or what partners have said meanwhile. And what is owed there (None: what they owe)."""
    before = NeedStatus(need.paused_from)
    if before is NeedStatus.WANTS_HELP:
        return before, Situation.CHOOSE_NEXT if _was_tried(need) else ""
    if before is not NeedStatus.BEING_HELPED:
        return before, ""
    if is_live:
        return before, None
    if _was_provided(need):
        return NeedStatus.TO_CONFIRM, ""
    return NeedStatus.WANTS_HELP, Situation.CHOOSE_NEXT


def _was_tried(need: Need) -> bool:
    return Referral.objects.filter(need_id=need.pk).exists()


def _was_provided(need: Need) -> bool:
    """Somebody says it was, since the family asked to wait."""
    ended = Referral.objects.filter(need_id=need.pk, ended_at__gte=need.since)
    ends = ended.values_list("status", "reason")
    return any(effect(Status(status), reason) is NeedEffect.CONFIRM for status, reason in ends)


def _is_taken_up(taking: Taking) -> list[Fact]:
    referral = taking.referral
    if referral.status == Status.ON_HOLD and referral.reason == FAMILY_WAITS:
        advance(taking, Step.RESUME)
        taking.record("referral.resumed", tell=False)
    else:
        owe(referral, at=taking.at)
    taking.record("referral.to_go_on")
    referral.save()
    return taking.facts
