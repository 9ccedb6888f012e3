"""The one way in which a referral takes a step: lock, ask the gate and the table, owe what follows, mirror."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from core import access, history
from core.actor import Actor
from core.calendar import OpenDays
from core.errors import BadInput, NotAllowed, StepNotPossible
from core.history import Fact, record_all
from core.steps import Step as OwedStep
from governance.in_force import in_force, staffed
from referrals import followup
from referrals.actions.agreed import agreed_on, needed_by
from referrals.followup import LADDERS, OWNERS_STEP, Patience, Situation, owners_step
from referrals.lifecycle import (
    ENDED,
    HELPS,
    LIVE,
    Mode,
    Side,
    Speaker,
    Status,
    Step,
    StepNotInTable,
    Urgency,
    WaitingOn,
    next_status,
)
from referrals.links import is_told_by_telephone
from referrals.models.incident import IncidentCase
from referrals.models.messages import Message
from referrals.models.referral import Referral
from referrals.reasons import REASONS, NeedEffect, effect
from referrals.rules import side_of
from screening.actions import needs
from screening.actions.needs import Word
from screening.followup import Patience as NeedPatience
from screening.followup import Situation as NeedSituation
from screening.followup import Then
from screening.lifecycle import NeedStatus, Turn, Via, Voice
from screening.models.need import TOLD, Need

RECEIVERS_STEPS = frozenset(
    {Step.ACCEPT, Step.DECLINE, Step.START, Step.HOLD, Step.RESUME, Step.COMPLETE, Step.FAIL}
)
VOICES = {
    Speaker.SENDER: Voice.OWNER,
    Speaker.RECEIVER: Voice.PARTNER,
    Speaker.FAMILY: Voice.FAMILY,
    Speaker.DESK: Voice.OWNER,
    Speaker.SYSTEM: Voice.SYSTEM,
}
TURNS = {
    WaitingOn.SENDER: Turn.OWNER,
    WaitingOn.RECEIVER: Turn.PARTNER,
    WaitingOn.FAMILY: Turn.FAMILY,
    WaitingOn.OUTSIDE: Turn.OUTSIDE,
}
WRITERS = {
    Side.SENDER: Speaker.SENDER,
    Side.RECEIVER: Speaker.RECEIVER,
    None: Speaker.DESK,  # on neither side, and let in only for what is at the desk
}
NOT_REACHED = "could_not_reach"
LOOKS_AFTER = timedelta(days=1)  # the referral's own sweep speaks first; the need's only makes sure


@dataclass(slots=True)
class Taking:
    """A referral under way to its next step, its need, and the facts that will be recorded."""

    actor: Actor
    at: datetime
    referral: Referral
    need: Need
    via: Via = Via.SYSTEM
    facts: list[Fact] = field(default_factory=list)

    def record(
        self, kind: str, *, tell: bool = True, tell_from: datetime | None = None, **details: Any
    ) -> None:
        said_by = self.referral.said_by
        self.facts.append(
            Fact(kind, self.referral, said_by, self.referral.via, tell, tell_from, details=details)
        )


def take_up(actor: Actor, referral_id: UUID, *, at: datetime, via: Via = Via.SYSTEM) -> Taking:
    """Lock the need, then the referral. DoesNotExist (404) when the actor may not see it."""
    need = lock_need(_need_of(actor, referral_id, at=at))
    referral = lock_referrals(need).select_related("need__subject").get(pk=referral_id)
    need.subject = referral.need.subject  # as they are after the lock
    referral.need = need
    return Taking(actor, at, referral, need, Via.LINK if actor.is_partner_link else via)


def _need_of(actor: Actor, referral_id: UUID, *, at: datetime) -> UUID:
    """Through the one gate; or, for what is at the desk, through the desk's, which shows no person."""
    seen = Referral.objects.visible_to(actor, at=at)
    if actor.holds_anywhere(["run_desk"]) and not seen.filter(pk=referral_id).exists():
        seen = Referral.objects.filter(need__in=Need.objects.at_desk(actor))
    return seen.values_list("need_id", flat=True).get(pk=referral_id)


