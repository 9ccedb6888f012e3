"""When is that, in days on which people work? Weekends, holidays, daylight saving, an organization's own days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calendar import OpenDays
from organizations.models.network import within

NEW_YORK = ZoneInfo("America/New_York")
CLINIC = OpenDays(zone="America/New_York", state="NY")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        (at(2026, 11, 16, 10), 2, at(2026, 11, 18, 10)),  # Monday to Wednesday
        (at(2026, 11, 20, 16), 2, at(2026, 11, 24, 16)),  # over a weekend
        (at(2026, 11, 25, 11), 1, at(2026, 11, 27, 11)),  # over Thanksgiving
        (at(2026, 12, 31, 9), 1, at(2027, 1, 4, 9)),  # over New Year, which is a Friday
        (
            at(2026, 11, 21, 22),
            1,
            at(2026, 11, 24, 9),
        ),  # asked on a Saturday night: work starts on Monday
        (at(2026, 2, 27, 12), 1, at(2026, 3, 2, 12)),  # into the next month
    ],
)
def test_a_partner_is_given_days_on_which_it_works(asked: datetime, days: int, due: datetime):
    assert CLINIC.after(asked, days) == due


def test_ten_in_the_morning_stays_ten_when_the_clocks_change():
    due = CLINIC.after(at(2026, 10, 30, 10), 1)  # the clocks go back on Sunday
    assert due == at(2026, 11, 2, 10)
    assert due.astimezone(NEW_YORK).hour == 10


def test_an_hour_that_the_clock_skips_becomes_the_hour_after():
    sunday = OpenDays(zone="America/New_York", weekdays=frozenset(range(7)))
    due = sunday.after(at(2026, 3, 7, 2, 30), 1)  # 2:30 does not exist on March 8
    assert due.astimezone(NEW_YORK).hour == 3


def test_a_pantry_that_opens_on_tuesdays_and_thursdays_is_asked_in_its_own_days():
    pantry = OpenDays(zone="America/New_York", weekdays=frozenset({1, 3}), state="NY")
    assert pantry.after(at(2026, 11, 17, 10), 2) == at(2026, 11, 24, 10)


def test_a_closure_of_its_own_counts_too():
    closed = OpenDays(zone="America/New_York", closed=frozenset({date(2026, 11, 17)}))
    assert closed.after(at(2026, 11, 16, 10), 1) == at(2026, 11, 18, 10)


def test_ten_in_the_morning_stays_ten_when_the_clocks_go_forward():
    due = CLINIC.after(at(2026, 3, 6, 10), 1)  # the clocks go forward on Sunday
    assert due == at(2026, 3, 9, 10)
    assert due.astimezone(UTC) - at(2026, 3, 6, 10).astimezone(UTC) == timedelta(hours=71)


def test_an_hour_that_comes_twice_is_the_first_of_the_two():
    sunday = OpenDays(zone="America/New_York", weekdays=frozenset(range(7)))
    due = sunday.after(at(2026, 10, 31, 1, 30), 1)  # 1:30 comes twice on November 1
    assert due == at(2026, 11, 1, 1, 30)
    assert due.utcoffset() == timedelta(hours=-4)


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        (at(2028, 2, 28, 10), 1, at(2028, 2, 29, 10)),  # a Tuesday that comes every fourth year
        (at(2028, 2, 29, 10), 1, at(2028, 3, 1, 10)),
        (at(2027, 2, 26, 10), 1, at(2027, 3, 1, 10)),  # no leap year, and a weekend between
    ],
)
def test_a_leap_day_is_a_day_like_another(asked: datetime, days: int, due: datetime):
    assert CLINIC.after(asked, days) == due


def test_a_pantry_that_is_open_only_on_saturdays_is_never_late_on_a_tuesday():
    saturdays = OpenDays(zone="America/New_York", weekdays=frozenset({5}), state="NY")
    assert saturdays.after(at(2026, 11, 17, 10), 0) == at(2026, 11, 21, 9)
    assert saturdays.after(at(2026, 11, 17, 10), 1) == at(2026, 11, 28, 9)
    assert saturdays.after(at(2026, 6, 27, 10), 1) == at(2026, 7, 11, 10)  # July 4 is a Saturday


def test_a_holiday_on_the_due_day_gives_the_partner_the_day_after():
    """Fourteen days counted by the calendar end on Thanksgiving: nobody is there to be reminded."""
    assert CLINIC.calendar_after(at(2026, 11, 12, 10), 14) == at(2026, 11, 27, 9)


def test_days_by_the_calendar_keep_the_time_of_day_when_the_clocks_change():
    assert CLINIC.calendar_after(at(2026, 10, 26, 10), 14) == at(2026, 11, 9, 10)


def test_a_month_ends_and_the_count_goes_on():
    assert CLINIC.calendar_after(at(2027, 1, 29, 10), 31) == at(2027, 3, 1, 10)
    assert CLINIC.calendar_after(at(2028, 1, 30, 10), 30) == at(2028, 2, 29, 10)


def test_an_organization_that_never_opens_still_gets_a_date():
    never = OpenDays(zone="America/New_York", weekdays=frozenset())
    assert never.after(at(2026, 11, 16, 10), 1) > at(2026, 11, 16, 10)


def test_one_moment_is_saturday_in_new_york_and_still_friday_in_los_angeles():
    late = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)
    west = ZoneInfo("America/Los_Angeles")
    assert CLINIC.after(late, 1) == at(2026, 11, 24, 9)  # work starts on Monday there
    there = OpenDays(zone="America/Los_Angeles", state="CA").after(late, 1)
    assert there == datetime(2026, 11, 23, 21, 30, tzinfo=west)
    assert CLINIC.local_date(late) == date(2026, 11, 21)
    assert CLINIC.after(late.astimezone(west), 1) == CLINIC.after(late, 1)  # however it is written


def test_where_the_clocks_never_change_three_days_are_three_days():
    asked = datetime(2026, 10, 30, 10, tzinfo=ZoneInfo("America/Phoenix"))
    due = OpenDays(zone="America/Phoenix", state="AZ").after(asked, 1)
    assert due - asked == timedelta(days=3)
    assert due.hour == 10


def test_days_by_the_calendar_keep_the_time_of_day_when_the_clocks_go_forward():
    asked = at(2026, 3, 2, 10)
    due = CLINIC.calendar_after(asked, 14)
    assert due == at(2026, 3, 16, 10)
    assert due.astimezone(UTC) - asked.astimezone(UTC) == timedelta(days=14, hours=-1)


def test_a_holiday_of_one_state_is_a_working_day_in_the_next():
    patriots_day = at(2027, 4, 19, 10)  # a Monday
    boston = OpenDays(zone="America/New_York", state="MA")
    assert boston.not_before_open(patriots_day) == at(2027, 4, 20, 9)
    assert CLINIC.not_before_open(patriots_day) == patriots_day


def test_a_holiday_on_a_saturday_is_kept_on_the_friday_before():
    assert CLINIC.after(at(2026, 7, 2, 10), 1) == at(2026, 7, 6, 10)


def test_closed_on_the_due_day_of_its_own_and_over_the_end_of_the_year():
    """Its own days off stand between two holidays: the first day on which somebody is there counts."""
    off = frozenset({date(2026, 12, day) for day in (28, 29, 30, 31)})
    closed = OpenDays(zone="America/New_York", state="NY", closed=off)
    assert closed.calendar_after(at(2026, 12, 15, 10), 14) == at(2027, 1, 4, 9)
    assert closed.after(at(2026, 12, 24, 10), 2) == at(2027, 1, 5, 10)


def test_what_an_organization_does_not_say_of_its_days_is_as_in_its_network():
    own = within(CLINIC, "", [], [])
    assert own == CLINIC
    rare = within(CLINIC, "America/Chicago", [2], [date(2026, 11, 18)])
    assert (rare.zone, rare.state) == ("America/Chicago", "NY")
    assert rare.next_open(date(2026, 11, 17)) == date(2026, 11, 25)
