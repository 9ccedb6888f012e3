"""Which decisions does this process know, so that it need not ask the database each time?

All policies of a network are a few dozen rows that only grow. A process reads them in one statement,
with what holds in one organization only, and believes them for `POLICY_SECONDS` (below five): what
another process wrote is known here by then.
What it writes itself is known at once, and nothing that might still be rolled back is kept.
"""

import time
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import (
    Case,
    DateTimeField,
    Func,
    IntegerField,
    JSONField,
    UUIDField,
    Value,
    When,
)

from governance.models.local import LocalPolicy
from governance.models.policies import Policy

LONGEST_TRANSACTION = 120.0  # seconds; after that, what was marked as unsure was rolled back


# Which one holds where several do: what is tried over what is agreed, and that over what all decided.
FOR_ALL, AGREED, TRIED = range(3)


class Decided(NamedTuple):
    """`organization_id` None: for all of the network."""

    key: str
    begins_at: datetime
    value: Any
    ends_at: datetime | None = None
    organization_id: UUID | None = None
    source: int = FOR_ALL

    def holds(self, at: datetime) -> bool:
        return self.begins_at <= at and (self.ends_at is None or at < self.ends_at)


_known: dict[UUID, tuple[float, list[Decided]]] = {}
_unsure: dict[UUID, float] = {}


def decided(network_id: UUID) -> list[Decided]:
    """Every value that was ever decided, in the order in which they hold."""
    now = time.monotonic()
    kept = _known.get(network_id)
    if kept is not None and now - kept[0] < settings.POLICY_SECONDS:
        return kept[1]
    rows = _read(network_id)
    if now - _unsure.get(network_id, -LONGEST_TRANSACTION) >= LONGEST_TRANSACTION:
        _known[network_id] = now, rows
    return rows


def forget_all() -> None:
    """As a process that has just begun."""
    _known.clear()
    _unsure.clear()


def forget(network_id: UUID) -> None:
    """A value is written in this transaction: until it is committed, nothing that is read is kept."""
    _unsure[network_id] = time.monotonic()
    _known.pop(network_id, None)
    transaction.on_commit(lambda: _sure(network_id))


def _sure(network_id: UUID) -> None:
    _unsure.pop(network_id, None)
    _known.pop(network_id, None)


def _read(network_id: UUID) -> list[Decided]:
    """One statement for both, however many there are."""
    for_all = Policy.objects.filter(network_id=network_id).values_list(
        "key", "begins_at", "value", Value(None, DateTimeField()), Value(None, UUIDField()),
        Value(FOR_ALL, IntegerField()), "version",
    )  # fmt: skip
    number = Func("value", function="to_jsonb", output_field=JSONField())
    source = Case(When(agreement=None, then=Value(TRIED)), default=Value(AGREED))
    there = LocalPolicy.objects.filter(network_id=network_id).values_list(
        "key", "begins_at", number, "ends_at", "organization_id", source, Value(0)
    )  # fmt: skip
    rows = for_all.union(there, all=True)
    ordered = sorted(rows, key=lambda row: (row[5], row[1], row[6]))
    return [Decided(*row[:6]) for row in ordered]
