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
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """From one time of day to another. One that ends no later than it begins ends the day after."""

    begins: time
    ends: time

    @property
    def is_overnight(self) -> bool:
        return self.ends <= self.begins

    @property
    def opens(self) -> timedelta:
        """How long after midnight it begins."""
        return _since_midnight(self.begins)

    @property
    def closes(self) -> timedelta:
        """How long after the midnight before it began; a night ends after more than 24 hours."""
        return _since_midnight(self.ends) + timedelta(days=self.is_overnight)


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The days on which somebody works there. `weekdays`: 0 is Monday. `state`: of the United States, or "".

    `shift`: the hours in which somebody is there on such a day, `off_shift` on any other; `week`: those
    of each weekday from Monday on, where they differ. Without them nobody has said: work starts at
    nine, and days are all that is counted.
    """

    zone: str = "America/New_York"
    weekdays: frozenset[int] = WEEKDAYS
    state: str = ""
    closed: frozenset[date] = frozenset()
    shift: Shift | None = None
    off_shift: Shift | None = None
    week: tuple[Shift | None, ...] = ()

    def shift_on(self, day: date) -> Shift | None:
        if not self.is_open(day):
            return self.off_shift
        return self.week[day.weekday()] if self.week else self.shift

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

        What comes on another day, before work or after it counts from when work starts; where that
        day ends sooner, or begins later, it is when it does.
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
        if not any((self.shift, self.off_shift, *self.week)):
            return
        zone, over = ZoneInfo(self.zone), at.astimezone(UTC)
        first = at.astimezone(zone).date() - timedelta(days=1)
        for day in (first + timedelta(days=ahead) for ahead in range(A_YEAR)):
            shift = self.shift_on(day)
            if shift is None:
                continue
            ends = _on_the_clock(day, shift.closes, zone).astimezone(UTC)
            if ends > over:
                begins = _on_the_clock(day, shift.opens, zone).astimezone(UTC)
                yield max(begins, over), ends
                over = ends

    def calendar_after(self, at: datetime, days: int) -> datetime:
        """`days` days after `at`, open or not, at the same time of day; then the next open day."""
        zone = ZoneInfo(self.zone)
        local = at.astimezone(zone)
        clock = _since_midnight(local.time())
        moment = _on_the_clock(local.date() + timedelta(days=days), clock, zone)
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
        day = here.next_open(day + ONE_DAY)
    shift = here.shift_on(day) if here.is_open(day) else None
    if shift is not None:
        clock = min(max(clock, shift.opens), shift.closes)
    return _on_the_clock(day, clock, zone)


def _counts_from(here: OpenDays, local: datetime) -> tuple[date, timedelta]:
    """The working day on which somebody is there to begin with it, and how long after its midnight.

    A night belongs to the day on which it began.
    """
    today, clock = local.date(), _since_midnight(local.time())
    for day, into in ((today - ONE_DAY, clock + ONE_DAY), (today, clock)):
        shift = here.shift_on(day) if here.is_open(day) else None
        if shift is not None and into < shift.closes:
            return day, max(into, shift.opens)
    if here.is_open(today) and here.shift_on(today) is None:
        return today, clock
    ahead = here.is_open(today)  # its hours are over
    return _opening(here, here.next_open(today + ahead * ONE_DAY))


def _opening(here: OpenDays, day: date) -> tuple[date, timedelta]:
    shift = here.shift_on(day) if here.is_open(day) else None
    return day, shift.opens if shift else _since_midnight(OPENS)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(
        hours=clock.hour,
        minutes=clock.minute,
        seconds=clock.second,
        microseconds=clock.microsecond,
    )


def _on_the_clock(day: date, clock: timedelta, zone: ZoneInfo) -> datetime:
    """So long after its midnight by the clock; a time that daylight saving skips is the hour after."""
    moment = (datetime.combine(day, time(0)) + clock).replace(tzinfo=zone)
    return moment.astimezone(UTC).astimezone(zone)


@functools.lru_cache(maxsize=64)
def _holidays(state: str, year: int) -> Mapping[date, str]:
    return holidays.country_holidays("US", subdiv=state or None, years=year)
