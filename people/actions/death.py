"""Somebody has died, or was taken for dead: what is written down, and what follows in the same transaction."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import StepNotPossible
from core.tenancy import action
from people.actions.people import lock
from people.lifecycle import ToldOfDeath
from people.models.person import Person

_ON_DEATH: list[Callable[..., None]] = []


def on_death(call: Callable[..., None]) -> Callable[..., None]:
    """Called at start-up by an app in which something goes on about a person; `since`: as of when they were dead."""
    _ON_DEATH.append(call)
    return call


@action
def record_death(
    *, actor: Actor, person_id: UUID, told_by: ToldOfDeath, via: str, at: datetime
) -> Person:
    """From this moment nothing is sent to them. `died_at` is when it was written down, not the day itself."""
    person = lock(actor, person_id, at)
    require(actor, "people.record_death", person)
    if person.is_dead:
        raise StepNotPossible(_("This is on record already. Nothing was changed."))
    person.died_at = at
    _save(person)
    history.record(
        "person.died", person, actor=actor, at=at, via=via, tell=False, told_by=told_by.value
    )
    _follow(actor, person, at, since=at)
    return person


@action
def undo_death(*, actor: Actor, person_id: UUID, at: datetime) -> Person:
    """It was the wrong record, or not true: what stood still goes on, and whoever was told hears so."""
    person = lock(actor, person_id, at)
    require(actor, "people.record_death", person)
    if person.died_at is None:
        raise StepNotPossible(_("This has been taken back already. Nothing was changed."))
    since, person.died_at = person.died_at, None
    _save(person)
    history.record("person.death_undone", person, actor=actor, at=at, tell=False)
    _follow(actor, person, at, since=since)
    return person


def _save(person: Person) -> None:
    person.version += 1
    person.save(update_fields=["died_at", "version"])


def _follow(actor: Actor, person: Person, at: datetime, *, since: datetime) -> None:
    for call in _ON_DEATH:
        call(actor=actor, person=person, since=since, at=at)
