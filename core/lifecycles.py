"""How does the database learn what the lifecycle tables allow? They are copied in after every `migrate`."""

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate

_MACHINES: dict[str, tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]] = {}


def teach(
    machine: str, moves: Iterable[tuple[str, str]], reasons: Iterable[tuple[str, str]] = ()
) -> None:
    """Called at start-up: (from, to) pairs, and (status, reason code) pairs, that the triggers shall allow."""
    _MACHINES[machine] = frozenset(moves), frozenset(reasons)
    post_migrate.connect(copy_tables, dispatch_uid="core.lifecycles")


def copy_tables(using: str = "default", **_: Any) -> None:
    """Make the two lookup tables say exactly what the code says. Only the owner can."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('core_allowed_reason') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute("DELETE FROM core_allowed_move; DELETE FROM core_allowed_reason")
        for machine, (moves, reasons) in _MACHINES.items():
            cursor.executemany(
                "INSERT INTO core_allowed_move VALUES (%s, %s, %s)", [(machine, *m) for m in moves]
            )
            cursor.executemany(
                "INSERT INTO core_allowed_reason VALUES (%s, %s, %s)",
                [(machine, *r) for r in reasons],
            )
