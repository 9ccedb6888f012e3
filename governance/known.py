"""Which decisions does this process know, so that it need not ask the database each time?

All policies of a network are a few dozen rows that only grow. A process reads them in one statement
and believes them for `POLICY_SECONDS` (below five): what another process wrote is known here by then.
What it writes itself is known at once, and nothing that might still be rolled back is kept.
"""

import time
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction

from governance.models.policies import Policy

LONGEST_TRANSACTION = 120.0  # seconds; after that, what was marked as unsure was rolled back


class Decided(NamedTuple):
    key: str
    begins_at: datetime
    value: Any


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


def forget(network_id: UUID) -> None:
    """A value is written in this transaction: until it is committed, nothing that is read is kept."""
    _unsure[network_id] = time.monotonic()
    _known.pop(network_id, None)
    transaction.on_commit(lambda: _sure(network_id))


def _sure(network_id: UUID) -> None:
    _unsure.pop(network_id, None)
    _known.pop(network_id, None)


def _read(network_id: UUID) -> list[Decided]:
    rows = Policy.objects.filter(network_id=network_id).order_by("begins_at", "version")
    return [Decided(*row) for row in rows.values_list("key", "begins_at", "value")]
