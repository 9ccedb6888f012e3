"""What was written down wrongly: marked as an error, and a successor at the same partner goes on in its place.

An ended request is never opened again. Its successor stands where the request stood before the
slip, under the same agreement, in one transaction.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import StepNotPossible
from core.history import Fact, record_all
from core.ids import uuid7
from core.tenancy import action
from governance.search.agreements import require_for
from people.models.person import Exclusion
from referrals.actions.send import Sending, offered
from referrals.actions.stepping import (
    Taking,
    advance,
    finish,
    follow,
    owe,
    patience,
    say,
    take_up,
    write,
)
from referrals.lifecycle import HELPS, Mode, Speaker, Status, Step
from referrals.models.referral import Referral
from referrals.search.told_for import stood_before_its_end, told_for
from screening.actions import needs
from screening.actions.needs import Word
from screening.lifecycle import NeedStatus, Via, Voice, may_move

SLIPS = timedelta(hours=1)
SLIP = "recorded_wrongly"
KEPT = (
    "network_id", "need", "sender", "receiver", "service", "location_id", "consent", "packet_id",
    "mode", "talk_at", "talk_with", "urgency", "needed_by", "shared_facts", "note", "among", "sender_reference",
    "receiver_reference", "opened_at",
)  # fmt: skip
WAY: dict[Status, tuple[tuple[Step, str], ...]] = {
    Status.REQUESTED: (),
    Status.ACCEPTED: ((Step.ACCEPT, ""),),
    Status.IN_PROGRESS: ((Step.ACCEPT, ""), (Step.START, "")),
    Status.ON_HOLD: ((Step.ACCEPT, ""), (Step.HOLD, "wait_list")),
}


@action
def mend(*, actor: Actor, referral_id: UUID, at: datetime) -> Referral:
    """A slip of the sender's in ending a request, mended in time: it goes on where it stood."""
    taking = take_up(actor, referral_id, at=at)
    referral = taking.referral
    access.require(actor, "referrals.mend", referral)
    if not is_mendable(referral, at=at):
        raise StepNotPossible(_("This can no longer be mended. Send a new request instead."))
    if not _may_go_on(taking, Voice.OWNER):
        raise StepNotPossible(
            _("The family no longer shares this with them, or the need has moved on.")
        )
    asked = Sending(referral.service_id, uuid7(), mode=Mode.INTRODUCTION)
    service = offered(actor, asked, at=at)
    if not referral.is_introduction:
        require_for(service, taking.need.category, at=at)
    before = stood_before_its_end(referral)
    say(referral, Speaker.SENDER, Speaker.SENDER, Via.SYSTEM)
    successor = _succeed(taking, before, Voice.OWNER)
    taking.facts.append(Fact("referral.mended", successor, Speaker.SENDER))
    finish(taking)
    return successor


@action
def not_so(*, actor: Actor, referral_id: UUID, at: datetime, words: str = "") -> Referral:
    """The partner did not say what was written down for it: the step is its own again, and the sender is told."""
    taking = take_up(actor, referral_id, at=at)
    referral = taking.referral
    access.require(actor, "referrals.not_so", referral)
    told = told_for(referral, at=at)
    if told is None:
        raise StepNotPossible(_("Nothing that was written down for you can be taken back now."))
    details = {"step": told.kind, "event": told.event_id}
    say(referral, Speaker.RECEIVER, Speaker.RECEIVER, taking.via)
    goes_on = _may_go_on(taking, Voice.PARTNER)  # else the family has said its own word since
    standing = _succeed(taking, told.before, Voice.PARTNER) if goes_on else referral
    denied = Fact("referral.not_so", standing, Speaker.RECEIVER, taking.via, details=details)
    taking.facts.append(denied)
    if goes_on:
        follow(taking)
    else:
        referral.save()
    event_ids = record_all(taking.facts, actor=actor, at=at)
    about = Taking(actor, at, standing, taking.need, taking.via)
    write(about, words, kind="reason", event_id=event_ids[-1])
    return standing


