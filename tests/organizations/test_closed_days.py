"""A pantry says when nobody is there: what others wait for is counted without those days."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from core.errors import NotAllowed
from core.models import Event
from organizations.actions.closing import LONGEST, NotAClosure, close, closures, open_after_all
from organizations.models.network import Organization
from tests.story import Worker

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_a_closed_day_is_no_open_day_and_the_answer_is_due_after_it(intake: Worker, now: datetime):
    """Asked on Wednesday; closed on Thursday and Friday: two open days later is Tuesday."""
    here = close(actor=intake.actor, first=(now + DAY).date(), last=(now + 2 * DAY).date(), at=now)
    assert here.open_days.local_date(here.open_days.after(now, 2)) == date(2026, 11, 24)
    assert Event.objects.get(kind="organization.closed_days").details["days"] == [
        "2026-11-19", "2026-11-20",
    ]  # fmt: skip


def test_days_said_twice_are_closed_once_and_days_in_a_row_are_one_time(
    intake: Worker, now: datetime
):
    for first, last in ((19, 20), (20, 21), (24, 24)):
        here = close(
            actor=intake.actor, first=date(2026, 11, first), last=date(2026, 11, last), at=now
        )
    assert list(closures(here, today=now.date())) == [
        (date(2026, 11, 19), date(2026, 11, 21)),
        (date(2026, 11, 24), date(2026, 11, 24)),
    ]


def test_a_pantry_opens_after_all(intake: Worker, now: datetime):
    close(actor=intake.actor, first=date(2026, 11, 19), last=date(2026, 11, 25), at=now)
    here = open_after_all(
        actor=intake.actor, first=date(2026, 11, 19), last=date(2026, 11, 24), at=now
    )
    assert here.closed_on == [date(2026, 11, 25)]


@pytest.mark.parametrize(("first", "last"), [(-1, 2), (3, 2), (1, LONGEST + 1)])
def test_what_is_no_closure_is_refused(intake: Worker, now: datetime, first: int, last: int):
    with pytest.raises(NotAClosure):
        close(
            actor=intake.actor, first=(now + first * DAY).date(), last=(now + last * DAY).date(),
            at=now,
        )  # fmt: skip


def test_a_navigator_and_a_stranger_close_nobody_elses_door(
    navigator: Worker, stranger: Worker, intake: Worker, now: datetime
):
    with pytest.raises(NotAllowed):
        close(actor=navigator.actor, first=now.date(), last=now.date(), at=now)
    close(actor=stranger.actor, first=now.date(), last=now.date(), at=now)
    assert Organization.objects.get(pk=intake.organization.pk).closed_on == []


def test_the_page_says_it_and_takes_it_back(intake: Worker, navigator: Worker):
    day = timezone.localdate() + 3 * DAY
    assert navigator.client.post("/closed/", {"first": day.isoformat()}).status_code == 403
    page = intake.client.post("/closed/", {"first": day.isoformat(), "last": ""}, follow=True)
    shown = page.content.decode()
    assert "Nobody expects an answer from you on those days." in shown
    back = f"/closed/{day.isoformat()}/{day.isoformat()}/open/"
    assert back in shown
    assert back not in intake.client.post(back, follow=True).content.decode()


def test_a_day_that_is_none_is_asked_for_again(intake: Worker):
    """And what was typed stands there still."""
    for first, says in (("", "required"), ("2020-01-01", "Choose a first and a last day")):
        page = intake.client.post("/closed/", {"first": first, "last": "2020-01-05"})
        assert page.status_code == 422
        assert says in page.text
        assert 'value="2020-01-05"' in page.text


def test_an_address_without_a_day_is_no_page(intake: Worker):
    assert intake.client.post("/closed/someday/never/open/").status_code == 404


def test_a_day_that_is_over_is_kept_for_a_month_of_days_where_the_partner_is(
    intake: Worker, now: datetime
):
    """In the evening it is tomorrow already by the clock of Greenwich."""
    evening = now + 10 * HOUR
    kept = Organization.objects.filter(pk=intake.organization.pk)
    kept.update(closed_on=[date(2026, 10, 17), date(2026, 10, 18)])
    here = close(actor=intake.actor, first=date(2026, 11, 30), last=date(2026, 11, 30), at=evening)
    assert here.closed_on == [date(2026, 10, 18), date(2026, 11, 30)]