def lock_need(need_id: UUID) -> Need:
    """As `needs.locked`, for whoever has found it already: its person is read after the lock."""
    rows = Need.objects.select_related("organization__network")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=need_id)


def lock_referrals(need: Need) -> Any:
    """Its referrals in the order of their ids: the lock order everywhere."""
    rows = Referral.objects.filter(need_id=need.pk).select_related("receiver__network", "service")
    return rows.select_for_update(of=("self",), no_key=True).order_by("id")


def let_speak(taking: Taking, step: Step) -> None:
    """Who says it, who writes it down, and how it was told (promise 10)."""
    side = side_of(taking.actor, taking.referral)
    speaks_for_receiver = side is not Side.RECEIVER and step in RECEIVERS_STEPS
    if speaks_for_receiver:
        access.require(taking.actor, "referrals.speak_for_receiver", taking.referral)
        if taking.via not in TOLD:
            raise BadInput(_("Say how the partner told you: by telephone, on paper or in person."))
    else:
        access.require(taking.actor, f"referrals.{step.value}", taking.referral)
    speaker = Speaker.RECEIVER if side is Side.RECEIVER or speaks_for_receiver else Speaker.SENDER
    say(taking.referral, speaker, WRITERS[side], taking.via)


def say(referral: Referral, speaker: Speaker, writer: Speaker, via: Via) -> None:
    referral.said_by, referral.recorded_by, referral.via = speaker.value, writer.value, via.value


def advance(taking: Taking, step: Step, *, reason: str = "", why: str = "") -> None:
    """Move the (unsaved) referral along the table, and let it owe what the new status owes."""
    referral = taking.referral
    try:
        status = next_status(Status(referral.status), step)
    except StepNotInTable as error:
        raise StepNotPossible(_moved_on(taking)) from error
    check_reason(status, reason)
    referral.status, referral.reason, referral.reason_why = status, reason, why
    referral.version += 1
    if status in ENDED:
        referral.ended_at = taking.at
        referral.owe_nothing()
    else:
        owe(referral, at=taking.at)


def _moved_on(taking: Taking) -> str:
    """Said to whoever comes second: one wins, the other is told who."""
    referral = taking.referral
    if referral.reason == "answered_elsewhere":
        return _("Another partner said yes first. You need not do anything. Thank you.")
    if referral.answered_at is not None:
        return _("%(partner)s has already answered this. Nothing was changed.") % {
            "partner": _who_answered(taking)
        }
    return _("This request has moved on. Nothing was changed.")


def _who_answered(taking: Taking) -> str:
    """The partner; a colleague there hears which of them it was."""
    referral = taking.referral
    if taking.actor.organization_id != referral.receiver_id:
        return referral.receiver.name
    answers = history.of(referral.pk).filter(happened_at=referral.answered_at or taking.at)
    names = User.objects.filter(pk__in=answers.values("actor_id")).values_list("name", flat=True)
    return names.first() or referral.receiver.name


def check_reason(status: Status, reason: str) -> None:
    known = REASONS.get(status)
    if known is not None and reason not in known:
        raise BadInput(_("Choose a reason from the list."))


def owe(
    referral: Referral, *, at: datetime, question: bool = False, by_telephone: bool = False
) -> None:
    """What an open referral owes in its situation, in the owing side's own open days (unsaved)."""
    case = situation_of(referral, question=question, by_telephone=by_telephone)
    row, waits = LADDERS[case], patience(referral, case, at=at)
    due = followup.WAITS.due(
        case,
        waits,
        _clock(referral, case, at),
        since=at,
        needed_by=needed_by(referral),
        on=agreed_on(referral, case, waits, at),
        today=referral.is_for_today,
    )
    referral.owe(OwedStep(row.next_step, row.owed_by, due.due, due.wake_at))


