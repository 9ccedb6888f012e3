"""An application and its dates: the nearest one that is still to come is the next step."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.tenancy import action
from referrals.actions.stepping import Taking, advance, finish, owe, say, take_up
from referrals.lifecycle import MilestoneKind, Mode, Side, Speaker, Status, Step
from referrals.models.milestones import Milestone
from referrals.models.referral import Referral
from referrals.rules import side_of
from screening.lifecycle import Via

LONGEST = timedelta(days=3 * 366)


@action
def plan(
    *, actor: Actor, referral_id: UUID, kind: MilestoneKind, on: date, at: datetime
) -> Referral:
    """A date that is still to come, or that has been moved."""
    taking = _take(actor, referral_id, at)
    if not at.date() - timedelta(days=1) <= on <= at.date() + LONGEST:
        raise BadInput(_("Choose a day that is still to come."))
    _put(taking, kind, planned_on=on, reached_on=None)
    taking.record("referral.milestone_planned", tell=False, milestone=kind.value, on=on)
    return _go_on(taking)


@action
def reach(
    *, actor: Actor, referral_id: UUID, kind: MilestoneKind, on: date, at: datetime
) -> Referral:
    """It has happened. What is filed is decided within the legal days of the programme."""
    taking = _take(actor, referral_id, at)
    if not at.date() - LONGEST <= on <= at.date() + timedelta(days=1):
        raise BadInput(_("Choose a day that has come."))
    _put(taking, kind, reached_on=on)
    taking.record("referral.milestone_reached", milestone=kind.value, on=on)
    days = taking.referral.service.legal_days
    if kind is MilestoneKind.FILED and days and not _has(taking, MilestoneKind.DECISION):
        _put(taking, MilestoneKind.DECISION, planned_on=on + timedelta(days=days))
    if taking.referral.status == Status.ACCEPTED:  # whoever works on it has been in touch
        advance(taking, Step.START)
        taking.record("referral.started", tell=False)
    return _go_on(taking)


def _take(actor: Actor, referral_id: UUID, at: datetime) -> Taking:
    """Either side may say a date: both work on it with the family."""
    taking = take_up(actor, referral_id, at=at)
    referral = taking.referral
    access.require(actor, "referrals.talk", referral)
    if referral.mode != Mode.APPLICATION or not referral.is_live or referral.is_asked:
        raise StepNotPossible(_("There is no application at work here."))
    receives = side_of(actor, referral) is Side.RECEIVER
    speaker = Speaker.RECEIVER if receives else Speaker.SENDER
    say(referral, speaker, speaker, taking.via if receives else Via.SYSTEM)
    return taking


def _has(taking: Taking, kind: MilestoneKind) -> bool:
    return Milestone.objects.filter(referral=taking.referral, kind=kind).exists()


def _put(taking: Taking, kind: MilestoneKind, **day: date | None) -> None:
    referral = taking.referral
    Milestone.objects.update_or_create(
        network_id=referral.network_id,
        referral=referral,
        kind=kind,
        defaults={**day, "recorded_at": taking.at},
    )


def _go_on(taking: Taking) -> Referral:
    if Status(taking.referral.status) is Status.IN_PROGRESS:
        owe(taking.referral, at=taking.at)
    return finish(taking)
