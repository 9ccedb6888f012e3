"""Who looked at what about whom, for what purpose? One row for each look, written before the page is shown."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from core.actor import Actor
from organizations.models.network import Organization
from people.models.agreements import Disclosure

# Looks at what is sealed stand on no list that is printed for the family; the privacy officer's has them.
SEALED = ("people.alert", "people.report")


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
    """Every look at one person, newest first, as a family may read it. No row is older than the person."""
    seen = Disclosure.objects.filter(
        network_id=network_id, person_ids__contains=[person_id], id__gte=person_id
    ).exclude(what__in=SEALED)
    return seen.order_by("-at", "-id")


def in_network(*, network_id: UUID) -> QuerySet[Disclosure]:
    """Every look at anybody, newest first."""
    return Disclosure.objects.filter(network_id=network_id).order_by("-at", "-id")


def older_than(looks: QuerySet[Disclosure], before: str) -> QuerySet[Disclosure]:
    """The next page: what was written before that one. An id that is none begins anew."""
    try:
        last = looks.filter(pk=UUID(before)).first() if before else None
    except ValueError:
        return looks
    return looks.filter(Q(at__lt=last.at) | Q(at=last.at, id__lt=last.pk)) if last else looks


def who_looked(looks: Iterable[Disclosure]) -> dict[UUID | None, str]:
    """The names of the users and of the organizations they acted for: two queries for a page."""
    rows = list(looks)
    users = User.objects.filter(pk__in={row.actor_id for row in rows if row.actor_id})
    places = Organization.objects.filter(pk__in={row.acting_for for row in rows if row.acting_for})
    return {**dict(users.values_list("pk", "name")), **dict(places.values_list("pk", "name"))}
