"""The order of the list, as its table of points says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from organizations.models.directory import Capacity
from organizations.opening import Opening
from organizations.ranking import ROOM, Facts, Point, box, miles_between, points, room_now

AT = datetime(2026, 11, 18, 15, tzinfo=UTC)
PLAIN = Facts(opening=Opening(), at=AT)


def test_every_word_on_room_has_its_points():
    assert set(ROOM) == set(Capacity.Room.values)


@pytest.mark.parametrize(
    "better",
    [
        {"miles": 3.0},
        {"match": 0.2},
        {"room": "open"},
        {"opening": Opening(is_known=True, until=AT + timedelta(hours=1))},
        {"opening": Opening(is_known=True, opens=AT + timedelta(hours=1))},
        {"speaks": True},
        {"barriers_taken": 1},
        {"answers": True},
    ],
)
def test_every_reason_raises_a_service(better):
    assert points(replace(PLAIN, **better)) > points(PLAIN)


def test_opening_on_another_day_is_no_reason():
    assert points(
        replace(PLAIN, opening=Opening(is_known=True, opens=AT + timedelta(days=2)))
    ) == points(PLAIN)


def test_a_word_on_room_holds_while_it_is_believed_or_until_its_date():
    def room(days, good_until=None):
        return room_now(
            "full",
            said_at=AT,
            good_until=good_until,
            believed=timedelta(days=14),
            at=AT + timedelta(days=days),
        )

    assert [room(13), room(15)] == ["full", "unknown"]
    assert [room(20, AT + timedelta(days=21)), room(2, AT + timedelta(days=1))] == [
        "full",
        "unknown",
    ]


def test_miles_are_miles_and_the_box_holds_the_circle():
    ferry, mission = Point(37.7955, -122.3937), Point(37.7599, -122.4148)
    assert miles_between(ferry, mission) == pytest.approx(2.72, abs=0.05)
    south_west, north_east = box(ferry, 5)
    for corner in (Point(south_west.latitude, -122.3937), Point(37.7955, north_east.longitude)):
        assert miles_between(ferry, corner) == pytest.approx(5, rel=0.01)