def _clock(referral: Referral, case: Situation, at: datetime) -> OpenDays:
    """The owing side's open days; for what is needed today the hours in which somebody is there."""
    if followup.WAITS.counts_hours(case, today=referral.is_for_today):
        return staffed(referral.network_id, referral.receiver.network.open_days, at)
    theirs = LADDERS[case].owed_by == WaitingOn.RECEIVER
    return referral.receiver.open_days if theirs else referral.need.organization.open_days


def situation_of(
    referral: Referral, *, question: bool = False, by_telephone: bool = False
) -> Situation:
    if referral.need.is_paused:
        return Situation.FAMILY_WAITS
    case = followup.situation(
        Status(referral.status),
        mode=Mode(referral.mode),
        reason=referral.reason,
        question=question,
        never_chased=referral.service.is_never_chased,
    )
    if not (by_telephone or is_told_by_telephone(referral)):
        return case
    has_heard = referral.opened_at is not None or not referral.is_asked
    return followup.by_telephone(case, has_heard=has_heard)


def patience(referral: Referral, case: Situation | None = None, *, at: datetime) -> Patience:
    """Of the network; in a situation also what is agreed with, or tried by, whoever owes its step."""
    owed_by = _owing(referral, case) if case else None
    return Patience.of(in_force(referral.network_id, "referral.", at, owed_by=owed_by))


def _owing(referral: Referral, case: Situation) -> UUID:
    """Whoever's open days are counted, too."""
    theirs = LADDERS[case].owed_by == WaitingOn.RECEIVER
    return referral.receiver_id if theirs else referral.need.organization_id


def finish(taking: Taking) -> Referral:
    """Save the referral, let the need follow it, and record everything at once."""
    _finish(taking)
    return taking.referral


def _finish(taking: Taking) -> list[UUID]:
    """The ids of what was recorded. Who was answered elsewhere learns nothing of where."""
    taking.referral.save()
    elsewhere = _answered_elsewhere(taking)
    follow(taking)
    event_ids = record_all(taking.facts, actor=taking.actor, at=taking.at)
    if elsewhere:
        machine = Actor.system(taking.referral.network_id)
        record_all(elsewhere, actor=machine, at=taking.at)
    return event_ids


def _answered_elsewhere(taking: Taking) -> list[Fact]:
    """Of those asked among several the first yes is enough: the others end in its transaction."""
    first = taking.referral
    if first.among is None or first.status not in {*HELPS, Status.COMPLETED}:
        return []
    asked = lock_referrals(taking.need).filter(among=first.among, status__in=sorted(LIVE))
    facts: list[Fact] = []
    for other in asked.exclude(pk=first.pk):
        other.need = taking.need
        ending = Taking(taking.actor, taking.at, other, taking.need)
        say(other, Speaker.SYSTEM, Speaker.SYSTEM, Via.SYSTEM)
        advance(ending, Step.CANCEL, reason="answered_elsewhere")
        other.save()
        ending.record("referral.answered_elsewhere")
        facts += ending.facts
    return facts


def follow(taking: Taking) -> None:
    """The need follows its referrals: mirrors the most urgent live one, or owes the owner's choice."""
    need, referral = taking.need, taking.referral
    tries = Referral.objects.filter(need_id=need.pk, status__in=sorted(LIVE))
    live = list(tries.select_related("receiver").order_by("next_step_due", "id"))
    ended = Status(referral.status) in ENDED
    consequence = effect(Status(referral.status), referral.reason) if ended else NeedEffect.KEEP
    if need.is_being_helped and consequence is NeedEffect.CONFIRM:
        _move(taking, NeedStatus.TO_CONFIRM, "need.to_confirm")
    elif need.is_being_helped and live:
        if referral.reason == NOT_REACHED:  # the owner looks for them, whoever else is asked
            needs.owe(need, NeedSituation.REACH_FAMILY, at=taking.at)
        mirror(need, live[0])
    elif need.is_being_helped:
        kind, why = "need.wants_help_again", {"reason": referral.reason}
        situation, waits = _after(taking)
        _move(taking, NeedStatus.WANTS_HELP, kind, situation=situation, waits=waits, **why)


