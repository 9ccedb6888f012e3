"""Bad days of the relay: real commits, real SMTP, a real broker, and a worker that is killed."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from celery import Celery
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config.embedded.processes import stop, wait_until
from config.embedded.valkey import Valkey
from core.models import Outbox
from notifications.actions.announce import announce
from notifications.actions.deliver import deliver
from notifications.models.deliveries import Delivery
from people.lifecycle import Channel
from tests.notifications.conftest import SOON, Mailbox, forget_what_was_told, reach, waiting

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("transactional_db")


def at_once(work: Callable[[], object], times: int = 2) -> None:
    """Several workers do the same, each with a connection of its own."""
    ready = threading.Barrier(times)

    def one() -> None:
        ready.wait()
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def mails(need, rosa) -> list[Delivery]:
    """Three messages that are due."""
    ways = [reach(rosa, Channel.EMAIL, f"r{number}@example.org") for number in range(3)]
    return [waiting(need, way, at=timezone.now()) for way in ways]


def test_two_relays_at_once_write_one_message_for_an_event(referral, network):
    del referral
    at_once(lambda: announce(network_id=network.pk, at=SOON, limit=100), times=4)
    assert [delivery.template for delivery in Delivery.objects.all()] == ["request_arrived"]
    assert not Outbox.objects.exists()


def test_two_workers_at_once_send_each_message_once(mails, network, post):
    now = timezone.now()
    at_once(lambda: deliver(network_id=network.pk, at=now, limit=20), times=3)
    assert len(post.message_ids) == len(set(post.message_ids)) == len(mails)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_while_one_worker_waits_for_the_server_no_transaction_is_open(mails, network, post):
    """A slow mail server must not hold locks: the row can be read and written meanwhile."""
    del mails
    post.holding = True
    now = timezone.now()
    worker = threading.Thread(
        target=at_once, args=[lambda: deliver(network_id=network.pk, at=now, limit=1), 1]
    )
    worker.start()
    assert wait_until(lambda: bool(post.arrived), seconds=180)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND state LIKE 'idle in%'"
        )
        assert cursor.fetchone()[0] == 0
    post.holding = False
    worker.join()


def test_with_the_broker_down_messages_leave_by_the_command(mails, post):
    """The tests' broker does not exist; what waits for its time still waits."""
    Outbox.objects.all().delete()
    later = timezone.now() + timedelta(hours=1)
    Delivery.objects.filter(pk=mails[0].pk).update(available_at=later)
    call_command("send_messages")
    assert len(post.arrived) == 2


def test_nothing_publishes_to_the_broker_but_the_clock():
    """So a dead broker can neither fail a page nor slow it: the next tick finds the rows."""
    publishes = re.compile(r"\.(delay|apply_async|send_task)\(")
    apps = ("core", "accounts", "organizations", "governance", "people", "screening", "referrals",
            "notifications", "insights", "interop", "config")  # fmt: skip
    guilty = [
        str(path.relative_to(ROOT))
        for app in apps
        for path in (ROOT / app).rglob("*.py")
        if publishes.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


# --- kill -9 --------------------------------------------------------------------------------


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[str]:
    with Valkey(tmp_path) as server:
        yield server.url


@contextmanager
def worker(
    queue: str, broker: str, post: Mailbox, log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """A real worker of our own, on the test's database, that hears one queue."""
    database = re.sub(
        r"@/[^?]+", f"@/{connection.settings_dict['NAME']}", os.environ["DATABASE_URL"]
    )
    surroundings = os.environ | {
        "DATABASE_URL": database,
        "REDIS_URL": broker,
        "EMAIL_URL": f"smtp://127.0.0.1:{post.port}",
    }
    alone = ["--pool", "solo", "--without-mingle", "--without-gossip", "--without-heartbeat"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "-Q", queue, *alone],
            cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        yield process
    finally:
        stop(process, signal.SIGKILL)


def tick(broker: str, queue: str) -> None:
    """What the clock does every ten seconds."""
    with Celery(broker=broker) as clock, clock.connection_for_write() as way:
        clock.send_task("notifications.tasks.deliver", queue=queue, connection=way)


def states() -> set[str]:
    return set(Delivery.objects.values_list("state", flat=True))


def test_a_worker_killed_while_sending_loses_nothing_and_sends_nothing_twice(
    mails, broker, post, tmp_path
):
    """It dies after the server has the message and before its mark: the same one comes again."""
    post.holding = True
    with (
        worker("first", broker, post, tmp_path / "first.log") as first,
        worker("second", broker, post, tmp_path / "second.log"),
    ):
        tick(broker, "first")
        assert wait_until(lambda: bool(post.arrived), seconds=180), (
            tmp_path / "first.log"
        ).read_text()
        first.send_signal(signal.SIGKILL)
        first.wait()
        post.holding = False
        assert states() == {"waiting"}

        ended = timezone.now() - timedelta(seconds=1)  # its lease is over
        assert Delivery.objects.filter(state="waiting").update(claimed_until=ended) == len(mails)
        tick(broker, "second")
        assert wait_until(lambda: states() == {"sent"}, seconds=180)
    assert len(post.message_ids) == len(mails) + 1
    assert len(set(post.message_ids)) == len(mails)
    forget_what_was_told()
