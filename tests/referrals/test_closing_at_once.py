"""A service closes while somebody is being sent there: nobody is left waiting before a closed door."""

from datetime import timedelta

import pytest
from django.db import transaction

from core.errors import BadInput
from core.ids import uuid7
from organizations.models.directory import Service
from referrals.actions.incident import close_down
from referrals.actions.send import Sending, send
from referrals.lifecycle import LIVE, Status
from referrals.models.incident import Incident
from referrals.models.referral import Referral
from screening.actions import needs
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need
from tests.referrals.closing import fire
from tests.referrals.conftest import FACTS
from tests.referrals.meanwhile import meanwhile
from tests.story import Worker

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.usefixtures("transactional_db")


def test_who_was_sent_there_a_moment_before_is_looked_after_with_the_others(
    convener: Worker, navigator: Worker, need: Need, agreed, sending: Sending, food_boxes, now
):
    closing, cleo = fire(food_boxes, now + MINUTE), convener.actor
    with transaction.atomic():
        sent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
        closed = meanwhile(lambda: close_down(actor=cleo, closing=closing, at=now + MINUTE))
    incident = closed.result(60)
    sent.refresh_from_db()
    need.refresh_from_db()
    assert (sent.status, sent.reason) == (Status.CANCELLED, "service_closed")
    assert (need.status, need.waiting_on) == (NeedStatus.WANTS_HELP, Turn.OWNER)
    assert incident.cases.get().need_id == need.pk


def test_who_comes_a_moment_later_is_told_that_it_is_closed(
    convener: Worker, navigator: Worker, need: Need, agreed, sending: Sending, food_boxes, now
):
    worker = navigator.actor
    with transaction.atomic():
        close_down(actor=convener.actor, closing=fire(food_boxes, now), at=now)
        late = meanwhile(lambda: send(actor=worker, need_id=need.pk, sending=sending, at=now))
    with pytest.raises(BadInput, match="not offered right now"):
        late.result(60)
    assert not Referral.objects.filter(service=food_boxes, status__in=sorted(LIVE)).exists()


def test_a_closing_waits_for_whoever_works_on_one_of_its_families_and_stops_nobody(
    convener: Worker, navigator: Worker, referral: Referral, sending: Sending, food_boxes, now
):
    """The worker tries the same pantry's other service: all of it closes, and neither holds up the other."""
    other = Service.objects.create(
        network=food_boxes.network, organization=food_boxes.organization, name="Hot meals",
        topics=["food_pantry"],
    )  # fmt: skip
    whole, cleo, at = fire(food_boxes, now, service_id=None), convener.actor, now + MINUTE
    instead = Sending(other.pk, uuid7(), facts=FACTS, replaces_id=referral.pk)
    with transaction.atomic():
        needs.locked(navigator.actor, referral.need_id, at=at)
        closed = meanwhile(lambda: close_down(actor=cleo, closing=whole, at=at))
        send(actor=navigator.actor, need_id=referral.need_id, sending=instead, at=at)
    closed.result(60)
    assert not Referral.objects.filter(need_id=referral.need_id, status__in=sorted(LIVE)).exists()
    assert Incident.objects.get().cases.get().need_id == referral.need_id
