"""Asking several at once, on the page and by program: one preview, one question to the family, one button."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from core.ids import uuid7
from organizations.grants import Role
from organizations.models.directory import Service
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Person
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.story import Worker, found, hire


@pytest.fixture
def bags(network) -> Service:
    harvest = hire(found(network, "Second Harvest"), "Ben Okafor", Role.INTAKE).organization
    return Service.objects.create(
        network=network, organization=harvest, name="Food bags", topics=["food_pantry"], asks=["name"],
    )  # fmt: skip


@pytest.fixture
def agreed_with_harvest(rosa: Person, bags: Service, now: datetime) -> Consent:
    return Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.SEND, recipient=bags.organization,
        facts=["name"], form=Form.VERBAL, language="es", words="Sí", since=now,
    )  # fmt: skip


@pytest.fixture
def url(need: Need, food_boxes: Service, bags: Service) -> str:
    page = reverse("referrals:send_several", args=[need.pk])
    return f"{page}?service={food_boxes.pk}&service={bags.pk}"


@pytest.fixture
def client(navigator: Worker) -> Client:
    return navigator.client


def filled(**changes: object) -> dict[str, object]:
    usual = {
        "request_key": str(uuid7()), "mode": "direct", "enough": "first_yes", "facts": ["household"],
        "urgency": "routine", "needed_by": "", "note": "",
    }  # fmt: skip
    return usual | changes


def test_services_can_be_ticked_several_at_once(client: Client, need: Need, food_boxes, bags):
    page = reverse("referrals:find_for", args=[need.pk])
    assert 'type="radio" name="service"' in client.get(page).content.decode()
    shown = client.get(f"{page}?several=1").content.decode()
    assert 'type="checkbox" name="service"' in shown
    assert "Go on with these" in shown


def test_each_partner_sees_only_what_it_asks(
    client: Client, url: str, rosa: Person, agreed: Consent, agreed_with_harvest: Consent
):
    response = client.post(url, filled(), follow=True)
    assert "Sent to 2 partners" in response.content.decode()
    boxes, bags = Referral.objects.order_by("id")
    assert (boxes.shared_facts, bags.shared_facts) == (["household", "name"], ["name"])
    assert boxes.among == bags.among is not None


def test_all_are_kept_when_that_is_chosen(
    client: Client, url: str, agreed: Consent, agreed_with_harvest: Consent
):
    client.post(url, filled(enough="keep_all"))
    assert list(Referral.objects.values_list("among", flat=True)) == [None, None]


def test_the_family_is_asked_once_for_all_that_is_missing(
    client: Client, url: str, food_boxes: Service, bags: Service
):
    shown = client.get(url).content.decode()
    assert "Ask them once, for all of these" in shown
    both = f"partner={food_boxes.organization_id}&amp;partner={bags.organization_id}"
    assert both in shown


def test_without_every_agreement_nobody_is_asked(client: Client, url: str, agreed: Consent):
    response = client.post(url, filled())
    assert response.status_code == 422
    assert not Referral.objects.exists()


def test_looking_at_the_preview_sends_nothing(
    client: Client, url: str, agreed: Consent, agreed_with_harvest: Consent
):
    shown = client.post(url, filled(note="After five", preview="1")).content.decode()
    assert "After five" in shown
    assert shown.count("Rosa Delgado") >= 2
    assert not Referral.objects.exists()


def test_where_nobody_can_say_yes_the_page_says_so(
    client: Client, need: Need, food_boxes: Service, network, agreed: Consent
):
    fridge = Service.objects.create(
        network=network, organization=found(network, "St. Anne’s"), name="Fridge",
        topics=["food_pantry"], intake=Service.Intake.WALK_IN,
    )  # fmt: skip
    page = reverse("referrals:send_several", args=[need.pk])
    shown = client.get(f"{page}?service={food_boxes.pk}&service={fridge.pk}").content.decode()
    assert "Nobody at St. Anne’s can say yes here" in shown


@pytest.mark.parametrize("number", [0, 1])
def test_with_fewer_than_two_the_page_asks_to_choose_again(
    client: Client, need: Need, food_boxes: Service, number: int
):
    page = reverse("referrals:send_several", args=[need.pk])
    response = client.get(page, {"service": [str(food_boxes.pk)] * number}, follow=True)
    assert "Choose two or three services." in response.content.decode()


def test_a_stranger_finds_nothing_there(stranger: Worker, url: str):
    assert stranger.client.get(url).status_code == 404


def test_a_screener_may_not_send(screener: Worker, url: str):
    assert screener.client.get(url).status_code in {403, 404}
