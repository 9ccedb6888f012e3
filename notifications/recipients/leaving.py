"""Which messages that are about to leave stay here, because a family shut their reader out since they were planned?"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from core.ids import floor, time_of
from core.models import Event
from notifications.models.deliveries import Delivery
from notifications.recipients.apart import is_kept_from
from notifications.recipients.audiences import planned
from notifications.recipients.cases import Case, Reader, cases
from notifications.told import DIGESTS, TOGETHER, TOLD

ONE_ACT = timedelta(hours=1)  # that long a sweep may go on telling of its moment


def kept_back(deliveries: Collection[Delivery], *, at: datetime) -> set[UUID]:
    """One that tells of several leaves while another of these is still for its reader."""
    asked = {one.pk: one for one in deliveries if _is_asked(one)}
    events = {one.event_id for one in asked.values()}
    about = {case.event.pk: case for case in _apart(events)} if events else {}
    return {
        pk
        for pk, one in asked.items()
        if (case := about.get(one.event_id))
        and is_kept_from(case, _reader(one))
        and not _tells_of_others(one, case, at)
    }


def _is_asked(delivery: Delivery) -> bool:
    """Neither the family's own nor the mail of the day: that one counts as it leaves."""
    return delivery.contact_point_id is None and delivery.template not in DIGESTS


def _apart(events: set[UUID]) -> list[Case]:
    found = cases(Event.objects.filter(pk__in=events))
    return [case for case in found if case.apart]


def _tells_of_others(delivery: Delivery, case: Case, at: datetime) -> bool:
    kinds = [
        kind for kind, whom in TOLD.items() if any(_joins(delivery, one.template) for one in whom)
    ]
    return any(
        _joins(delivery, plan.template) and plan.reader.id == _reader(delivery).id
        for other in _of_one_moment(case.event, kinds)
        for plan in planned(other, at=at)
    )


def _joins(delivery: Delivery, template: str) -> bool:
    """Whether a message of this kind becomes one with others in this delivery."""
    return TOGETHER.get(template) == delivery.template


def _of_one_moment(event: Event, kinds: list[str]) -> Iterator[Case]:
    if not kinds:
        return iter(())
    made = time_of(event.pk)
    near = Event.objects.filter(pk__gte=floor(made - ONE_ACT), pk__lt=floor(made + ONE_ACT))
    return cases(
        near.filter(network_id=event.network_id, happened_at=event.happened_at, kind__in=kinds)
    )


def _reader(delivery: Delivery) -> Reader:
    return Reader(
        delivery.channel, delivery.language, delivery.user_id, delivery.organization_id,
        webhook_id=delivery.webhook_id,
    )  # fmt: skip
