"""One sheet of paper for all that goes on: in the family's language, without what is nobody else's business."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.ids import uuid7
from organizations.models.directory import Location, Service, ServiceAtLocation
from organizations.models.network import Organization
from people.models.agreements import Disclosure
from people.models.person import Person
from referrals.actions.answer import decline
from referrals.actions.send import Sending, send
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from screening.models.need import Need
from tests.referrals.conftest import FACTS
from tests.story import Worker

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sheet(navigator: Worker, rosa: Person) -> str:
    return reverse("referrals:plan", args=[rosa.pk])


@pytest.fixture
def client(navigator: Worker) -> Client:
    return navigator.client


def found(navigator: Worker, rosa: Person, at: datetime, topic: str) -> Need:
    [need] = record_found(actor=navigator.actor, person=rosa, topics=[FoundTopic(topic)], at=at)
    return need


def test_the_sheet_says_in_spanish_where_to_go_and_what_is_still_looked_for(
    client: Client, sheet: str, navigator: Worker, rosa: Person, referral: Referral,
    food_boxes: Service, now: datetime,
):  # fmt: skip
    place = Location.objects.create(
        network=rosa.network, organization=referral.receiver, address_1="41 Dock St", city="Harbor"
    )
    ServiceAtLocation.objects.create(network=rosa.network, service=food_boxes, location=place)
    found(navigator, rosa, now, "diapers")
    page = client.get(sheet).content.decode()
    assert '<html lang="es"' in page
    assert "41 Dock St" in page
    assert page.count('class="step"') == 2
    assert 'class="qr"' in page
    assert "Rosa" not in page
    assert Disclosure.objects.get(what="referrals.plan").purpose == "print"


def test_what_is_asked_of_a_shelter_alone_stands_on_no_paper_for_the_kitchen_table(
    client: Client, sheet: str, navigator: Worker, rosa: Person, referral: Referral, now: datetime
):
    found(navigator, rosa, now, "diapers")
    assert referral.receiver.name in client.get(sheet).content.decode()
    Organization.objects.filter(pk=referral.receiver_id).update(is_victim_service=True)
    page = client.get(sheet).content.decode()
    assert referral.receiver.name not in page
    assert page.count('class="step"') == 1, "the diapers"


def test_what_leads_to_the_same_door_stands_there_once(
    client: Client, sheet: str, navigator: Worker, rosa: Person, referral: Referral, now: datetime
):
    other = found(navigator, rosa, now, "diapers")
    again = Sending(referral.service_id, uuid7(), facts=FACTS)
    send(actor=navigator.actor, need_id=other.pk, sending=again, at=now)
    page = client.get(sheet).content.decode()
    assert page.count(referral.receiver.name) == 1
    assert page.count('class="step"') == 1


def test_what_is_delicate_stands_on_no_common_sheet(
    client: Client, sheet: str, navigator: Worker, rosa: Person, referral: Referral, now: datetime
):
    delicate = found(navigator, rosa, now, "domestic_violence")
    assert delicate.is_sensitive
    own = found(navigator, rosa, now, "diapers")
    Need.objects.filter(pk=own.pk).update(audience="subject")
    assert client.get(sheet).content.decode().count('class="step"') == 1


def test_who_is_contacted_with_care_has_no_common_sheet(
    client: Client, sheet: str, rosa: Person, referral: Referral
):
    rosa.contact_with_care = True
    rosa.save()
    page = client.get(sheet).content.decode()
    assert referral.receiver.name not in page
    assert 'class="qr"' not in page


def test_what_is_over_is_not_on_it(
    client: Client, sheet: str, navigator: Worker, intake: Worker, referral: Referral, now: datetime
):
    decline(actor=intake.actor, referral_id=referral.pk, reason="no_capacity", at=now + MINUTE)
    page = client.get(sheet).content.decode()
    assert referral.receiver.name not in page  # the need is open, and looked after elsewhere
    assert page.count('class="step"') == 1


def test_a_stranger_and_a_screener_print_nothing(
    stranger: Worker, screener: Worker, intake: Worker, sheet: str, referral: Referral
):
    assert stranger.client.get(sheet).status_code == 404
    assert intake.client.get(sheet).status_code == 404
    assert screener.client.get(sheet).status_code in {403, 404}
    assert not Disclosure.objects.filter(what="referrals.plan").exists()
