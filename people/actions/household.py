"""Who belongs to whom, and who lives together: a child and a carer are two people."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.tenancy import action
from people.actions.details import PersonDetails, Tie
from people.actions.people import add_person, lock
from people.models.person import Household, HouseholdMembership, Person, Relationship


@action
def add_relative(
    *,
    actor: Actor,
    person_id: UUID,
    relative: UUID | PersonDetails,
    tie: Tie,
    at: datetime,
    despite_duplicates: bool = False,
) -> Relationship:
    """Somebody known already, or somebody new, in one go: `relative` is the `tie.kind` of the person."""
    person = lock(actor, person_id, at)
    require(actor, "people.change", person)
    if isinstance(relative, PersonDetails):
        other = add_person(
            actor=actor, details=relative, at=at, despite_duplicates=despite_duplicates
        )
    else:
        other = Person.objects.visible_to(actor, at=at).get(pk=relative)
    return _tie(actor, person, other, tie, at)


@action
def end_relationship(
    *, actor: Actor, person_id: UUID, relationship_id: UUID, at: datetime
) -> Relationship:
    """From now on they are nobody's carer, parent ... here. What was true before stays on record."""
    person = lock(actor, person_id, at)
    require(actor, "people.change", person)
    mine = Relationship.objects.filter(Q(person=person) | Q(other=person))
    tie = mine.select_for_update(of=("self",), no_key=True).get(pk=relationship_id)
    if tie.until is not None:
        raise StepNotPossible(_("This was ended before."))
    tie.until = at
    tie.save(update_fields=["until"])
    history.record("person.relationship_ended", person, actor=actor, at=at, tell=False)
    return tie


@action
def set_household(
    *, actor: Actor, person_id: UUID, size: int | None, label: str = "", at: datetime
) -> Household:
    """How many live together; the first answer makes the household."""
    person = lock(actor, person_id, at)
    require(actor, "people.change", person)
    home = home_of(person) or _found_home(person, at)
    home.size, home.label = size, label
    home.save(update_fields=["size", "label"])
    history.record("person.household_changed", person, actor=actor, at=at, tell=False)
    return home


def home_of(person: Person) -> Household | None:
    """Where they live now; the first of two for a child who has two homes."""
    mine = HouseholdMembership.objects.filter(person=person, until=None).order_by("since", "id")
    membership = mine.select_related("household").first()
    return membership.household if membership else None


def _found_home(person: Person, at: datetime) -> Household:
    home = Household.objects.create(network_id=person.network_id)
    _move_in(home, person, at)
    return home


def _move_in(home: Household, person: Person, at: datetime) -> None:
    HouseholdMembership.objects.get_or_create(
        network_id=person.network_id, household=home, person=person, until=None,
        defaults={"since": at},
    )  # fmt: skip


def _tie(actor: Actor, person: Person, other: Person, tie: Tie, at: datetime) -> Relationship:
    if other.pk == person.pk:
        raise BadInput(_("Nobody is their own relative. Choose another person."))
    allows = {
        "may_consent": tie.may_consent, "may_be_told": tie.may_be_told,
        "may_be_called": tie.may_be_called, "checked_how": tie.checked_how[:100],
    }  # fmt: skip
    row, _new = Relationship.objects.update_or_create(
        network_id=person.network_id, person=person, other=other, kind=tie.kind, until=None,
        defaults=allows, create_defaults={**allows, "since": at},
    )  # fmt: skip
    if tie.lives_together:
        home = home_of(person) or home_of(other) or _found_home(person, at)
        for one in (person, other):
            _move_in(home, one, at)
    history.record("person.relative_added", person, actor=actor, at=at, tell=False, kin=tie.kind)
    return row
