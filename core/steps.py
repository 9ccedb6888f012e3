"""What is owed next, by whom, by when? One abstract model, one pure answer, one sweep for every app."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import connection, models

from core.actor import Actor
from core.history import Fact, record_all


class Owed(models.Model):
    """An open row owes a next step. All four are empty only once the row is closed.

    `next_step_due` is the date people see and that overdue is counted from; `wake_at` is when the
    sweep looks next (half way, at the due date, after the grace), so that a reminder never moves
    the promise. Both live in PostgreSQL: a lost broker or worker loses nothing.
    """

    waiting_on = models.TextField(blank=True, default="")
    next_step = models.TextField(blank=True, default="")
    next_step_due = models.DateTimeField(null=True, blank=True)
    wake_at = models.DateTimeField(null=True, blank=True)
    rung = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    OWED_FIELDS: ClassVar = ("waiting_on", "next_step", "next_step_due", "wake_at", "rung")

    @property
    def is_open(self) -> bool:
        return self.next_step_due is not None

    def is_overdue(self, *, at: datetime) -> bool:
        return self.next_step_due is not None and self.next_step_due <= at

    def owe(self, step: "Step") -> None:
        """Take on a next step (unsaved); the ladder starts at the bottom again."""
        self.waiting_on, self.next_step = step.waiting_on, step.name
        self.next_step_due, self.wake_at, self.rung = step.due, step.wake_at, 0

    def owe_nothing(self) -> None:
        """Closed: nobody waits for anything here any more (unsaved)."""
        self.waiting_on = self.next_step = ""
        self.next_step_due = self.wake_at = None
        self.rung = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One owed step. `waiting_on` is a side; `wake_at` is never after `due` on the first rung."""

    name: str
    waiting_on: str
    due: datetime
    wake_at: datetime


@dataclass(frozen=True, slots=True)
class Nudge:
    """What the sweep does to one row that is due: the rung it reaches, when it looks again, what happened."""

    rung: int
    wake_at: datetime
    kind: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sweep:
    """How one table is swept. `columns` feed `decide(row, at)`; `act` runs once per batch after the update."""

    model: type[Owed]
    columns: Sequence[str]
    decide: Callable[[dict[str, Any], datetime], Nudge]


def due_rows(sweep: Sweep, *, network_id: UUID, at: datetime, limit: int) -> list[dict[str, Any]]:
    """The rows whose time has come, locked; rows that another sweep holds are passed over."""
    rows = (
        sweep.model._default_manager.filter(network_id=network_id, wake_at__lte=at)
        .order_by("wake_at", "id")
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .values("id", *sweep.columns)[:limit]
    )
    return list(rows)


def climb(sweep: Sweep, nudges: Iterable[tuple[UUID, Nudge]]) -> None:
    """Write new rungs and wake times for many rows in one statement."""
    pairs = list(nudges)
    table = connection.ops.quote_name(sweep.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS row SET rung = nudge.rung, wake_at = nudge.wake_at "  # noqa: S608 the table is ours
            "FROM unnest(%s::uuid[], %s::int[], %s::timestamptz[]) AS nudge (id, rung, wake_at) WHERE row.id = nudge.id",
            [[key for key, _ in pairs], [n.rung for _, n in pairs], [n.wake_at for _, n in pairs]],
        )


def tell(
    subjects: dict[UUID, models.Model],
    nudges: Iterable[tuple[UUID, Nudge]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    record_all(
        [
            Fact(kind=nudge.kind, subject=subjects[key], details=nudge.details)
            for key, nudge in nudges
        ],
        actor=actor,
        at=at,
    )
