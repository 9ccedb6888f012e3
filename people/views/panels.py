"""What do the apps above put on a person's record? The page is assembled from below, so they register here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.http import ActorRequest
from people.models.person import Person


@dataclass(frozen=True, slots=True)
class Panel:
    """A template and what it shows. `is_aside`: in the narrow column."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    is_aside: bool = False


Shows = Callable[[ActorRequest, Person, datetime], Panel | None]
Notes = Callable[[ActorRequest, Person, datetime], Iterable[str]]
_SHOWS: list[tuple[int, Shows]] = []
_NOTES: list[tuple[int, Notes]] = []


def register(order: int, shows: Shows) -> Shows:
    """Called at start-up; a lower order stands higher. Returning None shows nothing."""
    _SHOWS.append((order, shows))
    return shows


def register_note(order: int, notes: Notes) -> Notes:
    """Lines for “copy as chart note”, each a whole sentence."""
    _NOTES.append((order, notes))
    return notes


@dataclass(frozen=True, slots=True)
class Assembled:
    """The rendered panels of one record."""

    main: tuple[SafeString, ...]
    aside: tuple[SafeString, ...]


def assemble(request: ActorRequest, person: Person, at: datetime) -> Assembled:
    ordered = sorted(_SHOWS, key=lambda entry: entry[0])
    shown = [panel for _, shows in ordered if (panel := shows(request, person, at)) is not None]
    rendered = [(p, render_to_string(p.template, p.context, request)) for p in shown]
    return Assembled(
        main=tuple(html for panel, html in rendered if not panel.is_aside),
        aside=tuple(html for panel, html in rendered if panel.is_aside),
    )


def chart_lines(request: ActorRequest, person: Person, at: datetime) -> Iterator[str]:
    for _, notes in sorted(_NOTES, key=lambda entry: entry[0]):
        yield from notes(request, person, at)
