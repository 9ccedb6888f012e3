"""How much waits for the reader of the one mail of the day? Counted as it leaves: numbers, and nothing else."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from core.actor import NOBODY
from core.models import Event
from notifications.models.deliveries import Delivery
from notifications.told import DIGEST_OF_MAILBOX, DIGEST_OF_USER
from organizations.models.members import OrganizationUserObjectPermission
from referrals.lifecycle import WaitingOn
from referrals.models.incident import IncidentCase
from referrals.models.referral import SHOWN_TO_RECEIVER, Referral
from screening.lifecycle import Turn
from screening.models.need import Need


def counts_for(delivery: Delivery, *, at: datetime) -> dict[str, int]:
    """What stands now, not what happened: a step that was done in between is not counted."""
    network_id = delivery.network_id
    if delivery.template == DIGEST_OF_MAILBOX:
        requests = _requests(network_id, {delivery.organization_id}, at)
        return {"requests": requests, "news": delivery.news}
    if delivery.template == DIGEST_OF_USER:
        grants = OrganizationUserObjectPermission.objects.filter(
            user=delivery.user_id, permission__codename="work_referrals"
        )
        places = set(grants.values_list("content_object_id", flat=True))
        requests = _requests(network_id, places, at, reader=delivery.user_id) if places else 0
        return {**_steps(delivery, at), "requests": requests, "news": delivery.news}
    if delivery.template == "desk_helps_several":
        return {"needs": _taken_over(delivery)}
    if delivery.template == "service_closed":
        return {"requests": _of_incident(delivery)}
    return {}


def _of_incident(delivery: Delivery) -> int:
    """Of the reader's own needs, those that still look for another way."""
    cases = IncidentCase.objects.filter(
        network_id=delivery.network_id,
        incident_id=delivery.about_id,
        need__responsible=delivery.user_id,
    )
    return cases.left().count()


def _taken_over(delivery: Delivery) -> int:
    """Of the reader's own needs, those that came to the desk in that one moment."""
    moment = Event.objects.filter(pk=delivery.event_id).values("happened_at")
    own = Need.objects.filter(network_id=delivery.network_id, responsible=delivery.user_id)
    return own.filter(is_at_desk=True, at_desk_since__in=moment).count()


def _requests(
    network_id: UUID, receivers: set[UUID | None], at: datetime, *, reader: UUID | None = None
) -> int:
    """But of families who shut the reader out."""
    asked = Referral.objects.open().filter(
        network_id=network_id,
        receiver_id__in=receivers,
        waiting_on=WaitingOn.RECEIVER,
        mode__in=SHOWN_TO_RECEIVER,
        released_at__lte=at,
    )
    return asked.exclude(need__subject__exclusions__user_id=reader or NOBODY).count()


def _steps(delivery: Delivery, at: datetime) -> dict[str, int]:
    own = Need.objects.waiting_on(Turn.OWNER).filter(
        network_id=delivery.network_id, responsible=delivery.user_id
    )
    today = at.astimezone(ZoneInfo(delivery.network.time_zone)).replace(hour=0, minute=0)
    return {"steps": own.count(), "due": own.overdue(at=today + timedelta(days=1)).count()}
