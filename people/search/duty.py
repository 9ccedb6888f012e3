"""Who may know of a safety alert, what waits for them, and what has climbed to the convener's duty?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from core.actor import Actor
from organizations.models.members import (
    NetworkUserObjectPermission,
    OrganizationUserObjectPermission,
)
from organizations.models.network import Organization
from people.lifecycle import Watch
from people.models.person import Exclusion, Person
from people.models.safety import SafetyAlert, SafetyAlertQuerySet

DUTY, SUPERVISE = "take_alerts", "supervise"
CLOSED_LATELY = timedelta(days=30)
MOST = 50


def who_may_know(codename: str, organization_id: UUID, person_id: UUID) -> QuerySet[User]:
    """Whoever holds the grant there, without those whom the person has shut out."""
    shut_out = Exclusion.objects.filter(person_id=person_id, user__isnull=False)
    return _holders(codename, [organization_id]).exclude(pk__in=shut_out.values("user_id"))


def duty_of_convener(network_id: UUID) -> QuerySet[User]:
    """Who is on duty at the convener; where nobody is, the conveners."""
    tables = Organization.objects.filter(network_id=network_id, kind=Organization.Kind.CONVENER)
    on_duty = _holders(DUTY, tables.values_list("pk", flat=True))
    return on_duty if on_duty.exists() else _conveners(network_id)


def _holders(codename: str, organization_ids: Iterable[UUID]) -> QuerySet[User]:
    held = OrganizationUserObjectPermission.objects.filter(
        permission__codename=codename, content_object_id__in=organization_ids
    )
    return _active(held.values("user_id"))


def _conveners(network_id: UUID) -> QuerySet[User]:
    held = NetworkUserObjectPermission.objects.filter(
        permission__codename="convene", content_object_id=network_id
    )
    return _active(held.values("user_id"))


def _active(user_ids: Any) -> QuerySet[User]:
    return User.objects.filter(pk__in=user_ids, is_active=True).order_by("pk")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many alerts wait for the actor, and until when the first of them."""

    number: int
    due: datetime | None


def waiting_for(actor: Actor, *, at: datetime) -> Waiting:
    """What nobody has taken, and what the actor has taken and not closed.

    Asked for the page of the day, so only for whoever is on duty; supervisors get a mail.
    """
    if not actor.holds_anywhere([DUTY]):
        return Waiting(0, None)
    theirs = alerts_of(actor, at=at).filter(Q(taken_by=None) | Q(taken_by_id=actor.as_user))
    due = list(theirs.values_list("next_step_due", flat=True)[:MOST])
    return Waiting(len(due), due[0] if due else None)


def alerts_of(actor: Actor, *, at: datetime) -> SafetyAlertQuerySet:
    """The open ones that the actor may see, most urgent first."""
    visible = SafetyAlert.objects.visible_to(actor, at=at).open()
    return visible.select_related("taken_by").order_by("next_step_due", "id")


def closed_lately(actor: Actor, *, at: datetime) -> SafetyAlertQuerySet:
    visible = SafetyAlert.objects.visible_to(actor, at=at).select_related("taken_by")
    return visible.filter(closed_at__gte=at - CLOSED_LATELY).order_by("-closed_at", "-id")


def person_of(alert: SafetyAlert, actor: Actor, *, at: datetime) -> Person:
    """With how to reach them: for whoever sees the alert, though it may be the only thing they see."""
    people = Person.objects.filter(network_id=alert.network_id)
    return people.for_header(actor, at=at).get(pk=alert.person_id)


def is_convening(actor: Actor) -> bool:
    """Whether numbers of alerts that have climbed may be shown: the convener, or the duty there."""
    if actor.holds("convene", actor.network_id):
        return True
    there = Organization.objects.filter(
        network_id=actor.network_id, pk__in=actor.where(DUTY), kind=Organization.Kind.CONVENER
    )
    return there.exists()


@dataclass(frozen=True, slots=True)
class Climbed:
    """All that the convener's duty learns: enough to ring the organization."""

    number: str
    organization: str
    telephone: str
    raised_at: datetime
    is_taken: bool


def climbed(actor: Actor) -> list[Climbed]:
    """Of the whole network, without who it is about and what was said."""
    found = SafetyAlert.objects.filter(network_id=actor.network_id, reached=Watch.CONVENER).open()
    rows = found.select_related("organization").only(
        "organization__name", "organization__phone", "raised_at", "taken_by_id"
    )
    return [
        Climbed(
            one.number, one.organization.name, one.organization.phone, one.raised_at, one.is_taken
        )
        for one in rows.order_by("raised_at", "id")[:MOST]
    ]
