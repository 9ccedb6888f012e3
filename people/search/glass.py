"""Has this worker opened this person in an emergency, and is the hour not over yet?"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from core.access import can
from core.actor import NOBODY, Actor
from people.models.glass import BrokenGlass
from people.models.person import Exclusion, Person


def broken_glass(actor: Actor, person: Person, *, at: datetime) -> BrokenGlass | None:
    return BrokenGlass.objects.running(actor, at=at).filter(person=person).first()


def sees_all(actor: Actor, person: Person, *, at: datetime) -> bool:
    """The whole record: whoever cares for them, and for an hour whoever has opened it in an emergency."""
    return can(actor, "people.read", person) or broken_glass(actor, person, at=at) is not None


def shut_out_of(glass_id: UUID | None) -> QuerySet[Exclusion, UUID | None]:
    """Whom the person that was opened has shut out; where none was, nobody."""
    about = BrokenGlass.objects.filter(pk=glass_id or NOBODY).values("person_id")
    rows = Exclusion.objects.filter(person_id__in=about).exclude(user=None)
    return rows.values_list("user_id", flat=True)
