"""A batch of the sweep is as large as this machine deals with in a moment: nobody who answers waits for it long."""

import gc
from types import SimpleNamespace

import pytest

from config.celery import search_what_is_loaded_no_more
from referrals import tasks
from referrals.actions import pace as pacing
from referrals.actions.pace import AIM, FEWEST, MOST, Pace
from tests.referrals.test_two_networks import reminded, waits_since_a_month
from tests.story import Worker


def after(*batches: tuple[int, float], begins: int = 100) -> int:
    """The size of the next batch; of each before it how many rows it had, and its seconds."""
    pace = Pace(begins)
    for dealt, seconds in batches:
        pace.took(dealt, seconds)
    return pace.size


def test_a_slow_batch_makes_the_next_one_smaller_at_once():
    assert after((400, 4 * AIM), begins=400) == 100
    assert after((100, 1000.0)) == FEWEST, "and the work goes on even so"


def test_a_quick_full_batch_makes_the_next_one_larger_step_by_step():
    assert after((100, AIM / 1.5)) == 150
    assert after((100, AIM / 50)) == 200, "never twice as large at once: the next may be slow"
    assert after(*((MOST, AIM / 50),) * 9) == MOST


def test_a_batch_of_few_rows_says_nothing_of_larger_ones():
    assert after((3, AIM / 50)) == 100


def test_after_one_stall_it_is_as_quick_as_before_soon():
    stalled_once = [(200, 6 * AIM), (50, AIM / 4), (100, AIM / 2)]
    assert after(*stalled_once, begins=200) >= 190


@pytest.mark.parametrize("a_row", [0.00005, 0.0002, 0.0008])
def test_on_a_fast_and_a_slow_machine_a_batch_takes_a_moment(
    a_row: float, monkeypatch: pytest.MonkeyPatch
):
    clock = [0.0]
    monkeypatch.setattr(pacing, "time", SimpleNamespace(perf_counter=lambda: clock[0]))
    taken = []

    def batch(limit: int) -> int:
        clock[0] += 0.003 + a_row * limit
        taken.append(0.003 + a_row * limit)
        return limit

    pace = Pace()
    for _ in range(20):
        pace.deal(batch)
    assert max(taken) <= 1.1 * AIM
    assert taken[-1] >= 0.8 * min(AIM, 0.003 + a_row * MOST), "and no moment is left unused"


def test_all_that_is_due_is_dealt_with_in_one_turn_however_small_a_batch(
    navigator: Worker, foreigner: Worker, monkeypatch: pytest.MonkeyPatch
):
    waiting = [waits_since_a_month(navigator) for _ in range(3)]
    alone = waits_since_a_month(foreigner)
    monkeypatch.setattr(pacing, "AIM", 0.0)
    monkeypatch.setattr(pacing, "FEWEST", 1)
    monkeypatch.setattr(tasks, "Pace", lambda: Pace(1))
    tasks.sweep()
    assert all(reminded(need) for need in [*waiting, alone])


def test_when_its_time_is_over_every_network_has_had_a_batch(
    navigator: Worker, foreigner: Worker, monkeypatch: pytest.MonkeyPatch
):
    ours, theirs = waits_since_a_month(navigator), waits_since_a_month(foreigner)
    monkeypatch.setattr(tasks, "Pace", lambda: Pace(1))
    clock = iter([0.0, 0.0])
    late = SimpleNamespace(monotonic=lambda: next(clock, 2.0 * tasks.TURN))
    monkeypatch.setattr(tasks, "time", late)
    waits_since_a_month(navigator)
    tasks.sweep()
    assert reminded(ours)
    assert reminded(theirs)


def test_what_a_worker_loads_at_its_start_is_not_searched_for_rubbish_again():
    before = gc.get_freeze_count()
    try:
        search_what_is_loaded_no_more()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
