"""Has this worker opened this person in an emergency, and is the hour not over yet?"""

from datetime import datetime

from core.access import can
from core.actor import Actor
from people.models.glass import BrokenGlass
from people.models.person import Person


def broken_glass(actor: Actor, person: Person, *, at: datetime) -> BrokenGlass | None:
    return BrokenGlass.objects.running(actor, at=at).filter(person=person).first()


def sees_all(actor: Actor, person: Person, *, at: datetime) -> bool:
    """The whole record: whoever cares for them, and for an hour whoever has opened it in an emergency."""
    return can(actor, "people.read", person) or broken_glass(actor, person, at=at) is not None
