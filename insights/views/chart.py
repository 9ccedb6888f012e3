"""Where does each point of a run chart lie? Whole numbers for the drawing, in a box of `WIDTH` by `HEIGHT`."""

from dataclasses import dataclass
from datetime import date

from insights.search.measures import Run

WIDTH, HEIGHT = 640, 240
LEFT, TOP, RIGHT, BOTTOM = 8, 16, 8, 32
FEWEST = 3  # points; two make a line that says nothing


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    is_trial: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`line`: the points in order, as SVG wants them. `top`: the highest number; the lowest line is zero."""

    dots: tuple[Dot, ...]
    median_y: int
    begins_x: int
    top: float
    first: date
    last: date

    @property
    def line(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)

    @property
    def floor(self) -> int:
        return HEIGHT - BOTTOM


def chart_of(run: Run) -> Chart | None:
    """None: too little to draw. The scale begins at zero."""
    if len(run.shown) < FEWEST or run.median is None:
        return None
    top = max(point.value or 0 for point in run.shown) or 1
    dots = tuple(
        Dot(_x(number, run), _y(point.value, top), point.is_trial)
        for number, point in enumerate(run.points)
        if point.value is not None
    )
    edge = len(run.points) - 1  # it begins in a week to come
    begins = next((n for n, point in enumerate(run.points) if point.is_trial), edge)
    return Chart(
        dots, _y(run.median, top), _x(begins, run), top, run.points[0].week, run.points[-1].week
    )


def _x(number: int, run: Run) -> int:
    return LEFT + round((WIDTH - LEFT - RIGHT) * number / max(1, len(run.points) - 1))


def _y(value: float, top: float) -> int:
    return HEIGHT - BOTTOM - round((HEIGHT - TOP - BOTTOM) * value / top)
