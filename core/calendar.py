"""When is that, in days and hours in which people work? Business time of a network or of one organization."""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

OPENS = time(9)
WEEKDAYS = frozenset(range(5))
A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Shift:
    """From one time of day to another. One that ends no later than it begins ends the day after."""

    begins: time
    ends: time

    @property
    def is_overnight(self) -> bool:
        return self.ends <= self.begins


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The days on which somebody works there. `weekdays`: 0 is Monday. `state`: of the United States, or "".

    `shift`: the hours in which somebody is there on such a day, `off_shift` on any other. Without a
    shift nobody has said: work starts at nine, and days are all that is counted.
    """

    zone: str = "America/New_York"
    weekdays: frozenset[int] = WEEKDAYS
    state: str = ""
    closed: frozenset[date] = frozenset()
    shift: Shift | None = None
    off_shift: Shift | None = None

    @property
    def opens(self) -> time:
        return self.shift.begins if self.shift else OPENS

    def is_open(self, day: date) -> bool:
        return (
            day.weekday() in self.weekdays
            and day not in self.closed
            and day not in _holidays(self.state, day.year)
        )

    def next_open(self, day: date) -> date:
        """That day, or the first one after it on which somebody works (within a year, else the day itself)."""
        days = (day + timedelta(days=ahead) for ahead in range(A_YEAR))
        return next((candidate for candidate in days if self.is_open(candidate)), day)

    def after(self, at: datetime, days: int) -> datetime:
        """`days` open days after `at`, at the same time of day there.

        What comes on another day, before work or after it counts from when work starts.
        """
        return _after(self, at, days)

    def hours_after(self, at: datetime, hours: int) -> datetime:
        """When somebody has been there for so many hours since `at`. Where nobody ever is: any hours."""
        left, zone = timedelta(hours=hours), ZoneInfo(self.zone)
        for begins, ends in self._shifts(at):
            if ends - begins >= left:
                return (begins + left).astimezone(zone)
            left -= ends - begins
        return (at.astimezone(UTC) + left).astimezone(zone)

    def is_staffed(self, at: datetime) -> bool:
        """Whether somebody is there at that moment."""
        return self.next_staffed(at) == at

    def next_staffed(self, at: datetime) -> datetime | None:
        """That moment, or when somebody comes next; None where nobody ever is."""
        first = next(self._shifts(at), None)
        return first[0].astimezone(ZoneInfo(self.zone)) if first else None

    def _shifts(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is still to come of each, from `at` on, no moment twice: a night may run into a day."""
        if self.shift is None and self.off_shift is None:
            return
        zone, over = ZoneInfo(self.zone), at.astimezone(UTC)
        first = at.astimezone(zone).date() - timedelta(days=1)
        for day in (first + timedelta(days=ahead) for ahead in range(A_YEAR)):
            shift = self.shift if self.is_open(day) else self.off_shift
            if shift is None:
                continue
            last = day + timedelta(days=shift.is_overnight)
            ends = _on_the_clock(last, shift.ends, zone).astimezone(UTC)
            if ends > over:
                begins = _on_the_clock(day, shift.begins, zone).astimezone(UTC)
                yield max(begins, over), ends
                over = ends

    def calendar_after(self, at: datetime, days: int) -> datetime:
        """`days` days after `at`, open or not, at the same time of day; then the next open day."""
        zone = ZoneInfo(self.zone)
        local = at.astimezone(zone)
        moment = _on_the_clock(local.date() + timedelta(days=days), local.time(), zone)
        return self.not_before_open(moment)

    def not_before_open(self, at: datetime) -> datetime:
        """`at`, moved to the next open day when nobody works on that one."""
        return self.after(at, 0)

    def local_date(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()


@functools.lru_cache(maxsize=1024)  # a sweep asks the same of hundreds of rows at one moment
def _after(here: OpenDays, at: datetime, days: int) -> datetime:
    zone = ZoneInfo(here.zone)
    day, clock = _counts_from(here, at.astimezone(zone))
    for _ in range(days):
        day = here.next_open(day + timedelta(days=1))
    return _on_the_clock(day, clock, zone)


def _counts_from(here: OpenDays, local: datetime) -> tuple[date, time]:
    """The day and the time of day at which somebody is there to begin with it."""
    day, clock = local.date(), local.time()
    if not here.is_open(day):
        return here.next_open(day), here.opens
    if here.shift is None or here.shift.is_overnight:
        return day, clock
    if clock >= here.shift.ends:
        return here.next_open(day + timedelta(days=1)), here.opens
    return day, max(clock, here.opens)


def _on_the_clock(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time; one that daylight saving skips becomes the hour after."""
    moment = datetime.combine(day, clock, zone)
    return moment.astimezone(ZoneInfo("UTC")).astimezone(zone)


@functools.lru_cache(maxsize=64)
def _holidays(state: str, year: int) -> Mapping[date, str]:
    return holidays.country_holidays("US", subdiv=state or None, years=year)
