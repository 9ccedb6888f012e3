"""On which weekdays, from when to when, does a schedule row say that it is open?"""

from collections.abc import Mapping
from datetime import date, time

from organizations.opening import DAYS, Span, week


def spans_of(schedule: Mapping[str, str], *, on: date) -> list[Span]:
    """By its columns (iCalendar), else by its words. One that has run out says nothing."""
    if not _holds(schedule.get("valid_to", ""), on):
        return []
    return _by_columns(schedule) or week(schedule.get("description", ""))


def _holds(valid_to: str, on: date) -> bool:
    try:
        return date.fromisoformat(valid_to[:10]) >= on
    except ValueError:
        return True


def _by_columns(schedule: Mapping[str, str]) -> list[Span]:
    if schedule.get("freq", "").upper() not in {"", "WEEKLY", "DAILY"}:
        return []
    days = _days(schedule.get("byday", ""))
    if schedule.get("freq", "").upper() == "DAILY" and not days:
        days = list(range(7))
    opens, closes = _clock(schedule.get("opens_at", "")), _clock(schedule.get("closes_at", ""))
    if opens is None or closes is None:
        return []
    return [Span(day, opens, closes) for day in days]


def _days(byday: str) -> list[int]:
    """ "MO,TU" is Monday and Tuesday; "1MO", the first Monday of a month, is no weekday."""
    codes = [code.strip().lower() for code in byday.split(",")]
    return sorted({DAYS.index(code) for code in codes if code in DAYS})


def _clock(words: str) -> time | None:
    try:
        return time.fromisoformat(words.rstrip("Zz")).replace(tzinfo=None)
    except ValueError:
        return None
