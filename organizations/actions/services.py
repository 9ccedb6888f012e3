"""Change what an organization says about its service."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from core import history
from core.access import require
from core.actor import Actor
from core.errors import AlreadyChanged
from core.tenancy import action
from organizations.actions import openings
from organizations.models.directory import Hours, Service
from organizations.opening import Span


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """Everything about a service that its organization writes itself."""

    name: str
    description: str = ""
    status: str = Service.Status.ACTIVE
    intake: str = Service.Intake.CALL
    topics: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    overcomes: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    eligibility: str = ""
    application_process: str = ""
    fees: str = ""
    what_to_bring: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What was typed into a form that showed `version`."""

    version: int
    words: ServiceWords
    hours: list[Span]


@action
def change(*, actor: Actor, service_id: UUID, edit: Edit, at: datetime) -> Service:
    """Write all of it anew. Whoever read an older version is told, and overwrites nothing."""
    service = (
        Service.objects.select_related("organization")
        .select_for_update(of=("self",))
        .get(Q(network_id=actor.network_id), pk=service_id)
    )
    require(actor, "organizations.manage_services", service.organization)
    if service.version != edit.version:
        raise AlreadyChanged
    changed = [
        name for name, value in asdict(edit.words).items() if getattr(service, name) != value
    ]
    is_news = _is_news(service, edit.words)
    _write(service, {name: getattr(edit.words, name) for name in changed}, at)
    if _write_hours(service, edit.hours):
        changed.append("hours")
    history.record("service.changed", service, actor=actor, at=at, tell=False, fields=changed)
    if is_news:
        openings.opened(service, at=at)
    return service


def _is_news(service: Service, words: ServiceWords) -> bool:
    """It is offered again, or helps with something new: who waited for that may ask."""
    if words.status != Service.Status.ACTIVE:
        return False
    return not service.is_offered or not set(words.topics) <= set(service.topics)


def _write(service: Service, values: dict[str, Any], at: datetime) -> None:
    for name, value in (values | {"version": service.version + 1, "confirmed_at": at}).items():
        setattr(service, name, value)
    service.save(update_fields=[*values, "version", "confirmed_at"])


def _write_hours(service: Service, hours: Iterable[Span]) -> bool:
    """Weekdays and times; what was only written in words stays as it is."""
    rows = [row for row in Hours.objects.filter(service=service) if row.span]
    if {row.span for row in rows} == set(hours):
        return False
    Hours.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Hours.objects.bulk_create(
        Hours(
            network_id=service.network_id,
            service=service,
            weekday=span.weekday,
            opens_at=span.opens,
            closes_at=span.closes,
        )
        for span in sorted(set(hours))
    )
    return True
