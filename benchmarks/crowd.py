"""What does the sweep cost in company: a second worker, an old snapshot, partners who answer meanwhile?"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from statistics import quantiles

import psycopg
from django.utils import timezone

from benchmarks.county import County
from benchmarks.figures import Figure, at_least, at_most
from benchmarks.ground import Ground
from benchmarks.load import Ask, durations
from config.embedded.place import ROOT
from config.embedded.processes import ending_with_parent
from core.tenancy import tenant_context
from referrals.models.referral import Referral

LONGEST_BATCH = 100.0  # milliseconds that rows may be held
ANSWERS = 100
# Due again, at the bottom of their ladder: as if the night had been long.
_DUE = """
UPDATE referrals_referral SET wake_at = %(at)s - interval '1 second', rung = 0 WHERE id IN (
    SELECT id FROM referrals_referral
    WHERE network_id = %(network)s AND status = 'requested' AND waiting_on = 'receiver' AND wake_at > %(at)s
    ORDER BY id LIMIT %(many)s)
"""


@dataclass(frozen=True, slots=True)
class Done:
    dealt: int
    seconds: float
    slowest: float  # seconds that the longest batch took


class Sweeper:
    """A worker that waits for the word to begin."""

    def __init__(self, county: County, most: int) -> None:
        words = [str(county.network.pk), county.at.isoformat(), str(most)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.sweeper", *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=ending_with_parent(signal.SIGTERM),  # noqa: PLW1509 no threads are running now
        )
        if self._line().strip() != "ready":
            raise SystemExit("A sweeper did not start.")

    def begin(self) -> None:
        if self.process.stdin:
            self.process.stdin.write("\n")
            self.process.stdin.flush()

    def done(self) -> Done:
        said = self._line()
        self.process.wait()
        return Done(**json.loads(said))

    def _line(self) -> str:
        return self.process.stdout.readline() if self.process.stdout else ""


class Crowd:
    def __init__(self, ground: Ground, county: County) -> None:
        self.ground, self.county = ground, county
        self.many = county.size.due
        self.slowest: list[float] = []
        self.answered = 0

    def figures(self) -> Iterator[Figure]:
        rounds = range(self.county.size.rounds)
        pairs = tuple((self._swept_by(2), self._swept_by(1)) for _ in rounds)
        yield Figure("Two workers sweep", "one worker", "rows/s", pairs, at_least(1.3))
        longest = tuple((1000 * seconds, LONGEST_BATCH) for seconds in self.slowest)
        yield Figure("The longest batch of one worker", "asked for", "ms", longest, at_most(1))
        pairs = tuple((self._swept_beside_snapshot(), self._swept_by(1)) for _ in rounds)
        yield Figure("One worker sweeps, an old snapshot open", "without it", "rows/s", pairs)
        yield self._answers()

    def _swept_by(self, workers: int) -> float:
        """Rows a second of all of them together, from the word to the last one's end."""
        self._make_due()
        sweepers = [Sweeper(self.county, self.many) for _ in range(workers)]
        for sweeper in sweepers:
            sweeper.begin()
        done = [sweeper.done() for sweeper in sweepers]
        if workers == 1:
            self.slowest.append(done[0].slowest)
        return sum(one.dealt for one in done) / max(one.seconds for one in done)

    def _swept_beside_snapshot(self) -> float:
        with self._snapshot():
            return self._swept_by(1)

    def _answers(self) -> Figure:
        """A partner's yes, one after the other, while a worker deals with what is due."""
        pairs = tuple((self._late_answer(beside=True), self._late_answer(beside=False))
                      for _ in range(self.county.size.rounds))  # fmt: skip
        return Figure("The 95th of 100 answers, under a sweep", "without", "ms", pairs, at_most(2))

    def _late_answer(self, *, beside: bool) -> float:
        asks = self._next_answers()
        sweeper = self._sweeping() if beside else None
        times = durations(self.ground.address, asks)
        if sweeper:
            sweeper.process.kill()
            sweeper.process.wait()
        return 1000 * quantiles(times, n=20)[-1]

    def _sweeping(self) -> Sweeper:
        self._make_due()
        sweeper = Sweeper(self.county, self.many)
        sweeper.begin()
        return sweeper

    def _next_answers(self) -> list[Ask]:
        """Requests of the biggest inbox that nobody has answered yet, and that nobody can still undo."""
        inbox = Referral.objects.filter(
            network_id=self.county.network.pk, receiver_id=self.county.intake.organization_id,
            status="requested", released_at__lte=timezone.now(),
        ).order_by("-id")  # fmt: skip
        number = min(ANSWERS, max(20, self.county.size.rows // 1000))
        with tenant_context(self.county.network.pk):
            ids = list(islice(inbox.values_list("pk", flat=True).iterator(), number))
        headers = {**self.county.intake.by_key, "Content-Type": "application/json"}
        return [Ask(f"/api/v1/referrals/{pk}/accept/", headers, "POST", "{}") for pk in ids]

    def _make_due(self) -> None:
        words = {"at": self.county.at, "network": self.county.network.pk, "many": self.many + 500}
        with psycopg.connect(self.ground.server.url("postgres"), autocommit=True) as admin:
            admin.execute("SET session_replication_role = replica")
            admin.execute(_DUE, words)
            admin.execute("VACUUM referrals_referral")

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        """A report that somebody began and forgot: nothing dead since then can be cleared away."""
        with psycopg.connect(self.ground.server.url("postgres")) as forgotten:
            forgotten.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            forgotten.execute("SELECT count(*) FROM organizations_organization")
            yield
            forgotten.rollback()
