"""What does the sweep cost: with much to do, and with nothing to do?"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from statistics import median

from django.db import connection

from benchmarks.county import County
from benchmarks.figures import Figure, at_least, at_most
from benchmarks.ground import Ground
from benchmarks.limits import Script, per_second
from core.tenancy import tenant_context
from referrals.actions.sweep import BATCH, sweep

TICKS = 300
# The same three writes without any policy: rung and next look, the event, whom to tell.
BARE = """
WITH due AS (
    SELECT r.id FROM referrals_referral AS r
    WHERE r.network_id = '{network}' AND r.wake_at <= '{at}'
    ORDER BY r.wake_at, r.id LIMIT {batch} FOR NO KEY UPDATE SKIP LOCKED
), risen AS (
    UPDATE referrals_referral AS r SET rung = r.rung + 1, wake_at = r.next_step_due
    FROM due WHERE r.id = due.id RETURNING r.id
), facts AS (
    INSERT INTO core_event (id, network_id, kind, subject_type, subject_id, actor_kind, said_by, via, happened_at,
                            details, request_id)
    SELECT (left(core_uuid_floor(clock_timestamp())::text, 14) || substr(gen_random_uuid()::text, 15))::uuid,
           '{network}', 'referral.reminded_early', 'referrals.referral', id, 'system', '', 'system', '{at}',
           '{{"rung": 1, "situation": "requested", "waiting_on": "receiver"}}', ''
    FROM risen RETURNING id
)
INSERT INTO core_outbox (event_id, network_id, available_at, attempts) SELECT id, '{network}', '{at}', 0 FROM facts
"""


class Waiting:
    def __init__(self, ground: Ground, county: County) -> None:
        self.ground, self.county = ground, county
        part = max(1, county.size.due // (2 * county.size.rounds))
        self.batch = min(BATCH, part)
        self.batches = part // self.batch

    def figures(self) -> Iterator[Figure]:
        yield from self.nothing_due()
        yield self.first_rung()

    def first_rung(self) -> Figure:
        script = Script(
            (BARE.format(network=self.county.network.pk, at=self.county.at, batch=self.batch),)
        )
        rounds = []
        for _ in range(self.county.size.rounds):
            ours = self._swept_per_second()
            bare = self._bare(script) * self.batch
            rounds.append((ours, bare))
        against = f"pgbench, bare set-based SQL, 1 client, {self.batch} a batch"
        return Figure("First rung of the sweep", against, "rows/s", tuple(rounds), at_least(0.45))

    def _bare(self, script: Script) -> float:
        within = self.county.network.pk
        return per_second(self.ground, script, times=self.batches, clients=1, within=within)

    def nothing_due(self) -> Iterator[Figure]:
        """The action alone, and as the task calls it: in the tenant's transaction."""
        early, network = self.county.at - timedelta(days=1), self.county.network.pk
        against, unit = "`SELECT 1` through the same connection", "µs"
        with tenant_context(network):
            alone = self._beside_select(lambda: sweep(network_id=network, at=early))
        yield Figure("Empty sweep", against, unit, alone, at_most(3))
        ticks = self._beside_select(lambda: self._tick(early))
        yield Figure("Empty sweep in the tenant's transaction", against, unit, ticks)

    def _beside_select(self, do: Callable[[], object]) -> tuple[tuple[float, float], ...]:
        return tuple((_each(do), _each(_select_one)) for _ in range(self.county.size.rounds))

    def _tick(self, at: datetime) -> int:
        with tenant_context(self.county.network.pk):
            return sweep(network_id=self.county.network.pk, at=at, limit=self.batch)

    def _swept_per_second(self) -> float:
        begun, dealt = time.perf_counter(), 0
        for _ in range(self.batches):
            dealt += self._tick(self.county.at)
        taken = time.perf_counter() - begun
        if dealt < self.batches * self.batch:  # a need may be due beside them
            raise SystemExit(f"The sweep dealt with {dealt}, not {self.batches * self.batch}.")
        return dealt / taken


def _select_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _each(do: Callable[[], object]) -> float:
    """Microseconds, the median of many."""
    times = []
    for _ in range(TICKS):
        begun = time.perf_counter()
        do()
        times.append(time.perf_counter() - begun)
    return median(times) * 1e6
