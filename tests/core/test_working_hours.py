"""From when until when somebody works, on each weekday: what is owed is due within it, whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calendar import OpenDays, Shift

NEW_YORK = ZoneInfo("America/New_York")
OFFICE, MORNING = Shift(time(9), time(17)), Shift(time(9), time(12))
NIGHT = Shift(time(22), time(6))
ALWAYS = Shift(time(0), time(0))
# Monday to Friday in the office, on Wednesday in the morning only.
PANTRY = OpenDays(
    zone="America/New_York", state="NY",
    week=(OFFICE, OFFICE, MORNING, OFFICE, OFFICE, None, None),
)  # fmt: skip
NIGHTS = OpenDays(zone="America/New_York", week=(NIGHT,) * 5 + (None, None))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("begun", "days", "due"),
    [
        (at(2026, 11, 16, 10), 1, at(2026, 11, 17, 10)),  # from a Monday to a Tuesday
        (at(2026, 11, 16, 15), 2, at(2026, 11, 18, 12)),  # Wednesday ends at noon
        (at(2026, 11, 18, 14), 1, at(2026, 11, 20, 9)),  # after Wednesday's work: from Thursday on
        (at(2026, 11, 16, 7), 1, at(2026, 11, 17, 9)),  # before work
        (at(2026, 11, 20, 20), 1, at(2026, 11, 24, 9)),  # on Friday evening: from Monday on
        (at(2026, 11, 21, 11), 0, at(2026, 11, 23, 9)),  # on a Saturday
        (at(2026, 11, 25, 10), 1, at(2026, 11, 27, 10)),  # over Thanksgiving
        (at(2026, 12, 31, 16), 1, at(2027, 1, 4, 16)),  # over New Year
    ],
)  # fmt: skip
def test_days_are_counted_within_the_hours(begun: datetime, days: int, due: datetime):
    assert PANTRY.after(begun, days) == due


def test_calendar_days_end_within_the_hours_too():
    assert PANTRY.calendar_after(at(2026, 11, 4, 16), 14) == at(2026, 11, 19, 9)  # noon has passed
    assert PANTRY.calendar_after(at(2026, 11, 5, 16), 14) == at(2026, 11, 19, 16)


def test_a_night_belongs_to_the_day_on_which_it_began():
    assert NIGHTS.after(at(2026, 11, 17, 3), 1) == at(2026, 11, 18, 3)  # in Monday's night
    assert NIGHTS.after(at(2026, 11, 21, 5), 1) == at(2026, 11, 24, 5)  # in Friday's, on Saturday
    assert NIGHTS.after(at(2026, 11, 17, 12), 1) == at(2026, 11, 18, 22)  # by day nobody is there
    assert NIGHTS.after(at(2026, 11, 21, 7), 0) == at(2026, 11, 23, 22)


def test_an_hour_that_the_clocks_skip_is_the_hour_after():
    """In the night to 8 March 2026 two o'clock becomes three."""
    everyday = OpenDays(zone="America/New_York", weekdays=frozenset(range(7)), week=(NIGHT,) * 7)
    assert everyday.after(at(2026, 3, 7, 2, 30), 1) == at(2026, 3, 8, 3, 30)
    skipped = replace(everyday, week=(Shift(time(2, 30), time(9)),) * 7)
    assert skipped.after(at(2026, 3, 7, 12), 0) == at(2026, 3, 8, 3, 30)


@pytest.mark.parametrize("change", [at(2026, 3, 6, 10), at(2026, 10, 30, 10)])
def test_ten_in_the_morning_stays_ten_when_the_clocks_change(change: datetime):
    due = PANTRY.after(change, 1)
    assert (due.hour, due.weekday()) == (10, 0)
    assert due.astimezone(UTC) - change.astimezone(UTC) != timedelta(days=3)


def test_where_somebody_is_always_there_every_moment_counts():
    always = OpenDays(zone="America/New_York", weekdays=frozenset(range(7)), week=(ALWAYS,) * 7)
    assert always.after(at(2026, 11, 21, 23, 59), 1) == at(2026, 11, 22, 23, 59)
    assert always.is_staffed(at(2026, 11, 22, 3))


def test_hours_of_each_weekday_are_counted_as_such():
    assert PANTRY.hours_after(at(2026, 11, 18, 11), 2) == at(2026, 11, 19, 10)
    assert PANTRY.next_staffed(at(2026, 11, 18, 12)) == at(2026, 11, 19, 9)


def test_where_nobody_works_on_an_open_day_the_day_alone_counts():
    """Raw rows may say so: a weekday that is open and has no hours."""
    odd = OpenDays(zone="America/New_York", week=(None, OFFICE, OFFICE, OFFICE, OFFICE, None, None))
    assert odd.after(at(2026, 11, 16, 20), 0) == at(2026, 11, 16, 20)
