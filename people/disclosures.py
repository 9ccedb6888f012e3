"""Who looked at what about whom, for what purpose? One row for each look, written before the page is shown."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from core.actor import Actor
from people.models.agreements import Disclosure


def record(
    *,
    actor: Actor,
    person_ids: Collection[UUID],
    what: str,
    purpose: str,
    at: datetime,
    consent_id: UUID | None = None,
    topic: str = "",
) -> None:
    """One row; a list of people is one row with all their ids. Nobody seen: nothing to write."""
    if not person_ids:
        return
    Disclosure.objects.create(
        network_id=actor.network_id,
        actor_kind=actor.kind.value,
        actor_id=actor.user_id,
        acting_for=actor.organization_id,
        person_ids=list(person_ids),
        what=what,
        purpose=purpose,
        consent_id=consent_id,
        topic=topic,
        request_id=actor.request_id,
        at=at,
    )


def about(*, network_id: UUID, person_id: UUID) -> QuerySet[Disclosure]:
    """Every look at one person, newest first. No row is older than the person it is about."""
    seen = Disclosure.objects.filter(
        network_id=network_id, person_ids__contains=[person_id], id__gte=person_id
    )
    return seen.order_by("-at", "-id")
