"""Is anything a dead end? Every promise as one question to the whole database of one network.

The constraints and triggers refuse a broken promise as it is written. The auditor asks again, so
that a restored backup or a disabled trigger cannot hide a family. It reads the database, not the
apps.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from referrals.actions.promises import CODES, PROMISES, Promise

SHOWN_IDS = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise, how many rows break it, and the first of them."""

    promise: Promise
    broken: int
    ids: tuple[str, ...]


def audit(network_id: UUID, *, at: datetime) -> list[Finding]:
    """What breaks each promise in one network: a query for each, no lock."""
    return [ask(promise, network_id, at) for promise in PROMISES]


def ask(promise: Promise, network_id: UUID, at: datetime) -> Finding:
    """How many rows break this one, and the first of them."""
    sql = f"""WITH broken AS MATERIALIZED ({promise.breaks})
              SELECT (SELECT count(*) FROM broken), ARRAY(SELECT id::text FROM broken ORDER BY id LIMIT {SHOWN_IDS})"""  # noqa: S608 our own table
    with connection.cursor() as cursor:
        cursor.execute(sql, {"network": network_id, "at": at, **CODES})
        broken, ids = cursor.fetchone()
    return Finding(promise, broken, tuple(ids))
