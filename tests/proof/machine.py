"""A machine that can be broken: a database, a broker, two workers, two clocks and a mail server of its own."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import environ
import psycopg
from django.db import connections

from config.embedded import place
from config.embedded.postgres import Postgres
from config.embedded.run import CATCHER
from config.embedded.supervisor import Supervisor
from config.embedded.valkey import Valkey
from tests import kept_tables
from tests.conftest import connect_as, make_template
from tests.ground.launching import Launcher, eventually, is_gone

CELERY = ["-m", "celery", "--skip-checks", "-A"]
ALONE = ["--pool", "solo", "--without-mingle", "--without-gossip"]
WORKER = [*CELERY, "config", "worker", *ALONE]
BEAT = [*CELERY, "tests.proof.hurried", "beat", "--pidfile="]
PROCESSES = {"worker-1": WORKER, "worker-2": WORKER, "beat-1": BEAT, "beat-2": BEAT}
# All times of what waits and of what is sent: time passes when all of them are longer ago.
CLOCKS = """
SELECT table_name, string_agg(format('%I = %I - %%(passes)s', column_name, column_name), ', ')
FROM information_schema.columns
WHERE data_type = 'timestamp with time zone' AND table_schema = 'public' AND table_name IN (
    'referrals_referral', 'screening_need', 'core_outbox', 'notifications_delivery')
GROUP BY table_name
"""


@dataclass
class Machine:
    folder: Path
    database: Launcher
    broker: Launcher
    children: Supervisor
    environment: dict[str, str]

    @property
    def messages(self) -> Path:
        return self.folder / "messages"

    def start(self, name: str) -> None:
        self.children.add(name, PROCESSES[name], self.environment)

    def kill(self, name: str) -> None:
        """kill -9; another one is started in its place."""
        self.children.children[name].send_signal(signal.SIGKILL)
        self.children.children[name].wait(60)
        self.start(name)

    def start_again_what_ended(self) -> None:
        """As every supervisor does: who starts while the database is away ends, and is started anew."""
        for name in PROCESSES:
            if self.children.children[name].poll() is not None:
                self.start(name)

    def lose_the_broker(self) -> None:
        """kill -9, and what was queued is gone."""
        self.broker.end(signal.SIGKILL)
        assert eventually(lambda: is_gone(self.broker.server))
        shutil.rmtree(Valkey(self.folder).data)
        self.broker = Launcher("valkey", "Valkey", self.folder)

    def restart_the_database(self) -> None:
        """kill -9 of all of it: what was not committed is gone, and every connection."""
        connections.close_all()
        self.database.end(signal.SIGKILL)
        assert eventually(lambda: is_gone(self.database.server))
        self.database = Launcher("postgres", "Postgres", self.folder)

    def let_time_pass(self, passes: object) -> list[str]:
        """Everything that waits comes nearer; which requests are due now, as nobody has yet seen."""
        with psycopg.connect(Postgres(self.folder).url("owner")) as owner:
            for table, columns in owner.execute(CLOCKS).fetchall():
                owner.execute(f"UPDATE {table} SET {columns}", {"passes": passes})
            due = owner.execute("SELECT id::text FROM referrals_referral WHERE wake_at <= now()")
            return [key for (key,) in due.fetchall()]


def copy_tables(server: Postgres) -> None:
    """Those of the tests, which migrations have made once."""
    make_template()
    assert kept_tables.restore(server.url("postgres"))


@contextmanager
def running(folder: Path) -> Iterator[Machine]:
    """All of it, and this process connected to the same database; all of it gone afterwards."""
    before = dict(connections["default"].settings_dict)
    with _launched("postgres", "Postgres", folder) as database:
        mail = place.any_port()
        servers = {
            "DATABASE_URL": Postgres(folder).url("app"),
            "DATABASE_OWNER_URL": Postgres(folder).url("owner"),
            "REDIS_URL": Valkey(folder).url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
            "PYTHONPATH": str(place.ROOT),
        }
        copy_tables(Postgres(folder))
        with (
            _launched("valkey", "Valkey", folder) as broker,
            Supervisor(folder / "logs") as children,
        ):
            machine = Machine(folder, database, broker, children, servers)
            children.add("catcher", [*CATCHER, str(mail), str(machine.messages)], servers)
            try:
                _connect(servers["DATABASE_URL"])
                yield machine
            finally:
                connect_as(**before)
                machine.broker.end(signal.SIGTERM)
                machine.database.end(signal.SIGTERM)
    Postgres(folder).discard()


@contextmanager
def _launched(module: str, kind: str, folder: Path) -> Iterator[Launcher]:
    yield Launcher(module, kind, folder)


def _connect(url: str) -> None:
    os.environ["PROOF_URL"] = url
    there = environ.Env().db_url("PROOF_URL")
    connect_as(**{name: there[name] for name in ("NAME", "USER", "PASSWORD", "OPTIONS")})


Mischief = Callable[[Machine], None]
MISCHIEF: dict[str, Mischief] = {
    "a worker is killed": lambda machine: machine.kill("worker-1"),
    "the other worker is killed": lambda machine: machine.kill("worker-2"),
    "a clock is killed": lambda machine: machine.kill("beat-1"),
    "the broker loses its data": Machine.lose_the_broker,
    "the database restarts": Machine.restart_the_database,
    "a worker and the broker at once": lambda machine: (
        machine.kill("worker-2"), machine.lose_the_broker(),
    ),
    "the clocks and the database at once": lambda machine: (
        machine.kill("beat-1"), machine.kill("beat-2"), machine.restart_the_database(),
    ),
}  # fmt: skip
