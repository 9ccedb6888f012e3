"""Needed today, at nine in the evening: a request alone would lie unread, so somebody calls first."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from core.calendar import OpenDays, Shift
from governance.actions import set_patience
from organizations.models.directory import Hours, Service
from organizations.views.sheet import sheet_of
from referrals.models.referral import Referral
from referrals.views.urgent import nobody_there
from tests.referrals.test_send_pages import filled
from tests.story import Worker

STAFFED = OpenDays(state="NY", shift=Shift(time(8), time(17)))
NEW_YORK = ZoneInfo("America/New_York")
FRIDAY_EVENING = datetime(2026, 11, 20, 21, tzinfo=NEW_YORK)


def alone(service: Service, at: datetime, needed_by: date | None = None) -> object:
    return nobody_there(sheet_of(service, at=at), STAFFED, needed_by, at=at)


def test_while_somebody_in_the_network_is_there_today_it_may_be_sent(food_boxes: Service):
    assert alone(food_boxes, datetime(2026, 11, 20, 7, tzinfo=NEW_YORK)) is None
    assert alone(food_boxes, datetime(2026, 11, 20, 16, 59, tzinfo=NEW_YORK)) is None


def test_in_the_evening_the_page_says_when_somebody_is_there_again(food_boxes: Service):
    found = alone(food_boxes, FRIDAY_EVENING)
    assert found is not None
    assert found.somebody_at == datetime(2026, 11, 23, 8, tzinfo=NEW_YORK)
    assert found.partner_opens is None


def test_what_is_needed_by_monday_can_wait_until_monday(food_boxes: Service):
    assert alone(food_boxes, FRIDAY_EVENING, date(2026, 11, 22)) is not None
    assert alone(food_boxes, FRIDAY_EVENING, date(2026, 11, 23)) is None


def test_a_partner_that_is_open_at_night_reads_it(food_boxes: Service):
    Hours.objects.create(
        network=food_boxes.network,
        service=food_boxes,
        weekday=4,
        opens_at=time(20),
        closes_at=time(23),
    )
    food_boxes.refresh_from_db()
    assert alone(food_boxes, FRIDAY_EVENING) is None


@pytest.fixture
def nobody_ever(convener: Worker, now: datetime) -> None:
    """Whatever the clock says while this test runs."""
    set_patience(actor=convener.actor, values={"staffed.ends": 8}, at=now.replace(year=2025))


def test_nothing_leaves_before_somebody_has_called(
    navigator: Worker, need, agreed, food_boxes: Service, nobody_ever: None, stranger: Worker
):
    url = f"{reverse('referrals:send', args=[need.pk])}?service={food_boxes.pk}"
    typed = filled(urgency="today")
    page = navigator.client.post(url, typed)
    assert page.status_code == 422
    words = page.content.decode()
    assert "Nobody reads it in time" in words
    assert "988" in words
    assert not Referral.objects.exists()
    assert stranger.client.post(url, typed | {"called": "1"}).status_code == 404
    assert navigator.client.post(url, typed | {"called": "1"}).status_code == 302
    assert Referral.objects.get().urgency == "today"


def test_what_can_wait_leaves_at_night_too(
    navigator: Worker, need, agreed, food_boxes: Service, nobody_ever: None
):
    url = f"{reverse('referrals:send', args=[need.pk])}?service={food_boxes.pk}"
    assert navigator.client.post(url, filled(urgency="this_week")).status_code == 302
