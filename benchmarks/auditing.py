"""What does the auditor cost, and how far is that from reading the same tables once, from end to end?"""

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from benchmarks.county import County
from benchmarks.figures import Figure, Rate
from benchmarks.ground import Ground
from core.tenancy import tenant_context
from referrals.actions.audit import ask
from referrals.actions.promises import CODES, PROMISES, Promise
from referrals.search.top import SOMEBODY_ABOVE, nobody_above

MILLION = 1_000_000
SHOWN = 10
PLAIN = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")


class Auditing:
    """What `audit_loops` asks of one network, question by question."""

    def __init__(self, ground: Ground, county: County) -> None:
        self.ground, self.county = ground, county
        self.times: dict[str, list[float]] = {}

    def figures(self) -> Iterator[Figure]:
        with tenant_context(self.county.network.pk):
            tables = sorted({table for promise in PROMISES for table in self._read_by(promise)})
        each_million = MILLION / self.county.size.rows
        rounds = tuple(
            (self._audited() * each_million, self._read(tables) * each_million)
            for _ in range(self.county.size.rounds)
        )
        against = f"the {len(tables)} tables it asks, each read once"
        yield Figure("Audit, each million referrals", against, "s", rounds)

    @property
    def rates(self) -> list[Rate]:
        """The dearest questions of one audit."""
        took = {name: median(times) for name, times in self.times.items()}
        dearest = sorted(took, key=lambda name: -took[name])[:SHOWN]
        return [Rate(f"Audit, {name}", f"{took[name]:.2f} s") for name in dearest]

    def _audited(self) -> float:
        network_id, at = self.county.network.pk, self.county.at
        with tenant_context(network_id):
            taken = [
                self._timed(promise.name, partial(ask, promise, network_id, at))
                for promise in PROMISES
            ]
            top = self._timed(SOMEBODY_ABOVE, partial(nobody_above, network_id))
        return sum(taken) + top

    def _timed(self, name: str, do: Callable[[], object]) -> float:
        begun = time.perf_counter()
        do()
        taken = time.perf_counter() - begun
        self.times.setdefault(name, []).append(taken)
        return taken

    def _read(self, tables: list[str]) -> float:
        """As the server's owner: no policy looks at a row, and no index is of use."""
        with psycopg.connect(self.ground.server.url("postgres"), autocommit=True) as admin:
            for setting in PLAIN:
                admin.execute("SELECT set_config(%s, 'off', false)", [setting])
            begun = time.perf_counter()
            for table in tables:
                admin.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            return time.perf_counter() - begun

    def _read_by(self, promise: Promise) -> Iterator[str]:
        said = {"network": self.county.network.pk, "at": self.county.at, **CODES}
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {promise.breaks}", said)
            found = cursor.fetchone()[0]
        plan = json.loads(found) if isinstance(found, str) else found
        return _tables(plan[0]["Plan"])


def _tables(node: dict[str, Any]) -> Iterator[str]:
    """Ours, not PostgreSQL's own."""
    if not node.get("Relation Name", "pg_").startswith("pg_"):
        yield node["Relation Name"]
    for part in node.get("Plans", []):
        yield from _tables(part)
