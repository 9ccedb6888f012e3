"""What happens when a step does not come? Ladders as data, and the one way up them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.calendar import OpenDays

CALENDAR = "_calendar"  # the name of a patience that counts every day, not only open ones
HOURS = "_hours"  # of one that counts hours in which somebody in the network is there


class When(StrEnum):
    """From where a rung is counted."""

    HALF_WAY = "half_way"  # between the beginning and the due date
    DUE = "due"
    AFTER = "after"  # a patience after the rung before
    SINCE = "since"  # a patience after the beginning


@dataclass(frozen=True, slots=True)
class Rung:
    """One thing that happens: the event, whom it tells, and what changes then (a code of the app)."""

    when: When
    patience: str
    kind: str
    tells: tuple[str, ...]
    then: str = ""


def half_way(kind: str, *tells: str, then: str = "") -> Rung:
    return Rung(When.HALF_WAY, "", kind, tells, then)


def at_due(kind: str, *tells: str, then: str = "") -> Rung:
    return Rung(When.DUE, "", kind, tells, then)


def later(patience: str, kind: str, *tells: str, then: str = "") -> Rung:
    """`patience` after the rung before."""
    return Rung(When.AFTER, patience, kind, tells, then)


def on_day(patience: str, kind: str, *tells: str, then: str = "") -> Rung:
    """`patience` after the beginning."""
    return Rung(When.SINCE, patience, kind, tells, then)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Who owes which step in a situation, how long we wait, and the rungs in order.

    The last rung repeats at the interval `every` for as long as the situation lasts, so that a
    ladder has a top and no end. A ladder without rungs only mirrors another one.
    """

    owed_by: str
    next_step: str
    patience: str
    rungs: tuple[Rung, ...] = ()
    every: str = "still_waiting"

    @property
    def waits(self) -> Iterator[str]:
        """Every patience that it reads."""
        yield self.patience
        yield self.every
        yield from (rung.patience for rung in self.rungs if rung.patience)


def in_hours(ladder: Ladder, instead: Mapping[str, str]) -> Ladder:
    """The same rungs in the same order, with the hours that stand `instead` of each of its patiences."""
    rungs = (
        replace(rung, patience=instead[rung.patience]) if rung.patience else rung
        for rung in ladder.rungs
    )
    return replace(
        ladder,
        patience=instead[ladder.patience],
        rungs=tuple(rungs),
        every=instead[ladder.every],
    )


@dataclass(frozen=True, slots=True)
class Due:
    """When a step is owed, and when the sweep first looks."""

    due: datetime
    wake_at: datetime


@dataclass(frozen=True, slots=True)
class Climb:
    """What a due row does: the rung that it takes, how many it has taken then, when to look again."""

    taken: Rung
    rung: int
    wake_at: datetime


def wait(name: str, patience: object, days: OpenDays, start: datetime) -> datetime:
    """`start` and the patience of that name. Calendar days, too, end on a day on which somebody works."""
    number: int = getattr(patience, name)
    if name.endswith(HOURS):
        return days.hours_after(start, number)
    if name.endswith(CALENDAR):
        return days.calendar_after(start, number)
    return days.after(start, number)


def due(
    ladder: Ladder,
    patience: object,
    days: OpenDays,
    *,
    since: datetime,
    needed_by: datetime | None = None,
    on: datetime | None = None,
) -> Due:
    """The patience of the situation (or the agreed moment `on`); earlier when it is needed earlier."""
    at = on or wait(ladder.patience, patience, days, since)
    if needed_by and needed_by > since:
        at = min(at, needed_by)
    if not ladder.rungs:
        return Due(at, at)
    first = ladder.rungs[0]
    return Due(at, min(at, _moment(first, patience, days, due_at=at, since=since, at=since)))


def climb(
    ladder: Ladder,
    rung: int,
    patience: object,
    days: OpenDays,
    *,
    due_at: datetime,
    at: datetime,
    since: datetime | None = None,
) -> Climb:
    """One rung up from `rung` rungs taken. A quiet reminder that comes too late is left out."""
    steps = ladder.rungs
    if steps[0].when is When.HALF_WAY and at >= due_at:
        rung = max(rung, 1)
    index = min(rung, len(steps) - 1)
    top = index == len(steps) - 1
    wake_at = (
        wait(ladder.every, patience, days, at)
        if top
        else _moment(steps[index + 1], patience, days, due_at=due_at, since=since or due_at, at=at)
    )
    return Climb(steps[index], rung + 1, wake_at)


@dataclass(frozen=True, slots=True)
class Ladders:
    """The ladder of each situation, and the one in hours of those that cannot wait when help is needed today."""

    usual: Mapping[Any, Ladder]
    pressed: Mapping[Any, Ladder]

    def of(self, case: str, *, today: bool) -> Ladder:
        """`today`: the help is needed today."""
        return self.pressed.get(case, self.usual[case]) if today else self.usual[case]

    def counts_hours(self, case: str, *, today: bool) -> bool:
        """Whether its clock is the staffed hours of the network, not the owing side's open days."""
        return self.of(case, today=today).patience.endswith(HOURS)

    def due(
        self,
        case: str,
        patience: object,
        days: OpenDays,
        *,
        since: datetime,
        needed_by: datetime | None = None,
        on: datetime | None = None,
        today: bool = False,
    ) -> Due:
        row = self.of(case, today=today)
        return due(row, patience, days, since=since, needed_by=needed_by, on=on)

    def climb(
        self,
        case: str,
        rung: int,
        patience: object,
        days: OpenDays,
        *,
        due_at: datetime,
        at: datetime,
        since: datetime | None = None,
        today: bool = False,
    ) -> Climb:
        row = self.of(case, today=today)
        return climb(row, rung, patience, days, due_at=due_at, at=at, since=since)


def _moment(
    rung: Rung,
    patience: object,
    days: OpenDays,
    *,
    due_at: datetime,
    since: datetime,
    at: datetime,
) -> datetime:
    """When this rung is to be taken, seen from `at`: never twice on one day."""
    if rung.when is When.HALF_WAY:
        return since + (due_at - since) / 2
    if rung.when is When.DUE:
        return max(due_at, at)
    if rung.when is When.AFTER:
        return wait(rung.patience, patience, days, at)
    return max(wait(rung.patience, patience, days, since), days.after(at, 1))


def days_of(
    ladder: Ladder, patience: object, days: OpenDays, *, since: datetime
) -> Iterator[tuple[datetime, Rung]]:
    """When each rung would be taken if nothing at all happened."""
    first = due(ladder, patience, days, since=since)
    at = first.wake_at
    for rung in range(len(ladder.rungs)):
        step = climb(ladder, rung, patience, days, due_at=first.due, at=at, since=since)
        yield at, step.taken
        at = step.wake_at
