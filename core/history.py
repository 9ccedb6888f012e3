"""What happened, by whom, on whose word? Written in the transaction that did it, or not at all."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from core.actor import Actor
from core.ids import uuid7
from core.models import Event


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about, when the row itself was not loaded (the sweep)."""

    label: str
    pk: UUID
    network_id: UUID


@dataclass(frozen=True, slots=True)
class Fact:
    """An event before it is written."""

    kind: str
    subject: models.Model | Subject
    said_by: str = ""
    via: str = "system"
    tell: bool = True
    tell_from: datetime | None = None
    policy_version: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


_INSERT = """
WITH facts AS (
    INSERT INTO core_event (id, network_id, kind, subject_type, subject_id, actor_kind, actor_id, acting_for,
                            said_by, via, happened_at, details, request_id, policy_version)
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::text[], %s::uuid[],
                         %s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::jsonb[], %s::text[], %s::int[])
)
INSERT INTO core_outbox (event_id, network_id, available_at, attempts)
SELECT event_id, network_id, available_at, 0
FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[]) AS told (event_id, network_id, available_at)
"""


def record(
    kind: str,
    subject: models.Model,
    *,
    actor: Actor,
    at: datetime,
    said_by: str = "",
    via: str = "system",
    tell: bool = True,
    tell_from: datetime | None = None,
    policy_version: int | None = None,
    **details: object,
) -> UUID:
    """Write one event, and an outbox row when somebody must be told. `details`: ids and codes only."""
    fact = Fact(kind, subject, said_by, via, tell, tell_from, policy_version, details)
    return record_all([fact], actor=actor, at=at)[0]


def record_all(facts: Iterable[Fact], *, actor: Actor, at: datetime) -> list[UUID]:
    """Several facts of one action in one statement. Raises outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event is written in the transaction that made it true.")
    rows = [(uuid7(), fact) for fact in facts]
    events = [_event_row(event_id, fact, actor, at) for event_id, fact in rows]
    told = [
        (event_id, _network(fact.subject), fact.tell_from or at)
        for event_id, fact in rows
        if fact.tell
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [*_columns(events, 14), *_columns(told, 3)])
    return [event_id for event_id, _ in rows]


def of(*subject_ids: UUID) -> models.QuerySet[Event]:
    """The history of one or more subjects, newest first. An event is younger than its subject."""
    return Event.objects.filter(subject_id__in=subject_ids, id__gte=min(subject_ids)).order_by(
        "-happened_at", "-id"
    )


def _event_row(event_id: UUID, fact: Fact, actor: Actor, at: datetime) -> tuple[Any, ...]:
    subject = fact.subject
    return (
        event_id,
        _network(subject),
        fact.kind,
        _label(subject),
        subject.pk,
        actor.kind.value,
        actor.user_id,
        actor.organization_id,
        fact.said_by,
        fact.via,
        at,
        json.dumps(fact.details, cls=DjangoJSONEncoder),
        actor.request_id,
        fact.policy_version,
    )


def _label(subject: models.Model | Subject) -> str:
    return subject.label if isinstance(subject, Subject) else subject._meta.label_lower


def _network(subject: models.Model | Subject) -> UUID:
    network_id: UUID = getattr(subject, "network_id", None) or subject.pk
    return network_id


def _columns(rows: list[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [[row[column] for row in rows] for column in range(width)]
