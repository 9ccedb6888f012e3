"""A pantry says from when until when somebody works: what it owes is due within its hours."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from core.calendar import Shift
from core.errors import NotAllowed
from core.models import Event
from organizations.actions.closing import say_hours
from organizations.models.network import Organization, open_days_of

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = (time(9), time(17))
WEEK = [OFFICE, OFFICE, (time(9), time(12)), OFFICE, (time(22), time(6)), None, None]
TYPED = {"hours_0": "9 - 5", "hours_2": "9 am – 12 pm", "hours_5": "10 pm – 6 am"}


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=NEW_YORK)


def test_what_a_pantry_owes_is_due_while_somebody_is_there(orgadmin, pantry, now):
    here = say_hours(actor=orgadmin.actor, hours=WEEK, at=now)
    assert here.open_days.after(at(16, 16), 2) == at(18, 12)  # Wednesday ends at noon
    assert here.open_days.after(at(16, 20), 1) == at(18, 9)  # read on Tuesday
    assert Event.objects.get(kind="organization.hours_said").details["week"] == [
        "09:00-17:00", "09:00-17:00", "09:00-12:00", "09:00-17:00", "22:00-06:00", "", "",
    ]  # fmt: skip


def test_the_sweep_reads_the_same_hours_as_the_action(orgadmin, pantry, now):
    here = say_hours(actor=orgadmin.actor, hours=WEEK, at=now)
    assert open_days_of({pantry.pk})[pantry.pk] == here.open_days
    assert here.open_days.shift_on(at(20, 0).date()) == Shift(time(22), time(6))


def test_whoever_works_on_saturdays_is_open_on_saturdays(orgadmin, pantry, now):
    assert not pantry.open_days.is_open(at(21, 0).date())
    here = say_hours(actor=orgadmin.actor, hours=[None] * 5 + [OFFICE, None], at=now)
    assert here.open_days.after(at(16, 10), 1) == at(28, 9)


def test_said_no_more_only_days_are_counted_again(orgadmin, pantry, now):
    say_hours(actor=orgadmin.actor, hours=WEEK, at=now)
    here = say_hours(actor=orgadmin.actor, hours=[None] * 7, at=now + timedelta(1))
    assert (here.works_from, here.hours) == ([], [])
    assert here.open_days.after(at(16, 20), 1) == at(17, 20)


def test_said_twice_it_is_written_once(orgadmin, pantry, now):
    for _ in range(2):
        say_hours(actor=orgadmin.actor, hours=WEEK, at=now)
    assert Event.objects.filter(kind="organization.hours_said").count() == 1


def test_only_who_runs_the_place_says_its_hours(orgadmin, intake, navigator, stranger, pantry, now):
    for somebody in (intake, navigator, stranger):
        with pytest.raises(NotAllowed):
            say_hours(actor=somebody.actor, hours=WEEK, at=now)
        assert somebody.client.post("/hours/", TYPED).status_code == 403
    assert not Event.objects.filter(kind="organization.hours_said").exists()
    assert "Say your hours" in orgadmin.client.get("/room/").content.decode()
    assert "Say your hours" not in intake.client.get("/room/").content.decode()


def test_the_page_takes_hours_as_people_write_them_and_shows_them_beside_the_closed_days(
    orgadmin, intake, pantry
):
    page = orgadmin.client.post("/hours/", TYPED, follow=True)
    assert "What you owe from now on is due in these hours." in page.content.decode()
    pantry.refresh_from_db()
    assert [span.weekday for span in pantry.hours] == [0, 2, 5]
    assert pantry.open_days.week[5] == Shift(time(22), time(6))
    assert "9 am – 12 pm" in intake.client.get("/room/").content.decode()
    assert 'value="10 pm – 6 am"' in orgadmin.client.get("/hours/").content.decode()


@pytest.mark.parametrize("words", ["mornings", "9 - 12, 1 - 5"])
def test_what_is_not_one_time_is_asked_for_again(orgadmin, pantry, words):
    page = orgadmin.client.post("/hours/", {**TYPED, "hours_1": words})
    assert page.status_code == 422
    assert "Enter one time like 9 am – 5 pm." in page.content.decode()
    assert f'value="{words}"' in page.content.decode()
    assert Organization.objects.get(pk=pantry.pk).hours == []


@pytest.mark.parametrize(
    "hours",
    [
        "works_from = '{09:00}', works_until = '{17:00}'",
        "works_from = '{09:00,09:00,09:00,09:00,09:00,NULL,NULL}'",
    ],
)
def test_hours_are_of_a_whole_week_even_by_raw_sql(pantry, hours):
    sql = f"UPDATE organizations_organization SET {hours} WHERE id = %s"
    refused = pytest.raises(IntegrityError, match="hours_are_of_a_week")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [pantry.pk])
