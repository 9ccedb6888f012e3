"""Rosa, who needs food, and what she agreed to."""

from datetime import datetime

import pytest

from core.ids import uuid7
from organizations.models.directory import Service
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Person
from referrals.actions.send import Sending, send
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.models.need import Need
from tests.story import Worker

FACTS = ("name", "phone", "household")


@pytest.fixture
def rosa(navigator: Worker, now: datetime) -> Person:
    return Person.objects.create(
        network=navigator.organization.network,
        custodian=navigator.organization,
        first_name="Rosa",
        last_name="Delgado",
        language="es",
        created_at=now,
        created_by=navigator.user,
    )


@pytest.fixture
def agreed(rosa: Person, pantry, now: datetime) -> Consent:
    return Consent.objects.create(
        network=rosa.network,
        person=rosa,
        direction=Direction.SEND,
        recipient=pantry,
        facts=list(FACTS),
        form=Form.VERBAL,
        language="es",
        words="Sí",
        since=now,
    )


@pytest.fixture
def need(navigator: Worker, rosa: Person, now: datetime) -> Need:
    [found] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("food_pantry")], at=now
    )
    return want_help(actor=navigator.actor, need_id=found.pk, at=now)


@pytest.fixture
def sending(food_boxes: Service) -> Sending:
    return Sending(service_id=food_boxes.pk, request_key=uuid7(), facts=FACTS)


@pytest.fixture
def referral(
    navigator: Worker, need: Need, agreed: Consent, sending: Sending, now: datetime
) -> Referral:
    return send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
