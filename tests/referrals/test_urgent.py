"""Needed today, at nine in the evening: a request alone would lie unread, so somebody calls first."""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from core.errors import ConsentMissing
from core.ids import uuid7
from governance.actions.policies import set_patience
from organizations.grants import Role
from organizations.models.directory import Hours, Phone, Service
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from referrals.actions.send import Sending, send
from referrals.actions.several import send_to_several
from referrals.actions.urgent import NobodyThere, nobody_there
from referrals.lifecycle import Enough, Urgency
from referrals.models.referral import Referral
from tests.api.conftest import Call, program
from tests.referrals.test_send_pages import filled
from tests.story import Worker, found, hire

__all__ = ["program"]
NEW_YORK = ZoneInfo("America/New_York")
DAY = timedelta(days=1)
FRIDAY_EVENING = datetime(2026, 11, 20, 21, tzinfo=NEW_YORK)


def alone(service: Service, at: datetime, needed_by: datetime | None = None) -> NobodyThere | None:
    return nobody_there(service, needed_by, at=at)


def test_while_somebody_in_the_network_is_there_today_it_may_be_sent(food_boxes: Service):
    assert alone(food_boxes, datetime(2026, 11, 20, 7, tzinfo=NEW_YORK)) is None
    assert alone(food_boxes, datetime(2026, 11, 20, 16, 59, tzinfo=NEW_YORK)) is None


def test_in_the_evening_the_page_says_when_somebody_is_there_again(food_boxes: Service):
    found = alone(food_boxes, FRIDAY_EVENING)
    assert found is not None
    assert found.somebody_at == datetime(2026, 11, 23, 8, tzinfo=NEW_YORK)
    assert found.partner_opens is None


def test_what_is_needed_by_monday_can_wait_until_monday(food_boxes: Service):
    assert alone(food_boxes, FRIDAY_EVENING, FRIDAY_EVENING + 2 * DAY) is not None
    assert alone(food_boxes, FRIDAY_EVENING, FRIDAY_EVENING + 3 * DAY) is None


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


def test_enter_in_the_form_presses_the_button_that_changes_nothing(
    navigator: Worker, need, agreed, food_boxes: Service, nobody_ever: None
):
    """A browser presses the first button of a form."""
    url = f"{reverse('referrals:send', args=[need.pk])}?service={food_boxes.pk}"
    shown = navigator.client.post(url, filled(urgency="today")).content.decode()
    form = shown[shown.index('name="request_key"') :]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'name="preview"' in first[0]
    kept = navigator.client.post(url, filled(urgency="today", preview="1", note="Third floor"))
    assert "Third floor" in kept.content.decode()
    assert not Referral.objects.exists()


@pytest.fixture
def bags(network) -> Service:
    harvest = hire(found(network, "Second Harvest"), "Ben Okafor", Role.INTAKE).organization
    return Service.objects.create(
        network=network, organization=harvest, name="Food bags", topics=["food_pantry"]
    )


@pytest.fixture
def both(rosa, agreed, bags: Service, food_boxes: Service, now: datetime) -> list[Sending]:
    Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.SEND, recipient=bags.organization,
        facts=["name"], form=Form.VERBAL, language="es", words="Sí", since=now,
    )  # fmt: skip
    urgent = Sending(food_boxes.pk, uuid7(), urgency=Urgency.TODAY)
    return [urgent, replace(urgent, service_id=bags.pk)]


def opens_on_friday_night(service: Service) -> None:
    Hours.objects.create(
        network=service.network, service=service, weekday=4, opens_at=time(20), closes_at=time(23)
    )


def test_of_several_nothing_leaves_where_none_of_them_reads_it(navigator: Worker, need, both):
    asked = {"actor": navigator.actor, "need_id": need.pk, "at": FRIDAY_EVENING}
    for enough in Enough:
        with pytest.raises(NobodyThere):
            send_to_several(**asked, sendings=both, enough=enough)
    assert not Referral.objects.exists()
    called = [replace(one, called=True) for one in both]
    assert len(send_to_several(**asked, sendings=called, enough=Enough.FIRST_YES)) == 2


def test_where_the_first_yes_is_enough_one_who_is_there_is_enough(
    navigator: Worker, need, both, bags: Service
):
    opens_on_friday_night(bags)
    asked = {"actor": navigator.actor, "need_id": need.pk, "sendings": both, "at": FRIDAY_EVENING}
    with pytest.raises(NobodyThere):
        send_to_several(**asked, enough=Enough.KEEP_ALL)
    assert len(send_to_several(**asked, enough=Enough.FIRST_YES)) == 2
    at_night = {**asked, "at": FRIDAY_EVENING + timedelta(hours=2)}
    assert len(send_to_several(**at_night, enough=Enough.FIRST_YES)) == 2  # the same form again
    assert Referral.objects.count() == 2


def test_the_page_for_several_says_whom_to_call(
    navigator: Worker, need, both, food_boxes: Service, bags: Service, nobody_ever: None, stranger
):
    Phone.objects.create(network=bags.network, service=bags, number="555-0177")
    url = reverse("referrals:send_several", args=[need.pk])
    url = f"{url}?service={food_boxes.pk}&service={bags.pk}"
    typed = filled(urgency="today", enough="first_yes", facts=[])
    page = navigator.client.post(url, typed)
    assert page.status_code == 422
    assert "Nobody reads it in time" in page.content.decode()
    assert "Second Harvest: 555-0177" in page.content.decode()
    assert stranger.client.post(url, typed | {"called": "1"}).status_code == 404
    assert not Referral.objects.exists()
    assert navigator.client.post(url, typed | {"called": "1"}).status_code == 302
    assert Referral.objects.count() == 2


def test_a_program_hears_whom_to_call_and_what_to_send_then(
    program: Call, navigator: Worker, need, agreed, food_boxes: Service, nobody_ever: None
):
    Phone.objects.create(network=food_boxes.network, service=food_boxes, number="555-0177")
    said = {
        "need": str(need.pk), "service": str(food_boxes.pk), "request_key": str(uuid7()),
        "urgency": "today",
    }  # fmt: skip
    url = "/api/v1/referrals/"
    refused = program(navigator).post(url, said, content_type="application/json")
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "nobody_there")
    assert "Call them now" in problem["detail"]
    assert problem["call"] == ["555-0177", "211", "988"]
    assert not Referral.objects.exists()
    again = {**said, **problem["then_send"]}
    assert program(navigator).post(url, again, content_type="application/json").status_code == 201


def test_an_agreement_that_is_missing_is_said_first(navigator: Worker, need, food_boxes: Service):
    urgent = Sending(food_boxes.pk, uuid7(), urgency=Urgency.TODAY)
    with pytest.raises(ConsentMissing):
        send(actor=navigator.actor, need_id=need.pk, sending=urgent, at=FRIDAY_EVENING)
