"""What happened, by whom, on whose word? Written in the transaction that did it, or not at all."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from core.actor import Actor
from core.ids import uuid7
from core.models import Event


class Subject(NamedTuple):
    """What an event is about, when the row itself was not loaded (the sweep)."""

    label: str
    pk: UUID
    network_id: UUID


class Fact(NamedTuple):
    """An event before it is written."""

    kind: str
    subject: models.Model | Subject
    said_by: str = ""
    via: str = "system"
    tell: bool = True
    tell_from: datetime | None = None
    policy_version: int | None = None
    details: Mapping[str, Any] = {}


# One document for many facts: an array for each column takes psycopg longer than PostgreSQL needs to write.
_INSERT = """
WITH told AS (
    SELECT * FROM json_to_recordset(%s) AS fact (
        id uuid, network_id uuid, kind text, subject_type text, subject_id uuid, said_by text, via text,
        details jsonb, policy_version int, available_at timestamptz)
), facts AS (
    INSERT INTO core_event (id, network_id, kind, subject_type, subject_id, said_by, via, details, policy_version,
                            actor_kind, actor_id, acting_for, request_id, happened_at)
    SELECT id, network_id, kind, subject_type, subject_id, said_by, via, details,
           coalesce(policy_version, (SELECT core_decisions(%s, %s))), %s, %s, %s, %s, %s
    FROM told
)
INSERT INTO core_outbox (event_id, network_id, available_at, attempts)
SELECT id, network_id, available_at, 0 FROM told WHERE available_at IS NOT NULL
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
    """Several facts of one network in one statement. Raises outside a transaction.

    Each keeps how many decisions of its partners had come into force: under which it was promised.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is written in the transaction that made it true.")
    now = at.isoformat()
    named = [(uuid7(), fact) for fact in facts]
    if not named:
        return []
    rows = [_row(event_id, fact, now) for event_id, fact in named]
    decided: list[UUID | datetime] = [_network(named[0][1].subject), at]
    who = [actor.kind.value, actor.user_id, actor.organization_id, actor.request_id]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [json.dumps(rows, cls=DjangoJSONEncoder), *decided, *who, at])
    return [event_id for event_id, _fact in named]


def decisions(network_id: UUID, *, at: datetime) -> int:
    """How many decisions of its partners had come into force by then: what an event keeps, for other rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_decisions(%s, %s)", [network_id, at])
        row: tuple[int] = cursor.fetchone()
    return row[0]


def of(*subject_ids: UUID) -> models.QuerySet[Event]:
    """The history of one or more subjects, newest first. An event is younger than its subject."""
    return Event.objects.filter(subject_id__in=subject_ids, id__gte=min(subject_ids)).order_by(
        "-happened_at", "-id"
    )


def _row(event_id: UUID, fact: Fact, now: str) -> dict[str, Any]:
    """Ids as text: the encoder takes three times as long to find out that they are ids."""
    subject = fact.subject
    return {
        "id": event_id.hex,
        "network_id": _network(subject).hex,
        "kind": fact.kind,
        "subject_type": _label(subject),
        "subject_id": str(subject.pk),
        "said_by": fact.said_by,
        "via": fact.via,
        "details": fact.details,
        "policy_version": fact.policy_version,
        "available_at": _told_from(fact, now) if fact.tell else None,
    }


def _told_from(fact: Fact, now: str) -> str:
    return fact.tell_from.isoformat() if fact.tell_from else now


def _label(subject: models.Model | Subject) -> str:
    return subject.label if isinstance(subject, Subject) else subject._meta.label_lower


def _network(subject: models.Model | Subject) -> UUID:
    network_id: UUID = getattr(subject, "network_id", None) or subject.pk
    return network_id
