"""A person reminds a partner now, instead of waiting for the sweep."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core import access, history
from core.actor import Actor
from core.errors import StepNotPossible
from core.history import record_all
from core.ladders import When
from core.steps import Step as OwedStep
from core.tenancy import action
from governance.in_force import staffed
from referrals import followup
from referrals.actions.stepping import (
    LOOKS_AFTER,
    Taking,
    mirrored,
    not_the_other_side,
    patience,
    say,
    situation_of,
    take_up,
)
from referrals.lifecycle import LIVE, Side, Speaker, WaitingOn
from referrals.models.referral import Referral
from screening.lifecycle import Turn, Via

AT_MOST_EVERY = timedelta(days=1)


@action
def nudge(*, actor: Actor, referral_id: UUID, at: datetime) -> Referral:
    """A reminder by hand. The promised day stays; it is the partner's turn again until the next look."""
    taking = take_up(actor, referral_id, at=at)
    access.require(actor, "referrals.talk", taking.referral)
    not_the_other_side(taking, Side.SENDER)
    _must_be_owed(taking)
    referral = taking.referral
    say(referral, Speaker.SENDER, Speaker.SENDER, Via.SYSTEM)
    _next_look(referral, at)
    referral.save(update_fields=["rung", "wake_at", "said_by", "recorded_by", "via"])
    promised = referral.next_step_due if referral.rung == 0 else None  # nobody is late yet
    _hand_back(taking, promised or referral.wake_at or at)
    taking.record("referral.reminded", by_hand=True)
    record_all(taking.facts, actor=actor, at=at)
    return referral


def _next_look(referral: Referral, at: datetime) -> None:
    """The partner has a day: then the ladder goes on where it was. A quiet reminder is not needed any more.

    For what is needed today they have as long as after the first word.
    """
    case, today = situation_of(referral), referral.is_for_today
    row = followup.WAITS.of(case, today=today)
    if row.rungs[0].when is When.HALF_WAY:
        referral.rung = max(referral.rung, 1)
    if followup.WAITS.counts_hours(case, today=today):
        hours = staffed(referral.network_id, referral.receiver.network.open_days, at)
        look = hours.hours_after(at, patience(referral, at=at).today_grace_hours)
    else:
        look = referral.receiver.open_days.after(at, 1)
    referral.wake_at = max(referral.wake_at or at, referral.next_step_due or at, look)


def reminded_lately(referral: Referral, *, at: datetime) -> bool:
    """Whether the partner has heard from us within the last day: more often helps nobody."""
    reminders = history.of(referral.pk).filter(
        kind__startswith="referral.reminded", happened_at__gt=at - AT_MOST_EVERY
    )
    return reminders.exists()


def _must_be_owed(taking: Taking) -> None:
    referral = taking.referral
    if not referral.is_live or referral.waiting_on != WaitingOn.RECEIVER:
        raise StepNotPossible(_("The partner owes no answer here any more. Nothing was sent."))
    if reminded_lately(referral, at=taking.at):
        raise StepNotPossible(
            _("The partner was reminded within the last day. Call them, or ask another partner.")
        )


def _hand_back(taking: Taking, until: datetime) -> None:
    """The need leaves the owner's list until the partner has had time to react, or another one is due."""
    need, referral = taking.need, taking.referral
    if not (need.is_being_helped and need.waiting_on == Turn.OWNER):
        return
    sooner = _another(taking, until)
    if sooner is None:
        need.owe(OwedStep(referral.next_step, Turn.PARTNER, until, until + LOOKS_AFTER))
    else:
        mirrored(need, sooner)
    need.save(update_fields=[*need.OWED_FIELDS])


def _another(taking: Taking, until: datetime) -> Referral | None:
    """The most urgent of those who are asked for the same need, when their word is due before."""
    tries = Referral.objects.filter(need_id=taking.need.pk, status__in=sorted(LIVE))
    others = tries.exclude(pk=taking.referral.pk).filter(next_step_due__lt=until)
    return others.select_related("receiver").order_by("next_step_due", "id").first()
