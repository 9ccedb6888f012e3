"""Who else helps this person, as both organizations may know now?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from core.actor import Actor
from organizations.models.network import Organization
from people.models.agreements import Consent
from people.models.links import PersonLink
from people.models.person import Exclusion, Person


@dataclass(frozen=True, slots=True)
class Twin:
    """The other record, and the agreement given there under which it is read. It names nobody."""

    link_id: UUID
    person: Person
    organization: Organization
    consent: Consent
    since: datetime


def twins_of(actor: Actor, person: Person, *, at: datetime) -> list[Twin]:
    """Asked at every read: both agreements hold, neither side is kept apart, and nobody is shut out."""
    made = (
        PersonLink.objects.of(person)
        .made()
        .select_related("first__custodian", "second__custodian", "first_consent", "second_consent")
    )
    found = [_twin(link, person) for link in made if _holds(link, at)]
    return [twin for twin in found if not _is_shut_out(actor, person, twin)] if found else []


def _holds(link: PersonLink, at: datetime) -> bool:
    first, second = link.first_consent, link.second_consent
    return second is not None and first.holds(at=at) and second.holds(at=at)


def _twin(link: PersonLink, person: Person) -> Twin:
    other, consent = (
        (link.second, link.second_consent)
        if link.is_first(person)
        else (link.first, link.first_consent)
    )
    if other is None or consent is None or link.made_at is None:
        raise PersonLink.DoesNotExist
    return Twin(link.pk, other, other.custodian, consent, link.made_at)


def _is_shut_out(actor: Actor, person: Person, twin: Twin) -> bool:
    apart = twin.organization.is_told_by_its_name
    shut = Exclusion.objects.filter(
        Q(person=twin.person, organization_id=person.custodian_id)
        | Q(person=twin.person, user_id=actor.as_user)
        | Q(person=person, organization_id=twin.organization.pk)
    )
    return apart or twin.person.merged_into_id is not None or shut.exists()
