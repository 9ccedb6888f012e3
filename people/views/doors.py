"""How is one person's record opened? Only if visible, only if allowed, and never without a trace."""

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from core.access import require
from core.http import ActorRequest
from people import disclosures
from people.lifecycle import Purpose
from people.models.person import Person


def open_record(
    request: ActorRequest, person_id: UUID, *, rule: str, what: str, at: datetime
) -> Person:
    """The person with all that the identity bar shows; the look itself is written down."""
    visible = Person.objects.visible_to(request.actor, at=at)
    person = get_object_or_404(visible.for_header(request.actor, at=at), pk=person_id)
    require(request.actor, rule, person)
    purpose = Purpose.PRINT if what == "people.print" else Purpose.CARE
    disclosures.record(
        actor=request.actor, person_ids=[person.pk], what=what, purpose=purpose, at=at
    )
    return person
