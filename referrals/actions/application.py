"""An application and its dates: the nearest one that is still to come is the next step."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import record_all
from core.tenancy import action
from referrals.actions.stepping import Taking, advance, finish, owe, patience, say, take_up
from referrals.followup import date_after
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
    taking = _take(actor, referral_id, kind, at)
    if not at.date() - timedelta(days=1) <= on <= at.date() + LONGEST:
        raise BadInput(_("Choose a day that is still to come."))
    _put(taking, kind, planned_on=on, reached_on=None)
    taking.record("referral.milestone_planned", tell=False, milestone=kind.value, on=on)
    return _go_on(taking)


@action
def reach(
    *, actor: Actor, referral_id: UUID, kind: MilestoneKind, on: date, at: datetime
) -> Referral:
    """It has happened. What is filed is decided within the legal days of the program."""
    taking = _take(actor, referral_id, kind, at)
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


def foresee_appeal(taking: Taking) -> None:
    """Denied: until a letter names the day, the usual days to appeal are counted from today."""
    referral, here = taking.referral, taking.need.organization.open_days
    if referral.mode != Mode.APPLICATION or _has(taking, MilestoneKind.APPEAL):
        return
    days = patience(referral, at=taking.at).appeal_calendar
    on = here.local_date(taking.at) + timedelta(days=days)
    _put(taking, MilestoneKind.APPEAL, planned_on=on)
    milestone = MilestoneKind.APPEAL.value
    taking.record("referral.milestone_planned", tell=False, milestone=milestone, on=on)


def _take(actor: Actor, referral_id: UUID, kind: MilestoneKind, at: datetime) -> Taking:
    """Either side may say a date: both work on it with the family. One date may come after its end."""
    taking = take_up(actor, referral_id, at=at)
    referral = taking.referral
    access.require(actor, "referrals.talk", referral)
    if kind not in dates_of(referral):
        raise StepNotPossible(_("There is no application at work here."))
    receives = side_of(actor, referral) is Side.RECEIVER
    speaker = Speaker.RECEIVER if receives else Speaker.SENDER
    say(referral, speaker, speaker, taking.via if receives else Via.SYSTEM)
    return taking


def dates_of(referral: Referral) -> frozenset[MilestoneKind]:
    """Of which dates one may say something now: none before there is an application at work."""
    if referral.mode != Mode.APPLICATION or referral.is_asked:
        return frozenset()
    if referral.is_live:
        return frozenset(MilestoneKind)
    after = date_after(Status(referral.status), referral.reason)
    return frozenset() if after is None else frozenset({after})


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
    """What has ended owes nothing again: its date comes back on its day (`look_ahead`)."""
    if not taking.referral.is_live:
        record_all(taking.facts, actor=taking.actor, at=taking.at)
        return taking.referral
    if Status(taking.referral.status) is Status.IN_PROGRESS:
        owe(taking.referral, at=taking.at)
    return finish(taking)
