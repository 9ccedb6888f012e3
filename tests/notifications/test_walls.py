"""A provider knows no networks: what it says reaches each of them, and none learns of another."""

import pytest
from django.utils import timezone

from core.ids import uuid7
from core.tenancy import tenant_context
from notifications.models.deliveries import Delivery
from notifications.numbers import texts_of
from people.actions.people import retoken
from people.lifecycle import Channel
from people.models.contact import ContactPoint
from people.models.person import Person
from tests.notifications.conftest import NUMBER, reach
from tests.story import Worker


@pytest.fixture
def same_number_elsewhere(foreigner: Worker) -> ContactPoint:
    home = foreigner.organization
    with tenant_context(home.network_id):
        person = Person.objects.create(
            network=home.network, custodian=home, first_name="Farah", created_at=timezone.now()
        )
        point = reach(person, Channel.TEXT, NUMBER)
        retoken(person)
    return point


def fresh(point: ContactPoint) -> ContactPoint:
    with tenant_context(point.network_id):
        return ContactPoint.objects.get(pk=point.pk)


def test_stop_and_start_reach_the_number_in_every_network(phone, same_number_elsewhere, texts_us):
    both = (phone, same_number_elsewhere)
    texts_us("STOP")
    assert all(fresh(point).stopped_at for point in both)
    texts_us("START")
    assert not any(fresh(point).stopped_at for point in both)


def test_a_network_finds_a_number_among_its_own_families_only(phone, same_number_elsewhere):
    for point in (phone, same_number_elsewhere):
        with tenant_context(point.network_id):
            assert [one.pk for one in texts_of(NUMBER, point.network_id)] == [point.pk]


def test_a_receipt_finds_its_message_in_whichever_network(
    phone, same_number_elsewhere, provider, calls_us
):
    sent = [_sent(phone, "SM1"), _sent(same_number_elsewhere, "SM2")]
    calls_us("receipt", MessageSid="SM2", MessageStatus="delivered")
    arrived = []
    for delivery in sent:
        with tenant_context(delivery.network_id):
            delivery.refresh_from_db()
        arrived.append(delivery.arrived_at is not None)
    assert arrived == [False, True]


def _sent(way: ContactPoint, name: str) -> Delivery:
    with tenant_context(way.network_id):
        return Delivery.objects.create(
            network_id=way.network_id, key=name, event_id=uuid7(), template="family_question",
            about_id=uuid7(), channel=way.channel, contact_point=way, state="sent",
            provider_id=name, sent_at=timezone.now(), available_at=timezone.now(),
        )  # fmt: skip
