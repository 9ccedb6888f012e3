"""Who must be told what happened? Events become messages, in one transaction that empties the outbox."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from core.models import Event, Outbox
from core.tenancy import tenant_context
from notifications.models.deliveries import Delivery
from notifications.recipients.audiences import merged, planned
from notifications.recipients.cases import Case, Planned, cases
from notifications.recipients.programs import calls
from notifications.recipients.timing import timed
from organizations.models.network import Network

logger = logging.getLogger(__name__)
CANNOT_BE_TOLD = timedelta(hours=1)
EVENTS = 200  # in one transaction


def announce_everywhere(*, at: datetime) -> None:
    """Everything that waits, network by network; each batch is a transaction of its own."""
    for network_id in Network.objects.values_list("pk", flat=True):
        while announce(network_id=network_id, at=at, limit=EVENTS) == EVENTS:
            pass


def announce(*, network_id: UUID, at: datetime, limit: int) -> int:
    """Write the messages of up to `limit` events and take those off the outbox; how many."""
    with tenant_context(network_id):
        rows = list(_to_be_told(network_id, at)[:limit])
        ids = [row.event_id for row in rows]
        found = list(cases(Event.objects.filter(pk__in=ids).order_by("pk")))
        reached = _plan_all(found, at)
        told = [case for case in found if case.event.pk in reached]
        failed = [case.event.pk for case in found if case.event.pk not in reached]
        plans = list(chain.from_iterable(reached.values()))
        _write([*timed(network_id, merged(plans), at=at), *calls(network_id, told, at=at)])
        _take_off(ids, failed, at)
        return len(ids) - len(failed)


def _to_be_told(network_id: UUID, at: datetime) -> QuerySet[Outbox]:
    """What another relay holds is passed over."""
    due = Outbox.objects.filter(network_id=network_id, available_at__lte=at)
    return due.order_by("available_at", "event_id").select_for_update(skip_locked=True)


def _plan_all(found: Sequence[Case], at: datetime) -> dict[UUID, list[Planned]]:
    """All at once; each by itself when something is wrong with one of them. Those left out have failed."""
    try:
        with transaction.atomic():
            return {case.event.pk: planned(case, at=at) for case in found}
    except Exception:  # noqa: BLE001 said below, by the one that it is about
        one_by_one = ((case.event.pk, _plan(case, at)) for case in found)
        return {event_id: reached for event_id, reached in one_by_one if reached is not None}


def _plan(case: Case, at: datetime) -> list[Planned] | None:
    """None when something is wrong with this one event: it must not silence the others."""
    try:
        with transaction.atomic():
            return planned(case, at=at)
    except Exception:
        logger.exception("An event could not be told", extra={"event": str(case.event.pk)})
        return None


def _write(plans: Sequence[Planned]) -> None:
    """What was written before under the same key stands: twice announced is told once."""
    Delivery.objects.bulk_create(
        [
            Delivery(
                network_id=plan.case.network_id,
                key=plan.key,
                event_id=plan.case.event.pk,
                template=plan.template,
                about_id=plan.about_id,
                channel=plan.reader.channel,
                language=plan.reader.language,
                user_id=plan.reader.user_id,
                organization_id=plan.reader.organization_id,
                contact_point_id=plan.reader.contact_point_id,
                webhook_id=plan.reader.webhook_id,
                kept_by_id=plan.kept_by,
                available_at=plan.available_at,
            )
            for plan in plans
        ],
        ignore_conflicts=True,
    )
    _add_news(plans)


def _add_news(plans: Sequence[Planned]) -> None:
    """Into the mails of the day, which have just been written or were there before."""
    for (network_id, key), many in Counter(
        (plan.case.network_id, plan.key) for plan in plans if plan.is_news
    ).items():
        waiting = Delivery.objects.filter(
            network_id=network_id, key=key, state=Delivery.State.WAITING
        )
        waiting.update(news=F("news") + many)


def _take_off(ids: Sequence[UUID], failed: Sequence[UUID], at: datetime) -> None:
    Outbox.objects.filter(pk__in=set(ids) - set(failed)).delete()
    for row in Outbox.objects.filter(pk__in=failed):
        row.attempts += 1
        row.available_at = at + CANNOT_BE_TOLD
        row.save(update_fields=["attempts", "available_at"])
