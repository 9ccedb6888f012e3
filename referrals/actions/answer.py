"""What the receiver answers, and what the two sides ask each other."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.tenancy import action
from organizations.models.directory import Service
from referrals.actions.stepping import (
    advance,
    finish,
    finish_with_words,
    let_speak,
    not_the_other_side,
    owe,
    say,
    take_up,
)
from referrals.followup import BY_TELEPHONE
from referrals.lifecycle import Side, Speaker, Status, Step
from referrals.models.referral import Referral
from referrals.rules import side_of
from screening.lifecycle import Via


@action
def see(*, actor: Actor, referral_id: UUID, at: datetime) -> Referral:
    """The receiver has opened it. Not an answer, and no status: the sender sees "seen"."""
    taking = take_up(actor, referral_id, at=at)
    access.require(actor, "referrals.read", taking.referral)
    if side_of(actor, taking.referral) is not Side.RECEIVER or taking.referral.opened_at:
        return taking.referral
    taking.referral.opened_at = at
    say(taking.referral, Speaker.RECEIVER, Speaker.RECEIVER, taking.via)
    taking.record("referral.opened", tell=False)
    return finish(taking)


@action
def accept(
    *, actor: Actor, referral_id: UUID, at: datetime, via: Via = Via.SYSTEM, words: str = ""
) -> Referral:
    """Yes, we can help."""
    taking = take_up(actor, referral_id, at=at, via=via)
    let_speak(taking, Step.ACCEPT)
    advance(taking, Step.ACCEPT)
    answered(taking.referral, "accepted", at)
    taking.record("referral.accepted")
    return finish_with_words(taking, words, kind="reply")


@action
def decline(
    *,
    actor: Actor,
    referral_id: UUID,
    reason: str,
    at: datetime,
    via: Via = Via.SYSTEM,
    words: str = "",
    suggests: UUID | None = None,
) -> Referral:
    """We can't, with a coded reason; perhaps another service could. The need goes back to its owner."""
    taking = take_up(actor, referral_id, at=at, via=via)
    let_speak(taking, Step.DECLINE)
    advance(taking, Step.DECLINE, reason=reason)
    answered(taking.referral, "declined", at)
    if suggests:
        taking.referral.suggests = Service.objects.get(
            network_id=taking.referral.network_id, pk=suggests
        )
    taking.record("referral.declined", reason=reason, suggests=suggests)
    return finish_with_words(taking, words, kind="reason")


@action
def wait_list(
    *,
    actor: Actor,
    referral_id: UUID,
    at: datetime,
    place: int | None = None,
    expected_on: date | None = None,
    via: Via = Via.SYSTEM,
    words: str = "",
) -> Referral:
    """On the list. As a first answer it is accepted and on hold in one action, and never counted as accepted."""
    taking = take_up(actor, referral_id, at=at, via=via)
    let_speak(taking, Step.HOLD)
    if taking.referral.is_asked:
        advance(taking, Step.ACCEPT)
        answered(taking.referral, "wait_listed", at)
        taking.referral.save()  # the table has no way from asked to on hold: two moves, one transaction
        taking.record("referral.accepted", tell=False)
    if not taking.referral.is_on_wait_list:
        advance(taking, Step.HOLD, reason="wait_list")
    else:
        owe(taking.referral, at=at)
    taking.referral.place_in_line, taking.referral.expected_on = place, expected_on
    taking.record("referral.wait_listed", place=place)
    return finish_with_words(taking, words, kind="reply")


@action
def ask(*, actor: Actor, referral_id: UUID, question: str, at: datetime) -> Referral:
    """The receiver needs to know something first: the sender's turn, and the receiver's clock stands still."""
    taking = take_up(actor, referral_id, at=at)
    access.require(actor, "referrals.talk", taking.referral)
    not_the_other_side(taking, Side.RECEIVER)
    if not taking.referral.is_live:
        raise StepNotPossible(_("This request has ended. Nothing was sent."))
    if not question.strip():
        raise BadInput(_("Write your question, like “Is a car seat needed?”"))
    say(taking.referral, Speaker.RECEIVER, Speaker.RECEIVER, taking.via)
    if Status(taking.referral.status) in {Status.ACCEPTED, Status.IN_PROGRESS}:
        advance(taking, Step.HOLD, reason="question")
    owe(taking.referral, at=at, question=True)
    taking.record("referral.asked")
    return finish_with_words(taking, question, kind="question")


@action
def reply(*, actor: Actor, referral_id: UUID, words: str, at: datetime) -> Referral:
    """The sender answers: the receiver's turn again, with their whole time."""
    taking = take_up(actor, referral_id, at=at)
    access.require(actor, "referrals.talk", taking.referral)
    not_the_other_side(taking, Side.SENDER)
    if not taking.referral.has_question:
        raise StepNotPossible(_("There is no open question here any more."))
    if not words.strip():
        raise BadInput(_("Write your answer first."))
    say(taking.referral, Speaker.SENDER, Speaker.SENDER, Via.SYSTEM)
    owe(taking.referral, at=at)
    taking.record("referral.replied")
    return finish_with_words(taking, words, kind="answer")


@action
def told_by_telephone(*, actor: Actor, referral_id: UUID, at: datetime) -> Referral:
    """The sender has rung up a partner whom no message reaches: they know of it now, and are asked again."""
    taking = take_up(actor, referral_id, at=at)
    access.require(actor, "referrals.talk", taking.referral)
    not_the_other_side(taking, Side.SENDER)
    if not (taking.referral.is_asked and taking.referral.next_step in BY_TELEPHONE):
        raise StepNotPossible(_("They need not be called about this now."))
    taking.referral.opened_at = taking.referral.opened_at or at
    say(taking.referral, Speaker.SENDER, Speaker.SENDER, Via.PHONE)
    owe(taking.referral, at=at)
    taking.record("referral.told_by_telephone")
    return finish(taking)


def answered(referral: Referral, answer: str, at: datetime) -> None:
    referral.first_answer = referral.first_answer or answer
    referral.answered_at = referral.answered_at or at
    referral.opened_at = referral.opened_at or at
