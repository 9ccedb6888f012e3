"""When is somebody there, and when have they been there for an hour? Nights, weekends, holidays, changing clocks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calendar import OpenDays, Shift

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Shift(time(8), time(17))
NETWORK = OpenDays(zone="America/New_York", state="NY", shift=OFFICE)
ALWAYS = Shift(time(0), time(0))
AROUND_THE_CLOCK = OpenDays(zone="America/New_York", state="NY", shift=ALWAYS, off_shift=ALWAYS)
HOUR = timedelta(hours=1)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        (at(2026, 11, 18, 10), at(2026, 11, 18, 11)),  # in the middle of a Wednesday
        (at(2026, 11, 18, 16), at(2026, 11, 18, 17)),  # the last hour of the day is a whole one
        (at(2026, 11, 18, 16, 40), at(2026, 11, 19, 8, 40)),  # twenty minutes today, the rest tomorrow
        (at(2026, 11, 18, 5), at(2026, 11, 18, 9)),  # before anybody is there
        (at(2026, 11, 20, 16, 30), at(2026, 11, 23, 8, 30)),  # over a weekend
        (at(2026, 11, 25, 16, 45), at(2026, 11, 27, 8, 45)),  # over Thanksgiving
        (at(2026, 12, 31, 22), at(2027, 1, 4, 9)),  # over New Year
    ],
)  # fmt: skip
def test_one_hour_is_an_hour_in_which_somebody_is_there(said: datetime, due: datetime):
    assert NETWORK.hours_after(said, 1) == due


def test_twenty_hours_are_two_days_and_two_hours():
    assert NETWORK.hours_after(at(2026, 11, 16, 8), 20) == at(2026, 11, 18, 10)


def test_whoever_is_there_at_night_takes_it_at_night():
    nights = OpenDays(zone="America/New_York", shift=Shift(time(20), time(6)))
    assert nights.hours_after(at(2026, 11, 18, 23, 30), 1) == at(2026, 11, 19, 0, 30)
    assert nights.is_staffed(at(2026, 11, 21, 5))  # the night of Friday ends on Saturday
    assert not nights.is_staffed(at(2026, 11, 21, 7))
    assert nights.next_staffed(at(2026, 11, 21, 7)) == at(2026, 11, 23, 20)


def test_a_weekend_with_hours_of_its_own():
    weekend = OpenDays(
        zone="America/New_York", state="NY", shift=OFFICE, off_shift=Shift(time(10), time(14))
    )
    assert weekend.hours_after(at(2026, 11, 20, 16, 30), 1) == at(2026, 11, 21, 10, 30)
    assert weekend.hours_after(at(2026, 11, 26, 7), 1) == at(2026, 11, 26, 11)  # Thanksgiving


def test_a_night_that_runs_into_a_day_is_counted_once():
    both = OpenDays(zone="America/New_York", shift=Shift(time(20), time(8)), off_shift=ALWAYS)
    assert both.hours_after(at(2026, 11, 20, 19), 20) == at(2026, 11, 21, 16)


@pytest.mark.parametrize("change", [at(2026, 3, 7, 12), at(2026, 10, 31, 12)])
def test_where_somebody_is_always_there_a_day_is_24_hours_even_when_the_clocks_change(
    change: datetime,
):
    due = AROUND_THE_CLOCK.hours_after(change, 24)
    assert due.astimezone(UTC) - change.astimezone(UTC) == timedelta(hours=24)
    assert due.hour == (13 if change.month == 3 else 11)


def test_a_night_in_which_the_clocks_go_back_has_one_hour_more():
    nights = OpenDays(
        zone="America/New_York", shift=Shift(time(22), time(6)), off_shift=Shift(time(22), time(6))
    )
    assert nights.hours_after(at(2026, 10, 31, 22), 8) == at(2026, 11, 1, 5)
    assert nights.hours_after(at(2026, 10, 31, 22), 9) == at(2026, 11, 1, 6)


def test_danger_does_not_wait_where_nobody_has_said_when_they_are_there():
    nobody = OpenDays(zone="America/New_York")
    assert nobody.hours_after(at(2026, 11, 21, 22), 1) == at(2026, 11, 21, 23)
    assert nobody.next_staffed(at(2026, 11, 21, 22)) is None
    assert not nobody.is_staffed(at(2026, 11, 18, 10))


def test_the_first_minute_is_staffed_and_the_last_is_not():
    assert NETWORK.is_staffed(at(2026, 11, 18, 8))
    assert not NETWORK.is_staffed(at(2026, 11, 18, 17))
    assert NETWORK.next_staffed(at(2026, 11, 18, 17)) == at(2026, 11, 19, 8)


def test_what_comes_after_hours_is_counted_from_the_next_morning():
    """Sent at ten at night with two days to answer: the partner reads it in the morning, and has two days."""
    assert NETWORK.after(at(2026, 11, 16, 22), 2) == at(2026, 11, 19, 8)
    assert NETWORK.after(at(2026, 11, 16, 6), 2) == at(2026, 11, 18, 8)
    assert NETWORK.after(at(2026, 11, 16, 10), 2) == at(2026, 11, 18, 10)
    assert NETWORK.after(at(2026, 11, 20, 18), 1) == at(2026, 11, 24, 8)  # a Friday evening


def test_where_nobody_has_said_hours_ten_at_night_stays_ten_at_night():
    assert OpenDays(state="NY").after(at(2026, 11, 16, 22), 2) == at(2026, 11, 18, 22)
