"""A run chart calls out what is more than chance, and nothing else."""

from datetime import date
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insights.search.measures import WEEK, Point, Run
from insights.search.runchart import ENOUGH, is_shift, is_trend, middle
from insights.views.chart import chart_of

POINTS = st.lists(st.integers(0, 5).map(float), max_size=14)

# A machine that is busy draws slowly: that says nothing about the rules.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def has_shift(points: list[float], usual: float) -> bool:
    """Independent: without those on the line, is there a window of six on one side?"""
    off = [point for point in points if point != usual]
    windows = [off[n : n + 6] for n in range(len(off) - 5)]
    return any(min(six) > usual or max(six) < usual for six in windows)


def has_trend(points: list[float]) -> bool:
    """Independent: without repeats, is there a window of five that is sorted one way?"""
    other = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
    windows = [other[n : n + 5] for n in range(len(other) - 4)]
    return any(five in (sorted(five), sorted(five, reverse=True)) for five in windows)


@unhurried
@given(POINTS, st.integers(0, 5))
def test_a_shift_is_six_in_a_row_on_one_side_passing_over_the_line(points: list[float], usual: int):
    assert is_shift(points, usual) is has_shift(points, usual)


@unhurried
@given(POINTS)
def test_a_trend_is_five_in_a_row_one_way(points: list[float]):
    assert is_trend(points) is has_trend(points)


@unhurried
@given(POINTS, POINTS)
def test_the_middle_is_that_of_before_when_there_is_enough_of_it(
    before: list[float], later: list[float]
):
    points = [*before, *later]
    usual = before if len(before) >= ENOUGH else points
    assert middle(before, points) == (median(usual) if usual else None)


@pytest.mark.parametrize(
    ("points", "shift", "trend"),
    [
        ([6, 6, 6, 5, 6, 6, 6], True, False),  # the point on the line is passed over
        ([6, 6, 6, 4, 6, 6], False, False),
        ([1, 2, 2, 3, 4, 6], False, True),  # the repeat is one point
        ([1, 2, 3, 4], False, False),
        ([9, 8, 7, 6, 5.5], False, True),
    ],
)
def test_the_rules_in_examples(points: list[float], *, shift: bool, trend: bool):
    assert (is_shift(points, 5), is_trend(points)) == (shift, trend)


def run(*values: float | None, trial_from: int) -> Run:
    monday = date(2026, 9, 7)
    return Run(
        tuple(
            Point(monday + n * WEEK, 0 if value is None else 20, 11, value, n >= trial_from)
            for n, value in enumerate(values)
        )
    )


def test_the_drawing_leaves_out_what_may_not_be_shown_and_begins_at_zero():
    drawn = chart_of(run(8.0, None, 4.0, 6.0, trial_from=2))
    assert drawn is not None
    assert [dot.is_trial for dot in drawn.dots] == [False, True, True]
    assert [dot.y for dot in drawn.dots] == [16, 112, 64]  # 208 is zero, 16 the highest
    assert drawn.median_y == 64
    assert drawn.dots[1].x == drawn.begins_x
    assert chart_of(run(8.0, None, trial_from=1)) is None
    assert (
        chart_of(run(8.0, 4.0, trial_from=1)) is None
    )  # two would draw a fall that nobody knows of


def test_of_fewer_than_five_weeks_neither_change_nor_chance_is_said():
    assert run(8, 7, 6, 5, trial_from=2).is_too_short
    assert not run(8, 7, 6, 5, 4, trial_from=2).is_too_short


def test_a_trial_of_next_week_is_drawn_with_the_weeks_before_it():
    """Somebody plans it on a Sunday for Monday: none of the weeks that are there is one of the trial."""
    drawn = chart_of(run(8.0, 6.0, 4.0, trial_from=9))
    assert drawn is not None
    assert drawn.begins_x == drawn.dots[-1].x
    assert not any(dot.is_trial for dot in drawn.dots)


def test_the_weeks_from_before_say_what_was_usual():
    shown = run(9, 8, 9, 8, 9, 8, 5, 5, 5, 5, 5, 5, trial_from=6)
    assert (shown.median, shown.is_shift, shown.is_trend) == (8.5, True, False)
