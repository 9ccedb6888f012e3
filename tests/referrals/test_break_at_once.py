"""A partner shuts its door while somebody is being sent there: nobody is left waiting before it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from core.errors import BadInput
from core.ids import uuid7
from organizations.actions.standing import leave, pause
from organizations.models.directory import Service
from referrals.actions.send import Sending, send
from referrals.lifecycle import LIVE, Status
from referrals.models.referral import Referral
from screening.actions import needs
from screening.actions.needs import FoundTopic, record_found
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need
from tests.referrals.conftest import FACTS
from tests.referrals.meanwhile import beside, meanwhile
from tests.story import Worker

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.usefixtures("transactional_db")
Shut = Callable[[], object]


@pytest.fixture(params=[pause, leave], ids=["a break", "a leaving"])
def shut(request, keeper: Worker, now: datetime) -> Shut:
    actor, there = keeper.actor, keeper.organization.pk
    return lambda: request.param(actor=actor, organization_id=there, at=now + MINUTE)


def test_whoever_was_sent_there_a_moment_before_is_looked_after_with_the_others(
    shut: Shut,
    keeper: Worker,
    navigator: Worker,
    need: Need,
    agreed,
    sending: Sending,
    now: datetime,
):
    with transaction.atomic():
        sent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
        door = meanwhile(shut)
    door.result(60)
    sent.refresh_from_db()
    need.refresh_from_db()
    assert need.waiting_on == Turn.OWNER
    keeper.organization.refresh_from_db()
    ended = sent.status == Status.CANCELLED and need.status == NeedStatus.WANTS_HELP
    assert ended if keeper.organization.has_left else need.next_step == "nudge_or_switch"


def test_whoever_comes_a_moment_later_is_told_to_choose_another(
    shut: Shut, navigator: Worker, need: Need, agreed, sending: Sending, now: datetime
):
    worker = navigator.actor
    with transaction.atomic():
        shut()
        late = meanwhile(lambda: send(actor=worker, need_id=need.pk, sending=sending, at=now))
    with pytest.raises(BadInput, match="takes no new requests"):
        late.result(60)
    assert not Referral.objects.filter(status__in=sorted(LIVE)).exists()


def test_a_door_waits_for_whoever_works_on_one_of_its_families_and_stops_nobody(
    shut: Shut, navigator: Worker, referral: Referral, sending: Sending, now: datetime
):
    """They send the same need there once more, as the door is about to shut: neither holds up the other."""
    again = Sending(sending.service_id, uuid7(), facts=sending.facts, replaces_id=referral.pk)
    with transaction.atomic():
        needs.locked(navigator.actor, referral.need_id, at=now)
        door = meanwhile(shut)
        send(actor=navigator.actor, need_id=referral.need_id, sending=again, at=now)
    door.result(60)
    assert Need.objects.get(pk=referral.need_id).waiting_on == Turn.OWNER


def test_two_families_are_sent_there_at_once_and_nobody_waits_at_the_door(
    navigator: Worker,
    colleague: Worker,
    rosa,
    need: Need,
    agreed,
    sending: Sending,
    food_boxes,
    now,
):
    [found] = record_found(
        actor=colleague.actor, person=rosa, topics=[FoundTopic("diapers")], at=now
    )
    diapers = Service.objects.create(
        network=food_boxes.network, organization=food_boxes.organization, name="Diaper bank",
        topics=["diapers"],
    )  # fmt: skip
    other, actor = Sending(diapers.pk, uuid7(), facts=FACTS), colleague.actor
    with transaction.atomic():
        send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
        beside(lambda: send(actor=actor, need_id=found.pk, sending=other, at=now))
    assert Referral.objects.filter(status__in=sorted(LIVE)).count() == 2
