"""A pantry says that it has room while somebody else works on the same need: nobody waits, nothing is lost."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from organizations.actions.room import RoomSaid, say
from organizations.models.directory import Service
from referrals.actions.openings import look_for_openings
from screening.actions.gaps import record_gap
from screening.lifecycle import GapEnd, WhyNobody
from screening.models.gap import Gap
from screening.models.need import Need
from tests.story import Worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def gap(navigator: Worker, need: Need, now: datetime) -> Gap:
    record_gap(actor=navigator.actor, need_id=need.pk, why=WhyNobody.FULL, at=now)
    return Gap.objects.get(need=need)


def test_a_need_that_is_locked_is_left_to_its_owner_and_found_by_the_clock(
    intake: Worker, food_boxes: Service, gap: Gap, network, now: datetime
):
    said = threading.Event()

    def pantry() -> None:
        try:
            say(actor=intake.actor, service_id=food_boxes.pk, said=RoomSaid("open"), at=now + HOUR)
            said.set()
        finally:
            connection.close()

    with transaction.atomic():
        Need.objects.select_for_update(no_key=True).get(pk=gap.need_id)
        thread = threading.Thread(target=pantry)
        thread.start()
        assert said.wait(120), "whoever says how much room there is must not wait"
    thread.join(120)
    assert Gap.objects.open().filter(pk=gap.pk).exists()
    assert look_for_openings(network_id=network.pk, at=now + DAY) == 1


def test_two_clocks_at_once_open_a_need_once(food_boxes: Service, gap: Gap, network, now: datetime):
    Service.objects.filter(pk=food_boxes.pk).update(opened_at=now + HOUR)
    opened: list[int] = []

    def look() -> None:
        try:
            opened.append(look_for_openings(network_id=network.pk, at=now + DAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(opened) == [0, 0, 0, 1]
    assert Gap.objects.get(need=gap.need).ended_how == GapEnd.OPENED
