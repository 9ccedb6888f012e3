"""A program reads who could be asked next, as the page shows it; it never learns of somebody else's family."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from organizations.models.directory import Capacity, Service
from people.models.agreements import Disclosure
from people.models.person import Exclusion
from referrals.actions import answer
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.api.conftest import Call
from tests.story import Worker, found


@pytest.fixture
def now() -> datetime:
    return timezone.now() - timedelta(minutes=10)


@pytest.fixture
def harvest(network) -> Service:
    return offer(network, "Harvest", room="open")


def offer(network, name: str, *, room: str) -> Service:
    service = Service.objects.create(
        network=network, organization=found(network, name), name=f"Food from {name}",
        topics=["food_pantry"], intake=Service.Intake.WALK_IN,
    )  # fmt: skip
    said_at = timezone.now() - timedelta(hours=1)
    Capacity.objects.create(network=network, service=service, room=room, said_at=said_at)
    return service


def ask(program: Call, worker: Worker, need: Need):
    return program(worker).get(f"/api/v1/needs/{need.pk}/alternatives/")


def test_after_a_no_the_next_ones_stand_ready_without_who_was_asked_or_is_full(
    program: Call, navigator: Worker, intake: Worker, referral: Referral, harvest: Service, network, now
):  # fmt: skip
    offer(network, "Crowded", room="full")
    answer.decline(
        actor=intake.actor, referral_id=referral.pk, reason="no_capacity", at=now + timedelta(minutes=2)
    )  # fmt: skip
    answered = ask(program, navigator, referral.need)
    said = answered.json()
    assert said["is_time_to_choose"] is True
    [one] = said["results"]
    assert one["service"] == str(harvest.pk)
    assert (one["partner_name"], one["mode"], one["room"]) == ("Harvest", "introduction", "open")
    assert one["is_agreed"] is False
    assert Disclosure.objects.filter(what="api.need").exists()


def test_while_a_partner_has_time_to_answer_it_is_not_time_to_choose(
    program: Call, navigator: Worker, referral: Referral, harvest: Service
):
    assert ask(program, navigator, referral.need).json()["is_time_to_choose"] is False


def test_whom_the_family_has_shut_out_is_not_among_them(
    program: Call, navigator: Worker, need: Need, food_boxes: Service, agreed
):
    first = ask(program, navigator, need).json()["results"]
    assert [(one["service"], one["is_agreed"]) for one in first] == [(str(food_boxes.pk), True)]
    Exclusion.objects.create(
        network=need.network, person=need.subject, organization=food_boxes.organization
    )
    assert ask(program, navigator, need).json()["results"] == []


@pytest.mark.parametrize("who", ["stranger", "intake", "foreigner"])
def test_nobody_else_learns_anything(program: Call, request, need: Need, who: str):
    answered = ask(program, request.getfixturevalue(who), need)
    assert answered.status_code == 404
