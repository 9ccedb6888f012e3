"""When a partner cannot help, the next ones stand ready; when nobody can, that is written down."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.ids import uuid7
from organizations.models.directory import Capacity, Service
from organizations.models.network import Organization
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Exclusion, Person
from referrals.actions import answer
from referrals.actions.send import Sending, send
from referrals.lifecycle import Mode, Urgency
from referrals.models.referral import Referral
from screening.actions.gaps import record_gap
from screening.lifecycle import GapEnd, NeedStatus, WhyNobody
from screening.models.gap import Gap
from screening.models.need import Need
from tests.referrals.conftest import FACTS
from tests.referrals.test_statements import CONTROL
from tests.story import Worker, found


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(minutes=10)


def offer(
    network, name: str, *, room: str = "", status: str = "active", topic: str = "food_pantry"
) -> Service:
    organization = found(network, name)
    service = Service.objects.create(
        network=network, organization=organization, name=f"Food from {name}", topics=[topic],
        intake=Service.Intake.REFERRAL, asks=["name"], status=status,
    )  # fmt: skip
    if room:
        Capacity.objects.create(
            network=network, service=service, room=room, said_at=timezone.now() - timedelta(hours=1)
        )
    return service


@pytest.fixture
def harvest(network) -> Service:
    return offer(network, "Harvest", room="open")


@pytest.fixture
def declined(intake: Worker, referral: Referral, now: datetime) -> Referral:
    return answer.decline(
        actor=intake.actor,
        referral_id=referral.pk,
        reason="no_capacity",
        at=now + timedelta(minutes=2),
    )


def page(worker: Worker, need: Need) -> str:
    response = worker.client.get(f"/needs/{need.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_after_a_no_there_is_one_button_for_each_that_could_be_asked_next(
    navigator: Worker, declined: Referral, need: Need, harvest: Service
):
    words = page(navigator, need)
    assert "Send to Harvest" in words
    assert f"/needs/{need.pk}/send/?service={harvest.pk}" in words
    assert "Send to Eastside Pantry" not in words  # it has just said no


def test_no_more_than_three_and_none_that_is_full_closed_or_shut_out(
    navigator: Worker, declined: Referral, need: Need, rosa: Person, network
):
    offer(network, "Fullhouse", room="full")
    offer(network, "Listhouse", room="waitlist")
    offer(network, "Closedhouse", status="inactive")
    unwanted = offer(network, "Unwanted", room="open").organization
    Exclusion.objects.create(network=network, person=rosa, organization=unwanted)
    for number in range(4):
        offer(network, f"Open{number}", room="open")
    words = page(navigator, need)
    assert words.count("Send to Open") == 3
    offers = words[words.index("alternatives") : words.index("See more services")]
    assert (offers.count("button solid"), offers.count("button tint")) == (1, 2)
    for name in ("Fullhouse", "Listhouse", "Closedhouse", "Unwanted"):
        assert f"Send to {name}" not in words


def test_it_says_where_the_family_must_be_asked_first(
    navigator: Worker, declined: Referral, need: Need, rosa: Person, harvest: Service, now: datetime
):
    assert "Ask the family first" in page(navigator, need)
    Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.SEND, recipient=harvest.organization,
        facts=list(FACTS), form=Form.VERBAL, language="es", words="Sí", since=now,
    )  # fmt: skip
    words = page(navigator, need)
    assert "The family has agreed" in words
    assert "Ask the family first" not in words


def test_while_on_a_wait_list_somebody_else_may_be_asked_too(
    navigator: Worker,
    intake: Worker,
    referral: Referral,
    need: Need,
    harvest: Service,
    now: datetime,
):
    assert "Send to Harvest" not in page(navigator, need)
    answer.wait_list(
        actor=intake.actor, referral_id=referral.pk, place=9, at=now + timedelta(minutes=2)
    )
    words = page(navigator, need)
    assert "Try elsewhere too" in words
    assert "Send to Harvest" in words


def test_a_partner_that_says_it_is_full_need_not_be_waited_for(
    navigator: Worker, referral: Referral, need: Need, harvest: Service, now: datetime
):
    Capacity.objects.create(
        network=need.network, service=referral.service, room="full", said_at=now
    )
    words = page(navigator, need)
    assert "Eastside Pantry says that it is full." in words
    assert "Send to Harvest" in words


def test_when_one_says_yes_the_place_on_the_other_list_is_asked_about(
    navigator: Worker,
    intake: Worker,
    agreed: Consent,
    referral: Referral,
    need: Need,
    harvest: Service,
    now: datetime,
):
    answer.wait_list(
        actor=intake.actor, referral_id=referral.pk, place=9, at=now + timedelta(minutes=2)
    )
    asked = "What about the others?"
    assert asked not in page(navigator, need)
    handout = Sending(harvest.pk, uuid7(), mode=Mode.INTRODUCTION)
    send(actor=navigator.actor, need_id=need.pk, sending=handout, at=now + timedelta(minutes=3))
    Referral.objects.filter(service=harvest).update(status="accepted")
    assert asked in page(navigator, need)
    path = f"/referrals/{referral.pk}/take-back/"
    assert "Another partner answered first" in navigator.client.get(path).content.decode()
    navigator.client.post(path, {"reason": "answered_elsewhere"})
    assert Need.objects.get(pk=need.pk).is_being_helped
    assert asked not in page(navigator, need)


def test_what_went_with_the_first_try_stands_in_the_next(
    navigator: Worker, agreed: Consent, need: Need, intake: Worker, food_boxes: Service, harvest: Service,
    now: datetime,
):  # fmt: skip
    urgent = {"urgency": Urgency.TODAY, "called": True}
    first = Sending(food_boxes.pk, uuid7(), facts=FACTS, note="No peanuts.", **urgent)
    referral = send(actor=navigator.actor, need_id=need.pk, sending=first, at=now)
    answer.decline(
        actor=intake.actor,
        referral_id=referral.pk,
        reason="no_capacity",
        at=now + timedelta(minutes=2),
    )
    words = navigator.client.get(f"/needs/{need.pk}/send/?service={harvest.pk}").content.decode()
    assert "No peanuts." in words


def test_a_screener_a_stranger_and_the_partner_see_no_alternatives(
    screener: Worker,
    stranger: Worker,
    intake: Worker,
    declined: Referral,
    need: Need,
    harvest: Service,
):
    for worker in (screener, stranger, intake):
        assert worker.client.get(f"/needs/{need.pk}/").status_code == 404


def test_the_choice_costs_the_same_for_one_service_as_for_many(
    keeps_decisions, navigator: Worker, declined: Referral, need: Need, harvest: Service, network
):
    client = navigator.client

    def cost() -> int:
        client.get(f"/needs/{need.pk}/")  # from here on the process knows partners' numbers
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/needs/{need.pk}/")
        return len([query for query in seen if not CONTROL.match(query["sql"])])

    alone = cost()
    for number in range(6):
        offer(network, f"Open{number}", room="open")
    assert cost() == alone <= 42


# --- nobody can help ------------------------------------------------------------------------------


def test_the_navigator_writes_down_that_nobody_can_help(navigator: Worker, need: Need):
    path = f"/needs/{need.pk}/nobody/"
    assert path in page(navigator, need)
    assert navigator.client.get(path).status_code == 200
    assert navigator.client.post(path, {}).status_code == 422
    answered = navigator.client.post(path, {"why": WhyNobody.TOO_FAR})
    assert answered["Location"] == f"/needs/{need.pk}/"
    assert Gap.objects.open().get(need=need).why == WhyNobody.TOO_FAR
    words = page(navigator, need)
    assert "Still nobody" in words
    assert "It is too far away." in words


def test_a_stranger_cannot_write_it_down(stranger: Worker, screener: Worker, need: Need):
    for worker in (stranger, screener):
        answered = worker.client.post(f"/needs/{need.pk}/nobody/", {"why": "full"})
        assert answered.status_code == 404


def test_from_a_gap_a_service_is_asked_in_one_step(
    navigator: Worker, need: Need, sending: Sending, agreed: Consent, now: datetime
):
    record_gap(actor=navigator.actor, need_id=need.pk, why=WhyNobody.FULL, at=now)
    assert "Send to Eastside Pantry" in page(navigator, need)
    again = Sending(service_id=sending.service_id, request_key=uuid7(), facts=FACTS)
    send(actor=navigator.actor, need_id=need.pk, sending=again, at=now + timedelta(minutes=1))
    assert Need.objects.get(pk=need.pk).status == NeedStatus.BEING_HELPED
    assert Gap.objects.get(need=need).ended_how == GapEnd.MOVED_ON


def test_a_need_that_somebody_helps_with_is_no_gap(navigator: Worker, referral: Referral):
    answered = navigator.client.post(f"/needs/{referral.need_id}/nobody/", {"why": "full"})
    assert answered.status_code == 409
    assert not Gap.objects.exists()
    assert isinstance(referral.receiver, Organization)
