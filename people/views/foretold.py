"""What will end when a family takes this back? The apps above know, so they register here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor
from people.models.agreements import Consent


@dataclass(frozen=True, slots=True)
class Ends:
    """One thing that ends, and who is told of it by name."""

    what: str
    partner: str
    owner: str = ""


Foretells = Callable[[Actor, Sequence[Consent], datetime], Iterable[Ends]]
_FORETELLS: list[Foretells] = []


def register(foretells: Foretells) -> Foretells:
    """Called at start-up. It tells what the same app does when the agreement is taken back."""
    if foretells not in _FORETELLS:
        _FORETELLS.append(foretells)
    return foretells


def what_ends(actor: Actor, consents: Sequence[Consent], at: datetime) -> list[Ends]:
    """As far as the actor may see it."""
    return [ends for foretells in _FORETELLS for ends in foretells(actor, consents, at)]
