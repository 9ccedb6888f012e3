"""What of a family could wait until its own day, and who has taken it on?"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.actor import Actor
from referrals.lifecycle import LIVE
from referrals.models.referral import Referral
from screening.lifecycle import WAITS, NeedStatus
from screening.models.need import Need

CAN_WAIT = sorted({*WAITS, NeedStatus.PAUSED})


def that_can_wait(actor: Actor, person_id: UUID, *, at: datetime) -> list[Need]:
    """What is open for this person, and what waits already: the day may be moved."""
    rows = Need.objects.visible_to(actor, at=at).filter(subject_id=person_id, status__in=CAN_WAIT)
    return list(rows.select_related("organization__network").order_by("priority", "id"))


def live_of(needs: Iterable[Need]) -> list[Referral]:
    live = Referral.objects.filter(need__in=[need.pk for need in needs], status__in=sorted(LIVE))
    return list(live.select_related("receiver").order_by("id"))
