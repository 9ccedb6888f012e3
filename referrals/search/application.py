"""Which applications may the reader see, and what are their dates?"""

from datetime import datetime
from uuid import UUID

from core.actor import Actor
from referrals.lifecycle import MilestoneKind, Mode
from referrals.models.milestones import Milestone
from referrals.models.referral import Referral

ORDER = list(MilestoneKind)


def application_of(actor: Actor, referral_id: UUID, *, at: datetime) -> Referral:
    """DoesNotExist: not an application, or not for this reader."""
    rows = Referral.objects.visible_to(actor, at=at).filter(mode=Mode.APPLICATION)
    return rows.select_related("need", "service", "receiver").get(pk=referral_id)


def milestones_of(referral: Referral) -> list[Milestone]:
    """In the order in which they come."""
    dates = Milestone.objects.filter(referral_id=referral.pk)
    return sorted(dates, key=lambda one: ORDER.index(MilestoneKind(one.kind)))
