"""What can a proposal change? Every kind of change registers how it is checked, read aloud and done.

A part of the product that partners may decide on brings its own row at start-up: nothing here knows them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import Promise

from governance.lifecycle import Area

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that will be otherwise. `before` is what stood there when the words were written."""

    kind: str
    key: str
    after: Any
    before: Any = None


class Aloud(NamedTuple):
    """A change in plain words."""

    what: Text
    before: Text
    after: Text


class Decision(NamedTuple):
    """By which a change comes about."""

    network_id: UUID
    proposal_id: UUID
    decided_by: UUID | None
    reason: str


Before = Callable[[UUID, Sequence[Change], datetime], dict[str, Any]]
Check = Callable[[UUID, Sequence[Change], datetime], list[Text]]
Apply = Callable[[Decision, Sequence[Change], datetime], None]


@dataclass(frozen=True, slots=True)
class Effect:
    """A kind of change. All functions get every change of their kind in the proposal at once.

    `before`: what stands now, by key. `check`: what is wrong with it, for whoever writes it; asked
    again when it comes into force. `apply`: inside the transaction that brings it into force.
    """

    kind: str
    area: Callable[[Change], Area]
    before: Before
    check: Check
    aloud: Callable[[Change], Aloud]
    apply: Apply
    falls_back: Callable[[Change], bool] = lambda _change: True
    aloud_all: Callable[[Sequence[Change]], list[Aloud]] | None = None  # where names are looked up
    is_whole: bool = False  # written over what stood: what came in between would be lost unseen


_EFFECTS: dict[str, Effect] = {}


def register(effect: Effect) -> None:
    """Called at start-up. A kind registered twice is an error."""
    if effect.kind in _EFFECTS:
        raise RuntimeError(f"{effect.kind} is changed in two ways.")
    _EFFECTS[effect.kind] = effect


def kinds() -> list[str]:
    """Every kind there is, by name."""
    return sorted(_EFFECTS)


def by_kind(changes: Iterable[Change]) -> list[tuple[Effect, list[Change]]]:
    """An unknown kind is a KeyError: nothing is decided that nobody can bring about."""
    ordered = sorted(changes, key=lambda change: change.kind)
    return [
        (_EFFECTS[kind], list(same)) for kind, same in groupby(ordered, lambda change: change.kind)
    ]


def as_they_stand(network_id: UUID, changes: Sequence[Change], at: datetime) -> list[Change]:
    """The same changes, with what stands there now; those that would change nothing are left out."""
    found = []
    for effect, same in by_kind(changes):
        stands = effect.before(network_id, same, at)
        found += [
            Change(one.kind, one.key, one.after, stands.get(one.key))
            for one in same
            if stands.get(one.key) != one.after
        ]
    return found


def written_over(changes: Iterable[Change]) -> list[Change]:
    """Those that put something whole in the place of what stood when they were written."""
    return [one for effect, same in by_kind(changes) if effect.is_whole for one in same]


def stands_otherwise(network_id: UUID, changes: Iterable[Change], at: datetime) -> bool:
    """Whether something else stands there now than what one of these was written over."""
    return any(
        stands.get(one.key) != one.before
        for effect, same in by_kind(written_over(changes))
        for stands in [effect.before(network_id, same, at)]
        for one in same
    )


def complaints(network_id: UUID, changes: Sequence[Change], at: datetime) -> list[Text]:
    return [
        wrong for effect, same in by_kind(changes) for wrong in effect.check(network_id, same, at)
    ]


def areas(changes: Iterable[Change]) -> set[Area]:
    return {effect.area(one) for effect, same in by_kind(changes) for one in same}


def aloud(changes: Iterable[Change]) -> list[Aloud]:
    return aloud_of_many([changes])[0]


def aloud_of_many(groups: Iterable[Iterable[Change]]) -> list[list[Aloud]]:
    """Of each proposal; names are looked up once for each kind of change, however many there are."""
    given = [list(changes) for changes in groups]
    found: list[list[Aloud]] = [[] for _ in given]
    flat = sorted(
        ((one.kind, place, one) for place, changes in enumerate(given) for one in changes),
        key=lambda each: each[0],
    )
    for kind, rows in groupby(flat, key=lambda each: each[0]):
        same = list(rows)
        for (_kind, place, _one), said in zip(same, _spoken(kind, same), strict=True):
            found[place].append(said)
    return found


def _spoken(kind: str, same: Sequence[tuple[str, int, Change]]) -> list[Aloud]:
    effect, changes = _EFFECTS[kind], [one for _kind, _place, one in same]
    if effect.aloud_all:
        return effect.aloud_all(changes)
    return [effect.aloud(one) for one in changes]


def all_fall_back(changes: Iterable[Change]) -> bool:
    return all(effect.falls_back(one) for effect, same in by_kind(changes) for one in same)


def bring_about(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    for effect, same in by_kind(changes):
        effect.apply(decision, same, at)


def packed(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """As a version keeps them."""
    return [asdict(change) for change in changes]


def unpacked(kept: Iterable[dict[str, Any]]) -> list[Change]:
    return [Change(**one) for one in kept]
