"""Who may be named as somebody that shall never know of a person? Whoever is named already stays on the list."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from core.actor import Actor
from organizations.models.members import Membership
from organizations.models.network import Organization
from people.consent import partners_near
from people.models.person import Exclusion, Person

Choices = list[tuple[str, str]]


def partners_to_shut_out(person: Person) -> Choices:
    """Live partners; and one that rests or has left, once it is shut out: else saving would let it in."""
    there = Q(pk__in=partners_near(person).order_by().values("pk"))
    known = Q(pk__in=named(person).values("organization_id"))
    rows = Organization.objects.filter(there | known, network_id=person.network_id)
    return [(str(one.pk), one.name) for one in rows.order_by("name", "pk")]


def colleagues_to_shut_out(actor: Actor, person: Person) -> Choices:
    """Who works where the record is kept, but the one who writes it down."""
    rows = people_to_shut_out(person).exclude(pk=actor.as_user)
    return [(str(one.pk), one.name) for one in rows.order_by("name", "pk")]


def people_to_shut_out(person: Person) -> QuerySet[User]:
    works = Membership.objects.filter(organization_id=person.custodian_id, until=None)
    known = named(person).values("user_id")
    return User.objects.filter(Q(pk__in=works.values("user_id")) | Q(pk__in=known))


def named(person: Person) -> QuerySet[Exclusion]:
    return Exclusion.objects.filter(network_id=person.network_id, person=person)


def shut_out_people(person: Person) -> set[UUID]:
    rows = named(person).exclude(user=None)
    return {one for one in rows.values_list("user_id", flat=True) if one}


def who_shut_out(actor: Actor) -> set[UUID]:
    """Of whom an officer who watches over all records reads nothing."""
    own = Q(user_id=actor.as_user) | Q(organization_id=actor.as_organization)
    rows = Exclusion.objects.filter(own, network_id=actor.network_id)
    return set(rows.values_list("person_id", flat=True))


def shut_out_by(people: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """By each of these people: users and organizations, in one statement."""
    rows = Exclusion.objects.filter(person__in=set(people))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for person, user, organization in rows.values_list("person", "user", "organization"):
        found[person] |= {who for who in (user, organization) if who}
    return {person: frozenset(who) for person, who in found.items()}
