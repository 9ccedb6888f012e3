"""Finding help and sending: what they will see, one click or two, and twenty seconds to think again."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.ids import uuid7
from organizations.models.directory import Service
from people.models.agreements import Consent, Disclosure
from people.models.person import Exclusion, Person
from referrals.actions.send import Sending, send, send_packet
from referrals.lifecycle import Mode, Status
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from screening.models.need import Need
from tests.story import Worker, found

DAY = timedelta(days=1)


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def client(navigator: Worker) -> Client:
    return navigator.client


@pytest.fixture
def url(need: Need, food_boxes: Service) -> str:
    return f"{reverse('referrals:send', args=[need.pk])}?service={food_boxes.pk}"


def filled(**changes: object) -> dict[str, object]:
    usual = {
        "request_key": str(uuid7()), "mode": "direct", "facts": ["phone", "household"],
        "urgency": "routine", "needed_by": "", "note": "",
    }  # fmt: skip
    return usual | changes


@pytest.fixture
def fridge(network) -> Service:
    """Only listed, and open to whoever walks in."""
    organization = found(network, "St. Anne’s")
    return Service.objects.create(
        network=network, organization=organization, name="Community fridge", topics=["food_pantry"],
        intake=Service.Intake.WALK_IN, what_to_bring="A bag",
    )  # fmt: skip


def test_services_for_the_need_are_offered_with_their_reasons(
    client: Client, need: Need, food_boxes: Service, fridge: Service
):
    shown = client.get(reverse("referrals:find_for", args=[need.pk])).content.decode()
    assert "Eastside Pantry: Weekly food boxes" in shown
    assert "St. Anne’s: Community fridge" in shown
    assert "Takes requests" in shown
    assert "Walk in" in shown


def test_a_partner_whom_the_family_has_shut_out_is_never_offered(
    client: Client, need: Need, food_boxes: Service
):
    Exclusion.objects.create(
        network=need.network, person=need.subject, organization=food_boxes.organization
    )
    shown = client.get(reverse("referrals:find_for", args=[need.pk])).content.decode()
    assert "Eastside Pantry" not in shown
    assert "No service was found" in shown


def test_the_preview_shows_what_they_will_see_and_nothing_else(
    client: Client, url: str, rosa: Person, agreed: Consent
):
    rosa.address = "12 Mill Street"
    rosa.save()
    shown = client.get(url).content.decode()
    preview = shown.partition('id="preview"')[2]
    assert "Rosa Delgado" in preview
    assert "12 Mill Street" not in preview


def test_the_preview_follows_what_is_ticked_and_sends_nothing(
    client: Client, url: str, agreed: Consent
):
    response = client.post(url, filled(facts=[], note="After five, please", preview="1"))
    assert response.status_code == 200
    assert "After five, please" in response.content.decode()
    assert not Referral.objects.exists()


def test_sending_asks_once_and_can_be_undone_from_the_next_page(
    client: Client, url: str, need: Need, agreed: Consent
):
    response = client.post(url, filled(note="Third floor"), follow=True)
    referral = Referral.objects.get()
    assert (referral.status, referral.note, referral.shared_facts) == (
        Status.REQUESTED, "Third floor", ["household", "name", "phone"],
    )  # fmt: skip
    page = response.content.decode()
    assert "Sent to Eastside Pantry" in page
    assert "20 seconds" in page
    client.post(reverse("referrals:undo", args=[referral.pk]))
    referral.refresh_from_db()
    need.refresh_from_db()
    assert referral.status == Status.ENTERED_IN_ERROR
    assert need.wants_help


def test_after_twenty_seconds_undo_says_that_it_has_been_sent(
    client: Client, navigator: Worker, need: Need, agreed: Consent, sending, at: datetime
):
    referral = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at - DAY)
    response = client.post(reverse("referrals:undo", args=[referral.pk]))
    assert response.status_code == 409
    assert "Twenty seconds are over" in response.content.decode()


def test_a_double_click_on_send_makes_one_request(client: Client, url: str, agreed: Consent):
    typed = filled()
    first, second = client.post(url, typed), client.post(url, typed)
    assert first.url == second.url
    assert Referral.objects.count() == 1


def test_every_page_has_a_key_of_its_own(client: Client, url: str, agreed: Consent):
    keys = {
        re.search('name="request_key" value="([^"]+)"', client.get(url).content.decode())[1]
        for _ in range(2)
    }
    assert len(keys) == 2


def test_without_an_agreement_the_page_says_so_and_leads_to_it(
    client: Client, url: str, rosa: Person, food_boxes: Service
):
    shown = client.get(url).content.decode()
    assert "The family has to agree first" in shown
    agree = reverse("people:agree", args=[rosa.pk])
    assert f'href="{agree}?partner={food_boxes.organization_id}&amp;fact=name' in shown


def test_what_was_typed_is_kept_when_the_agreement_is_missing(client: Client, url: str):
    response = client.post(url, filled(facts=[], note="Third floor", urgency="today"))
    shown = response.content.decode()
    assert response.status_code == 422
    assert "has not agreed to share" in shown
    assert "Third floor" in shown
    assert re.search(r'value="today"[^>]*checked', shown)
    assert not Referral.objects.exists()


def test_a_fact_the_family_did_not_agree_to_cannot_be_ticked_nor_forged(
    client: Client, url: str, agreed: Consent
):
    assert 'value="address"' not in client.get(url).content.decode()
    assert client.post(url, filled(facts=["phone", "address"])).status_code == 422
    assert not Referral.objects.exists()


def test_where_people_walk_in_the_family_gets_the_handout(
    client: Client, need: Need, fridge: Service
):
    path = f"{reverse('referrals:send', args=[need.pk])}?service={fridge.pk}"
    shown = client.get(path).content.decode()
    assert "People walk in here" in shown
    assert 'value="direct"' not in shown
    page = client.post(path, filled(mode="introduction", facts=[]), follow=True).content.decode()
    referral = Referral.objects.get()
    assert (referral.mode, referral.shared_facts, referral.consent) == (Mode.INTRODUCTION, [], None)
    assert reverse("referrals:handout", args=[referral.pk]) in page


def test_several_needs_go_to_one_organization_in_one_packet(
    client: Client, navigator: Worker, need: Need, rosa: Person, food_boxes: Service,
    agreed: Consent, url: str, at: datetime,
):  # fmt: skip
    food_boxes.topics = ["food_pantry", "diapers"]
    food_boxes.save()
    [diapers] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=at
    )
    assert "Diapers" in client.get(url).content.decode()
    client.post(url, filled(along=[str(diapers.pk)]))
    first, second = Referral.objects.order_by("id")
    assert first.packet_id == second.packet_id is not None
    assert {first.need_id, second.need_id} == {need.pk, diapers.pk}


def test_a_need_the_organization_does_not_serve_cannot_travel_along(
    client: Client,
    navigator: Worker,
    need: Need,
    rosa: Person,
    agreed: Consent,
    url: str,
    at: datetime,
):
    [rent] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("rent_help")], at=at
    )
    client.post(url, filled(along=[str(rent.pk)]))
    assert Referral.objects.get().need_id == need.pk


def test_switching_takes_the_silent_request_back_in_the_same_step(
    client: Client, navigator: Worker, need: Need, agreed: Consent, sending, network, at: datetime
):
    agreed.since = at - 30 * DAY
    agreed.save()
    silent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at - 9 * DAY)
    other = found(network, "Second Harvest")
    service = Service.objects.create(
        network=network, organization=other, name="Food pantry", topics=["food_pantry"],
        intake=Service.Intake.REFERRAL, asks=["name"],
    )  # fmt: skip
    agreed.pk, agreed.recipient, agreed.since = uuid7(), other, at - DAY
    agreed.save(force_insert=True)
    path = f"{reverse('referrals:send', args=[need.pk])}?service={service.pk}"
    shown = client.get(path).content.decode()
    assert re.search('name="switch"[^>]*checked', shown)
    client.post(path, filled(facts=[], switch="on"))
    silent.refresh_from_db()
    assert (silent.status, silent.reason) == (Status.CANCELLED, "redirected")
    assert Referral.objects.get(receiver=other).replaces_id == silent.pk


@pytest.mark.parametrize("service", ["", "nonsense", str(UUID(int=7))])
def test_without_a_service_the_list_of_services_opens(client: Client, need: Need, service: str):
    response = client.get(f"{reverse('referrals:send', args=[need.pk])}?service={service}")
    assert response.url == reverse("referrals:find_for", args=[need.pk])


def test_a_service_of_another_network_is_none(
    client: Client, need: Need, foreigner: Worker, agreed: Consent
):
    elsewhere = Service.objects.create(
        network=foreigner.organization.network,
        organization=foreigner.organization,
        name="Far boxes",
    )
    response = client.get(f"{reverse('referrals:send', args=[need.pk])}?service={elsewhere.pk}")
    assert response.url == reverse("referrals:find_for", args=[need.pk])


def test_the_handout_speaks_the_familys_language_and_leads_to_its_page(
    client: Client, navigator: Worker, need: Need, fridge: Service, at: datetime
):
    referral = introduced(navigator, need, fridge, at)
    sheet = client.get(reverse("referrals:handout", args=[referral.pk])).content.decode()
    assert '<html lang="es"' in sheet
    assert "St. Anne’s" in sheet
    assert "A bag" in sheet
    assert 'class="qr"' in sheet
    assert "Rosa" not in sheet
    assert Disclosure.objects.filter(what="referrals.handout", purpose="print").count() == 1


def test_needs_sent_together_lead_to_one_door_on_the_handout(
    client: Client, navigator: Worker, need: Need, rosa: Person, fridge: Service, at: datetime
):
    fridge.topics = ["food_pantry", "diapers"]
    fridge.save()
    [diapers] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=at
    )
    sending = Sending(service_id=fridge.pk, request_key=uuid7(), mode=Mode.INTRODUCTION)
    ids = [need.pk, diapers.pk]
    first, _second = send_packet(actor=navigator.actor, need_ids=ids, sending=sending, at=at)
    sheet = client.get(reverse("referrals:handout", args=[first.pk])).content.decode()
    assert sheet.count("A bag") == 1


def test_a_handout_that_could_do_harm_has_no_code_to_scan(
    client: Client, navigator: Worker, need: Need, fridge: Service, rosa: Person, at: datetime
):
    rosa.contact_with_care = True
    rosa.save()
    referral = introduced(navigator, need, fridge, at)
    sheet = client.get(reverse("referrals:handout", args=[referral.pk])).content.decode()
    assert 'class="qr"' not in sheet


def introduced(navigator: Worker, need: Need, service: Service, at: datetime) -> Referral:
    sending = Sending(service_id=service.pk, request_key=uuid7(), mode=Mode.INTRODUCTION)
    return send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at)
