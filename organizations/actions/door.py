"""May somebody be sent to an organization right now? Senders look all at once; whoever shuts its door is alone.

The order of locks everywhere: the organization's own row, needs, their requests, its door, its services.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from organizations.models.network import Organization

Hanging = Callable[[Organization], QuerySet[Any]]
_hanging: list[Hanging] = []

# Of one organization: a sender only reads whether its door is open, and holds up no other sender.
_LOOK = """
SELECT pg_advisory_xact_lock_shared(hashtextextended('door:' || organization_id, 0))
FROM organizations_service WHERE id = %s
"""
_SHUT = "SELECT pg_advisory_xact_lock(hashtextextended('door:' || %s::uuid, 0))"


def hangs_on(rows: Hanging) -> Hanging:
    """Called at start-up by an app whose rows change when an organization does not answer any more."""
    if rows not in _hanging:
        _hanging.append(rows)
    return rows


def look_in(service_id: UUID) -> None:
    """What is read of the service's organization from now on stays so until this is written."""
    _lock(_LOOK, service_id)


def shut(organization: Organization) -> None:
    """All that hangs on it is locked, and nobody is sent there until this is written.

    Who was sent there in between is not among them: then all is let go, and looked for once more.
    """
    while True:
        before = transaction.savepoint()
        held = [(rows, _held(rows(organization))) for rows in _hanging]
        _lock(_SHUT, organization.pk)
        if not any(rows(organization).exclude(pk__in=ids).exists() for rows, ids in held):
            transaction.savepoint_commit(before)
            return
        transaction.savepoint_rollback(before)  # lets the locks go


def _held(rows: QuerySet[Any]) -> list[UUID]:
    in_order = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
    return list(in_order.values_list("pk", flat=True))


def _lock(statement: str, key: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
