"""How is one person's record opened? Only if visible, only if allowed, and never without a trace."""

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from core.access import can, require
from core.http import ActorRequest
from people import disclosures
from people.lifecycle import Purpose
from people.models.person import Person
from people.search.glass import sees_all

PURPOSES = {
    "people.print": Purpose.PRINT,
    "people.seen": Purpose.AUDIT,
    "people.seen_file": Purpose.AUDIT,
    "people.rights": Purpose.RIGHTS,
}

IN_AN_EMERGENCY = {"people.read"}  # reading, and nothing else


def open_record(
    request: ActorRequest, person_id: UUID, *, rule: str, what: str, at: datetime
) -> Person:
    """The person with all that the identity bar shows; the look itself is written down."""
    visible = Person.objects.visible_to(request.actor, at=at)
    person = get_object_or_404(visible.for_header(request.actor, at=at), pk=person_id)
    if not (rule in IN_AN_EMERGENCY and sees_all(request.actor, person, at=at)):
        require(request.actor, rule, person)
    purpose = PURPOSES.get(what, Purpose.CARE)
    disclosures.record(
        actor=request.actor, person_ids=[person.pk], what=what, purpose=purpose, at=at
    )
    return person


def open_accounting(
    request: ActorRequest, person_id: UUID, *, what: str, at: datetime
) -> tuple[Person, bool]:
    """Who saw what of this person, and whether the reader sees the person too.

    A privacy officer is told of the looks and not of whom they were at: the record stays shut.
    """
    actor = request.actor
    cares = Person.objects.visible_to(actor, at=at).filter(pk=person_id).exists()
    if cares or not can(actor, "people.audit_all"):
        return open_record(request, person_id, rule="people.audit", what=what, at=at), True
    person = disclosures.audited(actor, person_id)
    require(actor, "people.audit", person)
    purpose = PURPOSES.get(what, Purpose.AUDIT)
    disclosures.record(actor=actor, person_ids=[person.pk], what=what, purpose=purpose, at=at)
    return person, False
