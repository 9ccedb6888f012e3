"""Rosa, who needs food, and what she agreed to."""

from datetime import datetime

import pytest
from django.utils import timezone

from accounts import links
from accounts.models import AccessLink
from core.ids import uuid7
from organizations.grants import Role
from organizations.models.directory import Service
from organizations.models.network import Network
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.actions.send import Sending, send
from referrals.links import request_link
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.models.need import Need
from tests.referrals.by_link import PHONE
from tests.story import Worker, found, hire

FACTS = ("name", "phone", "household")


@pytest.fixture
def table(network: Network) -> Worker:
    return hire(found(network, "Harbor Desk"), "Mara Desk", Role.DESK)


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


@pytest.fixture
def mailed(referral: Referral, rosa: Person) -> AccessLink:
    ContactPoint.objects.create(
        network=rosa.network, person=rosa, channel="text", value=PHONE, is_safe=True
    )
    return request_link(referral, at=timezone.now())


@pytest.fixture
def door(mailed: AccessLink) -> str:
    return links.url_path(mailed)


@pytest.fixture
def page(door: str, referral: Referral) -> str:
    return f"{door}{referral.pk}/"
