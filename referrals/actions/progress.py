"""What becomes of an accepted request: first contact, rest, outcome; and what ends it early."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.tenancy import action
from referrals.actions.application import foresee_appeal
from referrals.actions.stepping import (
    Taking,
    advance,
    finish,
    finish_with_words,
    let_speak,
    owe,
    say,
    take_up,
)
from referrals.lifecycle import Side, Speaker, Status, Step
from referrals.models.referral import Referral
from referrals.reasons import OUTCOMES, REASONS, NeedEffect
from referrals.rules import side_of
from screening.lifecycle import Via

# What a person may choose when they take a request back; the other reasons come from elsewhere.
SENDER_CANCELS = (
    "family_changed_mind",
    "answered_elsewhere",
    "no_answer",
    "needed_by_passed",
    "moved_away",
    "safety",
    "service_closed",
)
APPOINTMENT = "appointment_set"
RECEIVER_CANCELS = ("service_closed", "family_changed_mind", "safety")


@action
def start(
    *, actor: Actor, referral_id: UUID, at: datetime, via: Via = Via.SYSTEM, words: str = ""
) -> Referral:
    """First contact is made, or the rest is over: help is under way."""
    taking = take_up(actor, referral_id, at=at, via=via)
    step = Step.RESUME if taking.referral.status == Status.ON_HOLD else Step.START
    let_speak(taking, step)
    advance(taking, step)
    taking.record("referral.resumed" if step is Step.RESUME else "referral.started")
    return finish_with_words(taking, words, kind="note")


@action
def hold(
    *,
    actor: Actor,
    referral_id: UUID,
    reason: str,
    at: datetime,
    via: Via = Via.SYSTEM,
    words: str = "",
    expected_on: date | None = None,
) -> Referral:
    """It rests for a stated reason; somebody still owes the next word, after the day of an appointment."""
    taking = take_up(actor, referral_id, at=at, via=via)
    let_speak(taking, Step.HOLD)
    taking.referral.expected_on = _day_of(taking, expected_on) if reason == APPOINTMENT else None
    advance(taking, Step.HOLD, reason=reason)
    taking.record("referral.held", reason=reason)
    return finish_with_words(taking, words, kind="reason")


def _day_of(taking: Taking, on: date | None) -> date | None:
    if on is not None and on < taking.referral.receiver.open_days.local_date(taking.at):
        raise BadInput(_("Choose today or a later day for the appointment."))
    return on


@action
def still_going(
    *, actor: Actor, referral_id: UUID, at: datetime, via: Via = Via.SYSTEM
) -> Referral:
    """One tap: nothing new, we are on it. The clock starts again."""
    taking = take_up(actor, referral_id, at=at, via=via)
    let_speak(taking, Step.START)
    if taking.referral.is_asked or not taking.referral.is_live:
        raise StepNotPossible(_("Answer the request first: yes, a question, or can't."))
    owe(taking.referral, at=at)
    taking.record("referral.still_going", tell=False)
    return finish(taking)


@action
def complete(
    *,
    actor: Actor,
    referral_id: UUID,
    outcome: str,
    at: datetime,
    via: Via = Via.SYSTEM,
    words: str = "",
) -> Referral:
    """The partner says what was given. The need is met only when the family says so."""
    if outcome not in {known.value for known in OUTCOMES}:
        raise BadInput(_("Choose what the family got."))
    taking = take_up(actor, referral_id, at=at, via=via)
    let_speak(taking, Step.COMPLETE)
    advance(taking, Step.COMPLETE, reason=outcome)
    taking.record("referral.completed", outcome=outcome)
    return finish_with_words(taking, words, kind="note")


@action
def fail(
    *,
    actor: Actor,
    referral_id: UUID,
    reason: str,
    at: datetime,
    why: str = "",
    via: Via = Via.SYSTEM,
    words: str = "",
) -> Referral:
    """It did not work out, with a coded reason: the need goes back to its owner."""
    taking = take_up(actor, referral_id, at=at, via=via)
    let_speak(taking, Step.FAIL)
    known = REASONS[Status.FAILED].get(reason)
    if known is not None and why and why not in known.asks_why:
        raise BadInput(_("Choose why from the list."))
    advance(taking, Step.FAIL, reason=reason, why=why)
    taking.record("referral.failed", reason=reason, why=why)
    if reason == "denied":
        foresee_appeal(taking)
    return finish_with_words(taking, words, kind="reason")


@action
def cancel(
    *, actor: Actor, referral_id: UUID, reason: str, at: datetime, words: str = ""
) -> Referral:
    """Either side takes it back for a stated reason."""
    taking = take_up(actor, referral_id, at=at)
    access.require(actor, "referrals.cancel", taking.referral)
    side = side_of(actor, taking.referral)
    if reason not in (RECEIVER_CANCELS if side is Side.RECEIVER else SENDER_CANCELS):
        raise BadInput(_("Choose a reason from the list."))
    speaker = Speaker.RECEIVER if side is Side.RECEIVER else Speaker.SENDER
    say(taking.referral, speaker, speaker, Via.SYSTEM)
    advance(taking, Step.CANCEL, reason=reason)
    taking.record("referral.cancelled", reason=reason)
    return finish_with_words(taking, words, kind="reason")


@action
def correct(*, actor: Actor, referral_id: UUID, reason: str, at: datetime) -> Referral:
    """It was a slip: entered in error. Within 20 seconds of sending this is the undo button."""
    taking = take_up(actor, referral_id, at=at)
    access.require(actor, "referrals.correct", taking.referral)
    if reason == "undone" and not taking.referral.can_be_undone(at=at):
        raise StepNotPossible(
            _("Twenty seconds are over: it has been sent. You can still take it back.")
        )
    if not taking.referral.is_live:
        raise StepNotPossible(_("This request has ended. What was told stays in its history."))
    say(taking.referral, Speaker.SENDER, Speaker.SENDER, Via.SYSTEM)
    advance(taking, Step.CORRECT, reason=reason)
    taking.record("referral.undone" if reason == "undone" else "referral.corrected", reason=reason)
    return finish(taking)


def choosable(status: Status) -> tuple[str, ...]:
    """The reasons a person may choose when they end or rest a referral in `status`."""
    if status is Status.ON_HOLD:
        return tuple(code for code in REASONS[status] if code not in {"wait_list", "question"})
    return tuple(
        code for code, reason in REASONS[status].items() if reason.effect is not NeedEffect.KEEP
    )