def _after(taking: Taking) -> tuple[str, NeedPatience | None]:
    """Somebody whom the partner could not reach is first looked for by their own worker.

    Where many services closed at once, a no has as much time as the closing itself.
    """
    if taking.referral.reason == NOT_REACHED or taking.need.reach_family_due:
        return NeedSituation.REACH_FAMILY, None
    days = IncidentCase.objects.more_time(taking.need, at=taking.at)
    if days is None or taking.referral.urgency == Urgency.TODAY:
        return NeedSituation.CHOOSE_NEXT, None
    usual = needs.patience(taking.need, at=taking.at)
    return NeedSituation.SERVICE_CLOSED, replace(usual, after_closing=days)


def _move(
    taking: Taking,
    to: NeedStatus,
    kind: str,
    *,
    situation: str = "",
    waits: NeedPatience | None = None,
    **details: object,
) -> None:
    word = Word(VOICES[Speaker(taking.referral.said_by)], Via(taking.referral.via))
    fact = needs.moved(
        taking.need,
        to,
        word,
        actor=taking.actor,
        at=taking.at,
        situation=situation,
        waits=waits,
        kind=kind,
        **details,
    )
    taking.need.save()
    taking.facts.append(fact)


def mirror(need: Need, referral: Referral) -> None:
    mirrored(need, referral)
    need.save(update_fields=[*Need.OWED_FIELDS])


def mirrored(need: Need, referral: Referral) -> None:
    """While it is being helped, a need owes what its most urgent live referral owes (unsaved).

    Once the partner or the family is silent, it is the owner's turn too. Whatever the desk had
    of it is over: somebody has taken a step; but what nobody follows stays the desk's. What the
    owner owes beside it stands before it.
    """
    owners = _owners_step(referral)
    turn = Turn.OWNER if owners else TURNS[WaitingOn(referral.waiting_on)]
    due = referral.next_step_due or referral.sent_at
    need.owe(OwedStep(owners or referral.next_step, turn, due, due + LOOKS_AFTER))


def _owners_step(referral: Referral) -> str:
    """Nobody chases a service that never reports, nor a sender on the owner's behalf: their rungs say so.

    Nobody waits for a partner that takes a break, unless it has just spoken itself.
    """
    if referral.waiting_on == WaitingOn.SENDER:
        return ""
    theirs = referral.waiting_on == WaitingOn.RECEIVER and referral.said_by != Speaker.RECEIVER
    if theirs and referral.receiver.is_paused:
        return OWNERS_STEP[Then.OWNER_TOO]
    case = followup.situation(
        Status(referral.status), mode=Mode(referral.mode), reason=referral.reason
    )
    return owners_step(case, referral.rung)


def write(taking: Taking, text: str, *, kind: str, event_id: UUID) -> None:
    """Keep the words that belong to an event: sealed, on the referral, never in the event."""
    if not text.strip():
        return
    Message.objects.create(
        network_id=taking.referral.network_id,
        referral=taking.referral,
        event_id=event_id,
        kind=kind,
        text=text.strip(),
        said_by=taking.referral.said_by,
        written_by_id=taking.actor.user_id,
        at=taking.at,
    )


def finish_with_words(taking: Taking, text: str, *, kind: str) -> Referral:
    """As `finish`; `text` belongs to the first fact."""
    event_ids = _finish(taking)
    write(taking, text, kind=kind, event_id=event_ids[0])
    return taking.referral


def not_the_other_side(taking: Taking, side: Side) -> None:
    """Raise NotAllowed unless the actor stands on `side`."""
    if side_of(taking.actor, taking.referral) is not side:
        raise NotAllowed
