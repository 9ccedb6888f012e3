"""A program asks several partners for one need: all or none, and each only with what was agreed."""

from datetime import datetime

import pytest

from core.ids import uuid7
from organizations.grants import Role
from organizations.models.directory import Service
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Person
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.api.conftest import Call
from tests.story import Worker, found, hire

URL = "/api/v1/referrals/several/"


@pytest.fixture
def bags(network) -> Service:
    harvest = hire(found(network, "Second Harvest"), "Ben Okafor", Role.INTAKE).organization
    return Service.objects.create(
        network=network, organization=harvest, name="Food bags", topics=["food_pantry"]
    )


@pytest.fixture
def said(need: Need, food_boxes: Service, bags: Service) -> dict[str, object]:
    return {
        "need": str(need.pk), "services": [str(food_boxes.pk), str(bags.pk)],
        "request_key": str(uuid7()), "enough": "first_yes", "facts": ["name"],
    }  # fmt: skip


@pytest.fixture
def agreed_with_harvest(rosa: Person, bags: Service, now: datetime) -> Consent:
    return Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.SEND, recipient=bags.organization,
        facts=["name"], form=Form.VERBAL, language="es", words="Sí", since=now,
    )  # fmt: skip


def test_a_program_asks_several(
    program: Call, navigator: Worker, said, agreed, agreed_with_harvest
):
    answered = program(navigator).post(URL, said, content_type="application/json")
    assert answered.status_code == 201
    again = program(navigator).post(URL, said, content_type="application/json")
    assert again.json()["results"] == answered.json()["results"]
    assert Referral.objects.filter(among__isnull=False).count() == 2


def test_without_one_of_the_agreements_nobody_is_asked(
    program: Call, navigator: Worker, said, agreed
):
    answered = program(navigator).post(URL, said, content_type="application/json")
    assert (answered.status_code, answered.json()["code"]) == (409, "consent_missing")
    assert not Referral.objects.exists()


def test_a_strangers_program_finds_no_such_need(program: Call, stranger: Worker, said, agreed):
    answered = program(stranger).post(URL, said, content_type="application/json")
    assert answered.status_code == 404


def test_the_programs_of_partners_may_not_ask(program: Call, intake: Worker, said, agreed):
    assert program(intake).post(URL, said, content_type="application/json").status_code == 404
