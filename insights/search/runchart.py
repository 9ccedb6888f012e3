"""Did something change, or is it chance? The usual rules of a run chart, as pure functions of its points.

R. J. Perla, L. P. Provost, S. K. Murray: The run chart: a simple analytical tool for learning from
variation in healthcare processes. BMJ Quality & Safety 2011;20:46-51.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

SHIFT = 6  # or more points in a row on one side of the median; a point on it is passed over
TREND = 5  # or more points in a row, each higher (or each lower) than the one before; a repeat counts once
ENOUGH = 6  # points from before, whose median then stands for what was usual

Numbers = Sequence[float]


def middle(before: Numbers, all_points: Numbers) -> float | None:
    """The median of the points from before; of all of them while those are fewer than `ENOUGH`."""
    points = before if len(before) >= ENOUGH else all_points
    return median(points) if points else None


def is_shift(points: Numbers, usual: float) -> bool:
    sides = [point > usual for point in points if point != usual]
    return _longest(sides) >= SHIFT


def is_trend(points: Numbers) -> bool:
    """A step neither up nor down is no step: the same number again is counted as one point."""
    steps = [after > before for before, after in pairwise(points) if after != before]
    return _longest(steps) + 1 >= TREND


def _longest(marks: Iterable[bool]) -> int:
    """The longest run of equal marks."""
    longest, length, last = 0, 0, None
    for mark in marks:
        length = length + 1 if mark is last else 1
        longest, last = max(longest, length), mark
    return longest
