"""What exactly does a receiver get, for every category of need? Only the facts chosen, whatever else is known."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.keys import issue
from core.ids import uuid7
from organizations.models.directory import Service
from organizations.models.network import Organization
from organizations.topics import SENSITIVE, TOPICS, Category
from people.actions.details import ContactDetails, PersonDetails
from people.actions.people import add_person
from people.lifecycle import Barrier, Channel, Fact, Form
from people.models.agreements import Consent
from people.models.person import Person
from referrals.actions.send import Sending, send
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help
from tests.chance import stands_in
from tests.story import Worker

ALL = PersonDetails(
    first_name="Rosa", last_name="Delgado", other_names="Rosita", birth_date=date(1994, 3, 7),
    pronouns="she", record_number="MRN-20481", address="12 Mill Street", postal_code="10453",
    note="Her brother must not know.", language="es", needs_interpreter=True,
    best_time="after five", barriers=frozenset({Barrier.NO_CAR}), household_size=3,
    contacts=(
        ContactDetails(Channel.TEXT, "(555) 010-0142", is_safe=True),
        ContactDetails(Channel.EMAIL, "rosa@example.org", is_safe=True),
    ),
)  # fmt: skip
# One topic of each category that has any, and every topic that is private.
_FIRST = {topic.category: slug for slug, topic in reversed(TOPICS.items())}
ONE_OF_EACH = sorted({*_FIRST.values(), *SENSITIVE})
# By what was chosen: every fact that a receiver then reads, and no other.
CHOSEN: dict[tuple[str, ...], dict[str, object]] = {
    ("name",): {"name": "Rosa Delgado"},
    ("name", "phone", "household"): {
        "name": "Rosa Delgado", "phone": "(555) 010-0142", "phone_when": "", "household": 3,
    },
    ("name", "area", "age", "language"): {
        "name": "Rosa Delgado", "area": "10453", "language": "es", "needs_interpreter": True,
    },
}  # fmt: skip
FORBIDDEN = (
    "1994", "Rosita", "MRN-20481", "Mill Street", "brother must not", "after five", "rosa@", "no_car", "no car",
)  # fmt: skip


@pytest.fixture
def rosa(navigator: Worker) -> Person:
    return add_person(actor=navigator.actor, details=ALL, at=timezone.now())


def sent(worker: Worker, rosa: Person, pantry: Organization, topic: str, facts: tuple[str, ...]):
    """By the usual way: a need, an agreement in writing that names the topic, a request, let go."""
    at = timezone.now() - timedelta(hours=1)
    service = Service.objects.create(
        network=pantry.network, organization=pantry, name=f"Help {topic}", topics=[topic],
        intake=Service.Intake.REFERRAL, asks=list(facts),
    )  # fmt: skip
    Consent.objects.create(
        network=rosa.network, person=rosa, direction="send", recipient=pantry, topics=[topic],
        facts=[*Fact], form=Form.WRITTEN, words="Sí", since=at, needs_writing=True,
        until=at + timedelta(days=90),
    )  # fmt: skip
    [found] = record_found(actor=worker.actor, person=rosa, topics=[FoundTopic(topic)], at=at)
    need = want_help(actor=worker.actor, need_id=found.pk, at=at)
    sending = Sending(service_id=service.pk, request_key=uuid7(), facts=facts)
    referral = send(actor=worker.actor, need_id=need.pk, sending=sending, at=at)
    Referral.objects.filter(pk=referral.pk).update(released_at=at)
    return referral


def test_there_is_a_topic_of_every_category_in_the_table():
    empty = {Category.PROTECTIVE_FACTOR}  # a strength, never a need
    assert {TOPICS[slug].category for slug in ONE_OF_EACH} == set(Category) - empty


@pytest.mark.parametrize("facts", CHOSEN, ids=",".join)
def test_a_receiver_reads_exactly_what_was_chosen_for_every_category(
    navigator: Worker, intake: Worker, rosa: Person, pantry: Organization, facts: tuple[str, ...]
):
    key = issue(intake.user, name="test", at=timezone.now())
    machine, client = Client(headers={"authorization": f"Bearer {key}"}), intake.client
    expected = dict(CHOSEN[facts])
    if "age" in facts:
        expected["age"] = rosa.age(at=timezone.now())
    for topic in ONE_OF_EACH:
        referral = sent(navigator, rosa, pantry, topic, facts)
        answer = machine.get(f"/api/v1/referrals/{referral.pk}/").json()
        got = {
            name: value for name, value in answer["person"].items() if value not in (None, [], ())
        }
        assert got.pop("is_withdrawn") is False
        assert got == expected, topic
        page = client.get(f"/referrals/{referral.pk}/").content.decode()
        said = page + json.dumps(answer)
        assert [word for word in FORBIDDEN if stands_in(said, word)] == [], topic
        if "phone" not in facts:
            assert "010-0142" not in said, topic
