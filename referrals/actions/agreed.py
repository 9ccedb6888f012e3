"""Which moment was agreed on for the next step, so that patience is not asked?"""

from datetime import datetime

from core.calendar import OpenDays
from referrals import followup
from referrals.followup import LADDERS, Patience, Situation
from referrals.lifecycle import MilestoneKind, WaitingOn
from referrals.models.milestones import Milestone
from referrals.models.referral import Referral
from screening.followup import asked_again


def needed_by(referral: Referral) -> datetime | None:
    """Who shall talk together has to answer before. While the family waits, only its own day counts."""
    if referral.need.is_paused:
        return None
    moments = [referral.needed_by, referral.talk_at if referral.is_asked else None]
    return min(filter(None, moments), default=None)


def agreed_on(
    referral: Referral, case: Situation, waits: Patience, at: datetime
) -> datetime | None:
    """The moment that a situation has by itself, where its patience is not asked."""
    if case is Situation.FAMILY_WAITS and referral.need.paused_until:
        return asked_again(referral.need.paused_until, referral.need.organization.open_days, at=at)
    if on := referral.appointment_on:
        after = followup.after_appointment(on, waits, _days_of(referral, case))
        return after if after > at else None  # once that has passed, patience is asked again
    if case is Situation.HANDOFF and referral.talk_at and referral.talk_at > at:
        return referral.talk_at
    return _next_date(referral, waits, at) if case is Situation.APPLICATION else None


def _days_of(referral: Referral, case: Situation) -> OpenDays:
    """Of whoever is to say how it went."""
    theirs = LADDERS[case].owed_by == WaitingOn.RECEIVER
    return referral.receiver.open_days if theirs else referral.need.organization.open_days


def _next_date(referral: Referral, waits: Patience, at: datetime) -> datetime | None:
    """The nearest date of an application; before there is one, the legal days of its program."""
    days, legal = referral.need.organization.open_days, referral.service.legal_days
    ahead = Milestone.objects.filter(referral_id=referral.pk, reached_on=None)
    looks = [
        followup.look_at(MilestoneKind(one.kind), one.planned_on, waits, days, at=at)
        for one in ahead
        if one.planned_on
    ]
    return min(looks, default=days.calendar_after(at, legal) if legal else None)
