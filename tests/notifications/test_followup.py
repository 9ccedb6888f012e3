"""When a message may be tried again, and when a family may be written to. No database."""

from datetime import UTC, datetime, timedelta

from notifications.followup import (
    FIRST_WAIT,
    LEASE,
    LONGEST_WAIT,
    MOST_TRIES,
    family_hears_at,
    is_same_talk,
    try_again_at,
)

MORNING = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)  # ten in New York
ZONE = "America/New_York"


def wait(key: str, attempts: int) -> timedelta:
    return try_again_at(key, attempts, at=MORNING) - MORNING


def test_each_try_waits_longer_and_none_for_ever():
    waits = [wait("a", attempt) for attempt in range(1, MOST_TRIES + 1)]
    assert waits == sorted(waits)
    assert waits[0] >= FIRST_WAIT
    assert max(waits) <= LONGEST_WAIT * 1.5
    assert sum(waits, timedelta()) > timedelta(hours=3), (
        "a server that is busy for a while is not given up"
    )


def test_what_failed_together_does_not_come_back_together_and_the_same_key_always_waits_alike():
    assert wait("a", 1) == wait("a", 1)
    assert len({wait(f"key {number}", 1) for number in range(20)}) > 15


def test_a_lease_outlives_the_longest_task(settings):
    assert timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT) < LEASE


def hears_at(at: datetime, *days_ago: float) -> datetime:
    earlier = [at - timedelta(days=days) for days in days_ago]
    return family_hears_at(at, zone=ZONE, earlier=earlier)


def test_a_family_is_not_written_to_at_night():
    assert hears_at(MORNING) == MORNING
    late = MORNING.replace(hour=4)  # eleven in the evening before
    assert hears_at(late) == MORNING.replace(hour=14)  # nine in the morning
    evening = MORNING + timedelta(hours=10)
    assert hears_at(evening) == MORNING.replace(hour=14) + timedelta(days=1)


def test_a_family_is_written_to_twice_in_seven_days_and_the_third_waits():
    assert hears_at(MORNING, 3) == MORNING
    assert hears_at(MORNING, 5, 2) == MORNING + timedelta(days=2)
    assert hears_at(MORNING, 8, 2) == MORNING


def test_one_that_already_waits_for_its_turn_counts_too():
    assert hears_at(MORNING, 5, -2) == MORNING + timedelta(days=2)


def test_what_was_asked_this_morning_is_one_talk():
    assert is_same_talk([MORNING], at=MORNING + timedelta(hours=3))
    assert is_same_talk([MORNING + timedelta(days=2)], at=MORNING), "it waits for its turn"
    assert not is_same_talk([MORNING], at=MORNING + timedelta(days=1))