@action
def undo_own_end(*, actor: Actor, referral_id: UUID, at: datetime) -> Referral:
    """The partner's own slip in ending a request, within the hour: it goes on, and the sender hears so."""
    taking = take_up(actor, referral_id, at=at)
    referral = taking.referral
    access.require(actor, "referrals.undo_own_end", referral)
    if not is_own_slip(referral, at=at) or not _may_go_on(taking, Voice.PARTNER):
        raise StepNotPossible(_("This can no longer be undone here. Please call the sender."))
    before = stood_before_its_end(referral)
    say(referral, Speaker.RECEIVER, Speaker.RECEIVER, taking.via)
    successor = _succeed(taking, before, Voice.PARTNER)
    taking.facts.append(Fact("referral.end_undone", successor, Speaker.RECEIVER, taking.via))
    finish(taking)
    return successor


def is_own_slip(referral: Referral, *, at: datetime) -> bool:
    """It ended just now, by the partner's own hand."""
    own = referral.recorded_by == referral.said_by == Speaker.RECEIVER
    ended = referral.ended_at if referral.status != Status.ENTERED_IN_ERROR else None
    return own and ended is not None and at <= ended + SLIPS


def is_mendable(referral: Referral, *, at: datetime) -> bool:
    """It ended lately, by the sender's own hand. What the partner itself has said stays."""
    ours = referral.recorded_by == Speaker.SENDER and not referral.is_introduction
    ended = referral.ended_at if referral.status != Status.ENTERED_IN_ERROR else None
    if not ours or ended is None:
        return False
    return at <= ended + timedelta(days=patience(referral, at=at).mend_calendar)


def _may_go_on(taking: Taking, voice: Voice) -> bool:
    """The need is open, the agreement holds, the partner is there, and the family has not shut it out."""
    referral, need = taking.referral, taking.need
    if referral.receiver.has_left:
        return False
    shut_out = Exclusion.objects.filter(
        person_id=need.subject_id, organization_id=referral.receiver_id
    )
    holds = referral.consent is not None and referral.consent.holds(at=taking.at)
    standing = NeedStatus(need.status)
    helped = need.is_being_helped or may_move(standing, NeedStatus.BEING_HELPED, voice)
    return helped and holds and not (shut_out.exists() or _is_answered_elsewhere(referral))


def _is_answered_elsewhere(referral: Referral) -> bool:
    """Asked among several, of whom another one helps already: nobody prepares for nothing."""
    if referral.among is None:
        return False
    others = Referral.objects.filter(among=referral.among).exclude(pk=referral.pk)
    helping = Q(status__in=sorted({*HELPS, Status.COMPLETED}))
    resting = Q(status=Status.ON_HOLD) & ~Q(reason="wait_list")
    return others.filter(helping | resting).exists()


def _succeed(taking: Taking, status: Status, voice: Voice) -> Referral:
    """The old one ends as an error; the successor is live and stands in `status`."""
    old = taking.referral
    new = Referral(**{name: getattr(old, name) for name in KEPT})
    new.request_key, new.replaces = uuid7(), old
    new.sent_at = new.released_at = taking.at
    if status is not Status.REQUESTED:
        new.first_answer, new.answered_at = old.first_answer, old.answered_at
        new.place_in_line, new.expected_on = old.place_in_line, old.expected_on
    say(new, Speaker(old.said_by), Speaker(old.recorded_by), Via(old.via))
    advance(taking, Step.CORRECT, reason=SLIP)
    old.save()
    taking.record("referral.corrected", tell=False, reason=SLIP)
    _walk(Taking(taking.actor, taking.at, new, taking.need, taking.via), status)
    need = taking.need
    if not need.is_being_helped:
        word = Word(voice, taking.via)
        taking.facts.append(needs.move(
            need, NeedStatus.BEING_HELPED, word, actor=taking.actor, at=taking.at,
            kind="need.being_helped",
        ))  # fmt: skip
    need.is_for_today = need.is_for_today or new.is_for_today
    return new


def _walk(walking: Taking, status: Status) -> None:
    """Along the table, in one transaction, to where it stood. Its history is the old one's."""
    new = walking.referral
    new.status = Status.REQUESTED
    owe(new, at=walking.at)
    new.save(force_insert=True)
    for step, reason in WAY[status]:
        advance(walking, step, reason=reason)
        new.save()
