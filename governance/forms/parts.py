"""What else may a proposal change beside numbers? Each kind of change brings its own fields to the form."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise

from governance.effects.registry import Change

Fields = dict[str, forms.Field]


@dataclass(frozen=True, slots=True)
class Part:
    """`fields`: by name, none of them required, for a network at a moment. `changes`: what was typed.

    `initial`: what was wanted, when words are written anew.
    """

    kind: str  # of its changes, and what its fields' names begin with
    title: str | Promise
    hint: str | Promise
    fields: Callable[[UUID, datetime], Fields]
    changes: Callable[[Mapping[str, Any]], list[Change]]
    initial: Callable[[Sequence[Change]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PartGroup:
    """A part on the page, with its fields filled in."""

    title: str | Promise
    hint: str | Promise
    fields: list[forms.BoundField]
    is_asked: bool  # by the page from which one came, or in the words that are written anew

    @property
    def is_wanted(self) -> bool:
        """A text that only stands there as it holds now is not wanted otherwise."""
        return self.is_asked or any(
            field.errors or _lines(field.value()) != _lines(field.field.initial)
            for field in self.fields
        )


def _lines(value: object) -> list[str]:
    """A browser ends its lines otherwise."""
    return str(value or "").splitlines()


_PARTS: list[Part] = []


def offer(part: Part) -> None:
    """Called at start-up, beside the effect's own registration."""
    if any(one.kind == part.kind for one in _PARTS):
        raise RuntimeError(f"{part.kind} is asked twice.")
    _PARTS.append(part)


def parts() -> Iterator[Part]:
    """In the order in which they were offered."""
    return iter(_PARTS)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the fields of all parts can show of what was wanted: one change of a part, and `besides` the others."""

    initial: dict[str, Any]
    besides: list[Change]


def shown_of(changes: Sequence[Change], by_part: Iterable[tuple[Part, Fields]]) -> Shown:
    initial: dict[str, Any] = {}
    besides = list(changes)
    for part, fields in by_part:
        wanted = part.initial([one for one in changes if one.kind == part.kind])
        if wanted and all(_takes(fields[name], value) for name, value in wanted.items()):
            initial |= wanted
            for stands in part.changes(wanted):
                there = (one for one in besides if (one.kind, one.key) == (part.kind, stands.key))
                besides.remove(next(there))
    return Shown(initial, besides)


def _takes(field: forms.Field, value: Any) -> bool:
    """Whether it is among its choices still."""
    try:
        field.clean(value)
    except forms.ValidationError:
        return False
    return True
