"""A person comes into the care of an organization, and what is known about them changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import AlreadyChanged, DomainError
from core.tenancy import action
from organizations.models.network import Organization
from people.actions.details import PersonDetails
from people.actions.hidden import check_hidden
from people.lifecycle import FOR_A_MINOR
from people.minors import comes_of_age
from people.models.agreements import Consent
from people.models.contact import ContactPoint
from people.models.person import (
    Household,
    HouseholdMembership,
    Person,
    PersonBarrier,
    PersonToken,
)
from people.search.find import Newcomer, likely_same
from people.search.tokens import blind, signs_of

# The fields of a person that the form edits as they are.
PLAIN = (
    "first_name", "last_name", "other_names", "pronouns", "record_number", "address", "postal_code",
    "note", "language", "needs_interpreter", "best_time",
)  # fmt: skip


class LikelySame(DomainError):
    """There are people who are probably this one already. Look at them, then decide."""

    code = "likely_duplicate"
    sentence = _("We may know this person already. Look at the list before you make a new record.")

    def __init__(self, person_ids: list[UUID]) -> None:
        super().__init__()
        self.person_ids = person_ids


@action
def add_person(
    *, actor: Actor, details: PersonDetails, at: datetime, despite_duplicates: bool = False
) -> Person:
    """A new record at the actor's own organization; LikelySame unless somebody has looked and said: a new one."""
    details.check()
    require(actor, "people.add", actor.organization_id)
    custodian = Organization.objects.select_related("network").get(pk=actor.as_organization)
    made = Person.asked_before(custodian.network_id, details.request_key)
    if made and _is_same(made, details):
        return made
    if not despite_duplicates:
        warn_of_same(actor, details, at)
    person = Person(
        network=custodian.network, custodian=custodian, created_by_id=actor.user_id, created_at=at,
        request_key=None if made else details.request_key, **_fields(details),
    )  # fmt: skip
    person.save(force_insert=True)
    _add_what_belongs(person, details, at)
    history.record("person.added", person, actor=actor, at=at, tell=False)
    return person


@action
def change_person(
    *, actor: Actor, person_id: UUID, details: PersonDetails, version: int, at: datetime
) -> Person:
    """AlreadyChanged when somebody else has saved since `version` was read: nothing of theirs is lost."""
    details.check()
    person = lock(actor, person_id, at)
    require(actor, "people.change", person)
    if person.version != version:
        raise AlreadyChanged
    check_hidden(person, details.address, details.postal_code)
    fields = _fields(details)
    for name, value in fields.items():
        setattr(person, name, value)
    person.version += 1
    person.save(update_fields=[*fields, "version"])
    _set_barriers(person, details)
    retoken(person)
    _grow_up(person)
    history.record("person.changed", person, actor=actor, at=at, tell=False)
    return person


def _is_same(person: Person, details: PersonDetails) -> bool:
    """Whoever goes back in the browser and types the next child means somebody else."""
    typed = _fields(details)
    return all(
        getattr(person, name) == typed[name] for name in ("first_name", "last_name", "birth_date")
    )


def lock(actor: Actor, person_id: UUID, at: datetime) -> Person:
    """The person, if the actor may see them, locked to the end of the transaction."""
    visible = Person.objects.visible_to(actor, at=at)
    return (
        visible.select_for_update(of=("self",), no_key=True)
        .select_related("custodian")
        .get(pk=person_id)
    )


def warn_of_same(actor: Actor, details: PersonDetails, at: datetime) -> None:
    if same := likely_same(actor=actor, newcomer=newcomer_of(details), at=at):
        raise LikelySame([person.pk for person in same])


def newcomer_of(details: PersonDetails) -> Newcomer:
    """What a duplicate is looked for by."""
    return Newcomer(
        names=details.names,
        born=details.birth_date,
        record_number=details.record_number,
        phones=tuple(contact.value for contact in details.contacts),
    )


def retoken(person: Person) -> None:
    """Write the blind tokens anew: after every change of a name, a date, a number or a phone."""
    place = {"network_id": person.network_id, "scope": person.custodian_id}
    tokens = wanted_tokens(person)
    PersonToken.objects.filter(person=person).delete()
    PersonToken.objects.bulk_create(
        PersonToken(person=person, token=token, **place) for token in sorted(tokens)
    )


def wanted_tokens(person: Person) -> set[bytes]:
    """By which this record is to be found, under the key of today."""
    phones = iter([point.value for point in person.contact_points.all()])
    place = {"network_id": person.network_id, "scope": person.custodian_id}
    return {blind(sign, **place) for sign in signs_of(person, person.born, phones)}


def _fields(details: PersonDetails) -> dict[str, Any]:
    plain = {name: getattr(details, name) for name in PLAIN}
    born = details.birth_date.isoformat() if details.birth_date else ""
    digits = "".join(c for c in details.postal_code if c.isdigit())
    return {**plain, "birth_date": born, "zip3": digits[:3] if len(digits) >= 5 else ""}


def _add_what_belongs(person: Person, details: PersonDetails, at: datetime) -> None:
    ContactPoint.objects.bulk_create(
        ContactPoint(
            network_id=person.network_id, person=person, channel=contact.channel, value=contact.value,
            is_safe=contact.is_safe, safe_when=contact.safe_when, whose_id=contact.whose,
            language=contact.language, rank=contact.rank,
        )
        for contact in details.contacts
    )  # fmt: skip
    _set_barriers(person, details)
    if details.household_size:
        home = Household.objects.create(network_id=person.network_id, size=details.household_size)
        HouseholdMembership.objects.create(
            network_id=person.network_id, household=home, person=person, since=at
        )
    retoken(person)


def _grow_up(person: Person) -> None:
    """What others agreed for a minor ends by the birth date that is now on record."""
    by_others = Q(capacity__in=sorted(FOR_A_MINOR)) | Q(of_age_in__isnull=False)
    given = Consent.objects.filter(by_others, person=person)
    if person.born is not None and given.exists():
        of_age = comes_of_age(person.born, person.network.state)
        given.update(of_age_in=of_age.replace(day=1))


def _set_barriers(person: Person, details: PersonDetails) -> None:
    PersonBarrier.objects.filter(person=person).exclude(code__in=details.barriers).delete()
    PersonBarrier.objects.bulk_create(
        (
            PersonBarrier(network_id=person.network_id, person=person, code=code)
            for code in sorted(details.barriers)
        ),
        ignore_conflicts=True,
    )
