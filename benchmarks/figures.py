"""What is one figure: ours, its limit in the same run, and how near it was meant to be?"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio that is wanted: at least so much of a rate, or at most so many times a duration."""

    ratio: float
    at_most: bool = False

    def is_met_by(self, ratio: float) -> bool:
        return ratio <= self.ratio if self.at_most else ratio >= self.ratio

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.ratio:g}"


def at_least(ratio: float) -> Target:
    return Target(ratio)


def at_most(ratio: float) -> Target:
    return Target(ratio, at_most=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """`rounds` are pairs (ours, limit), each measured one after the other; the median ratio counts."""

    name: str
    against: str
    unit: str
    rounds: tuple[tuple[float, float], ...]
    target: Target | None = None

    @property
    def ours(self) -> float:
        return median(ours for ours, _ in self.rounds)

    @property
    def limit(self) -> float:
        return median(limit for _, limit in self.rounds)

    @property
    def ratio(self) -> float:
        return median(ours / limit for ours, limit in self.rounds)

    @property
    def spread(self) -> str:
        ratios = sorted(ours / limit for ours, limit in self.rounds)
        return f"{ratios[0]:.3g}–{ratios[-1]:.3g}"

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "ok" if self.target.is_met_by(self.ratio) else "missed"


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure that is only told: nothing to divide it by."""

    name: str
    words: str


def amount(number: float, unit: str) -> str:
    shown = f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
    return f"{shown} {unit}"


def cells_of(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        amount(figure.ours, figure.unit),
        f"{amount(figure.limit, figure.unit)} ({figure.against})",
        f"{figure.ratio:.3g} ({figure.spread})",
        str(figure.target or ""),
        figure.verdict,
    )


HEAD = ("figure", "ours", "limit in the same run", "ratio (lowest–highest)", "target", "")


def plain(figures: Iterable[Figure]) -> str:
    """As columns on a terminal."""
    lines = [HEAD, *(cells_of(figure) for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
