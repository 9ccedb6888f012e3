"""What waits, and since when? Measured by the worker each minute, over all networks together, by index alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Min, QuerySet

from config.celery import BEAT, app
from core.models import Heartbeat, Outbox
from core.tenancy import tenant_context
from insights.models import Night, Seal
from insights.search.chain import HISTORY_IS_SEALED
from notifications.models.deliveries import Delivery
from referrals.actions.sweep import networks
from referrals.models.referral import Referral
from screening.models.need import Need

KEY, KEPT = "figures", 24 * 3600  # seconds
MOST = 10_000  # more rows are not counted: somebody has been called long before
COUNTS = {
    "steps_due": "Needs and requests whose time has come, and which the sweep has not dealt with.",
    "outbox": "Events of which nobody has been told yet.",
    "messages": "Messages and calls of programs that should have left.",
    "broken_promises": "Rows that broke a promise in the last audit of each network.",
    "chain_faults": "Seals of the history that did not fit in the last audit.",
    "tasks": "Tasks that the broker holds for workers.",
}
SINCE = {
    "steps_due_oldest": "Since when the oldest due step waits for the sweep.",
    "outbox_oldest": "Since when the oldest event waits to be told.",
    "messages_oldest": "Since when the oldest message waits to leave.",
    "audit_oldest": "Since when the network that was audited longest ago waits.",
    "seal_oldest": "Since when the history that was sealed longest ago is open.",
}
AT_ONCE = {
    "database_up": "1 where the database answers this question.",
    "clock_age_seconds": "Since when beat has not been heard.",
    "figures_age_seconds": "Since when no worker has measured anything.",
}


@dataclass(frozen=True, slots=True)
class Gauge:
    name: str
    words: str
    value: float


NAMES = frozenset(
    f"porchlight_{name}"
    for name in (*COUNTS, *(f"{name}_seconds" for name in SINCE), *AT_ONCE)
)  # fmt: skip


@dataclass
class Measured:
    """Sums over networks, and the oldest of all: no network can be told from another."""

    counts: Counter[str] = field(default_factory=Counter)
    since: dict[str, datetime] = field(default_factory=dict)

    def add(self, name: str, rows: QuerySet[Any], moment: str) -> None:
        self.counts[name] += rows.order_by()[:MOST].count()
        self.oldest(f"{name}_oldest", rows.aggregate(first=Min(moment))["first"])

    def oldest(self, name: str, moment: datetime | None) -> None:
        if moment is not None:
            self.since[name] = min(moment, self.since.get(name, moment))


def measure(*, at: datetime) -> Measured:
    """Kept for whoever asks `/metrics`, which then asks for one row and nothing else."""
    found = Measured()
    found.counts["tasks"] = tasks_waiting()
    for network_id in networks():
        with tenant_context(network_id):
            _measure_one(found, {"network_id": network_id}, at)
    said = {
        "at": at.timestamp(),
        "counts": dict(found.counts),
        "since": {name: moment.timestamp() for name, moment in found.since.items()},
    }
    cache.set(KEY, said, KEPT)
    return found


def _measure_one(found: Measured, here: dict[str, Any], at: datetime) -> None:
    for model in (Need, Referral):
        found.add("steps_due", model.objects.filter(**here, wake_at__lte=at), "wake_at")
    found.add("outbox", Outbox.objects.filter(**here, available_at__lte=at), "available_at")
    waiting = Delivery.objects.filter(**here, state=Delivery.State.WAITING, available_at__lte=at)
    found.add("messages", waiting, "available_at")
    night = Night.objects.filter(**here).order_by("-date").first()
    if night:
        found.counts["broken_promises"] += night.dead_ends
        found.counts["chain_faults"] += night.broken.get(HISTORY_IS_SEALED, 0)
        found.oldest("audit_oldest", night.at)
    seal = Seal.objects.filter(**here).order_by("-number").first()
    found.oldest("seal_oldest", seal.at if seal else None)


def tasks_waiting() -> int:
    """Asked by a task, so that the broker was there a moment ago."""
    with app.connection_for_read() as broker:
        redis: Any = broker.default_channel
        return int(redis.client.llen(app.conf.task_default_queue))


def read(*, at: datetime) -> Iterator[Gauge]:
    """What was measured last, as old as it now is."""
    try:
        said = cache.get(KEY)
        heard = Heartbeat.objects.filter(name=BEAT).values_list("at", flat=True).first()
    except DatabaseError:
        yield _at_once("database_up", 0)
        return
    yield _at_once("database_up", 1)
    if heard:
        yield _at_once("clock_age_seconds", (at - heard).total_seconds())
    if said:
        yield from _told(said, at.timestamp())


def _told(said: dict[str, Any], now: float) -> Iterator[Gauge]:
    yield _at_once("figures_age_seconds", now - said["at"])
    for name, words in COUNTS.items():
        yield Gauge(f"porchlight_{name}", words, said["counts"].get(name, 0))
    for name, words in SINCE.items():
        waited = now - said["since"].get(name, now)
        yield Gauge(f"porchlight_{name}_seconds", words, waited)


def _at_once(name: str, value: float) -> Gauge:
    return Gauge(f"porchlight_{name}", AT_ONCE[name], value)
