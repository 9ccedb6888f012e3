"""When is that, in days on which people work? Business time of a network or of one organization."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

OPENS = time(9)
WEEKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The days on which somebody works there. `weekdays`: 0 is Monday. `state`: of the United States, or ""."""

    zone: str = "America/New_York"
    weekdays: frozenset[int] = WEEKDAYS
    state: str = ""
    closed: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        return (
            day.weekday() in self.weekdays
            and day not in self.closed
            and day not in _holidays(self.state, day.year)
        )

    def next_open(self, day: date) -> date:
        """That day, or the first one after it on which somebody works (within a year, else the day itself)."""
        days = (day + timedelta(days=ahead) for ahead in range(366))
        return next((candidate for candidate in days if self.is_open(candidate)), day)

    def after(self, at: datetime, days: int) -> datetime:
        """`days` open days after `at`, at the same time of day there; work starts at nine on an open day."""
        return _after(self, at, days)

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
    local = at.astimezone(zone)
    day, clock = local.date(), local.time()
    if not here.is_open(day):
        day, clock = here.next_open(day), OPENS
    for _ in range(days):
        day = here.next_open(day + timedelta(days=1))
    return _on_the_clock(day, clock, zone)


def _on_the_clock(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time; one that daylight saving skips becomes the hour after."""
    moment = datetime.combine(day, clock, zone)
    return moment.astimezone(ZoneInfo("UTC")).astimezone(zone)


@functools.lru_cache(maxsize=64)
def _holidays(state: str, year: int) -> Mapping[date, str]:
    return holidays.country_holidays("US", subdiv=state or None, years=year)
