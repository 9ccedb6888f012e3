"""While five hundred requests live through weeks, the machine is killed piece by piece, and nobody notices.

With `PROOF=long pytest tests/proof/test_chaos.py` it is killed twice as often, a day and a half at a time.
"""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from core.ids import uuid7
from core.models import Event, Outbox
from core.tenancy import tenant_context
from notifications.models.deliveries import Delivery
from people.lifecycle import Direction
from people.models.person import Person
from referrals.actions.answer import accept, decline
from referrals.actions.audit import audit
from referrals.actions.send import Sending, send
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.models.need import Need
from tests.ground.launching import eventually
from tests.proof.county import FACTS, TOPICS, County, agree, in_a_county
from tests.proof.machine import MISCHIEF, PROCESSES, Machine, running

SEED = 11
LONG = os.environ.get("PROOF") == "long"
FAMILIES = 42  # each asks three partners for four things: 504 requests
ANSWERS = 10 if LONG else 4  # what each partner says between two nights
PASSES = timedelta(hours=36 if LONG else 72)
WEEKS = timedelta(weeks=3)


@pytest.fixture
def machine(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Machine]:
    with django_db_blocker.unblock(), running(tmp_path) as started:
        yield started


@pytest.fixture
def county(machine: Machine) -> Iterator[County]:
    del machine  # whose database it is
    with in_a_county() as county:
        yield county


def a_family(county: County, number: int) -> Person:
    like = county.people[0]
    person = Person.objects.create(
        network=like.network, custodian=like.custodian, created_by=like.created_by,
        first_name=f"Person {number}", created_at=timezone.now(),
    )  # fmt: skip
    for partner in county.partners:
        agree(person, Direction.SEND, partner)
    return person


def send_many(county: County, at: datetime) -> None:
    """Each family needs several things, and every partner is asked for each; most will never answer."""
    navigator = county.caring[0]
    services = [service for service in county.services if not service.is_never_chased]
    for number in range(FAMILIES):
        topics = [FoundTopic(topic) for topic in TOPICS]
        person = a_family(county, number)
        for need in record_found(actor=navigator, person=person, topics=topics, at=at):
            want_help(actor=navigator, need_id=need.pk, at=at)
            for service in services:
                sending = Sending(service.pk, uuid7(), facts=FACTS)
                send(actor=navigator, need_id=need.pk, sending=sending, at=at)


def partners_answer(county: County, chance: random.Random) -> None:
    for helper in county.helping:
        asked = Referral.objects.filter(
            receiver_id=helper.organization_id, status="requested", released_at__lte=timezone.now()
        )
        for one in asked.order_by("id")[:ANSWERS]:
            say = chance.choice([accept, lambda **said: decline(reason="no_capacity", **said)])
            say(actor=helper, referral_id=one.pk, at=timezone.now())


def again(machine: Machine, ask: Callable[[], bool]) -> Callable[[], bool]:
    """The database may just have gone: that is what this test does to it."""

    def asked() -> bool:
        machine.start_again_what_ended()
        try:
            return ask()
        except OperationalError:
            connection.close()
            return False

    return asked


def all_is_quiet() -> bool:
    """Nothing is due any more: no step, no event to tell, no message to send."""
    now = timezone.now()
    due = (
        Referral.objects.filter(wake_at__lte=now),
        Need.objects.filter(wake_at__lte=now),
        Outbox.objects.filter(available_at__lte=now),
        Delivery.objects.filter(state="waiting", available_at__lte=now),
    )
    return not any(rows.exists() for rows in due)


def climbed_since(at: datetime) -> Counter[str]:
    """How often each rung of each request was climbed by a sweep."""
    events = Event.objects.filter(
        subject_type="referrals.referral", actor_kind="system", happened_at__gte=at
    )
    return Counter(f"{event.subject_id} {event.kind} {event.details['rung']}" for event in events)


def three_weeks(chance: random.Random) -> list[str]:
    """All that is bad, in an order drawn once, as often as there are nights."""
    bad_days = ["nothing yet"]
    while len(bad_days) * PASSES < WEEKS:
        bad_days += chance.sample(list(MISCHIEF), len(MISCHIEF))
    return bad_days


def message_ids(folder: Path) -> Counter[str]:
    mails = (message_from_bytes(mail.read_bytes()) for mail in folder.glob("*.eml"))
    return Counter(str(mail["Message-ID"]) for mail in mails)


def test_no_request_is_lost_or_moved_twice_while_the_machine_is_killed_piece_by_piece(
    machine: Machine, county: County
):
    chance = random.Random(SEED)  # noqa: S311 the same bad days in every run
    with tenant_context(county.network.pk):
        send_many(county, timezone.now())
    for name in PROCESSES:
        machine.start(name)
    for bad_day in three_weeks(chance):
        with tenant_context(county.network.pk):
            partners_answer(county, chance)
        began = timezone.now()
        due = machine.let_time_pass(PASSES)
        MISCHIEF.get(bad_day, lambda _machine: None)(machine)
        assert eventually(again(machine, all_is_quiet)), f"{bad_day}: something stays due"
        climbed = climbed_since(began)
        assert set(due) == {rung.split()[0] for rung in climbed}, bad_day
        assert set(climbed.values()) <= {1}, f"{bad_day}: a step was done twice"

    with tenant_context(county.network.pk):
        broken = [one for one in audit(county.network.pk, at=timezone.now()) if one.broken]
    assert not broken
    assert Referral.objects.count() == FAMILIES * len(TOPICS) * len(county.partners)
    sent = Delivery.objects.filter(channel="email", state="sent").count()
    assert sent > len(county.partners)
    assert len(message_ids(machine.messages)) == sent
    assert not Delivery.objects.exclude(state__in=["sent", "waiting", "held_back"]).exists()
