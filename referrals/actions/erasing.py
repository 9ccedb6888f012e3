"""Erase a person where it is lawful: what happened stays, who it was is gone, and receivers are asked to follow."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from accounts.models import AccessLink, KeptForm
from core import history
from core.access import require
from core.actor import Actor
from core.errors import StepNotPossible
from core.sealed import Sealed
from core.tenancy import action
from people.actions.consent import end
from people.actions.rights import close, open_one, recall
from people.lifecycle import Right, RightEnd
from people.models.agreements import Consent, Disclosure
from people.models.looking import PersonSearch
from people.models.person import Exclusion, Household, HouseholdMembership, Person
from people.models.rights import RightsRequest
from referrals.models.erasing import GONE, Gone, sealed_fields
from referrals.models.referral import Referral
from referrals.search.keeping import obstacles
from screening.lifecycle import Voice
from screening.models.need import Need

_EMPTY = Sealed()


class MustBeKept(StepNotPossible):
    """Something stands in the way: a sentence for each."""

    code = "must_be_kept"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@action
def erase(*, actor: Actor, right_id: UUID, at: datetime) -> RightsRequest:
    """Confirmed by somebody else than who asked. It cannot be undone; MustBeKept says what stands against it."""
    request = open_one(actor, right_id, at)
    require(actor, "people.erase", request)
    if request.right != Right.ERASURE:
        raise StepNotPossible
    people = Person.objects.filter(network_id=request.network_id, erased_at=None)
    person = people.select_for_update(of=("self",)).get(pk=request.person_id)
    if reasons := list(obstacles(person, at=at)):
        raise MustBeKept(reasons)
    told = _told(person)
    _end_agreements(actor, person, request, at)
    close(actor, request, RightEnd.ERASED, "", at)
    _forget_doors(person)
    _empty(person, at)
    history.record("person.erased", person, actor=actor, at=at, tell=False, asked=request.pk)
    recall(actor, person, told, at)
    return request


def _told(person: Person) -> set[UUID]:
    """Partners that were asked, and whoever else has looked: they may hold copies of their own.

    Nobody whom the person has shut out: not even that is said there.
    """
    asked = Referral.objects.filter(need__subject=person).exclude(status="draft")
    looked = Disclosure.objects.filter(
        network_id=person.network_id, person_ids__contains=[person.pk], id__gte=person.pk
    ).exclude(acting_for=None)
    told = {*asked.values_list("receiver_id", flat=True)}
    told |= {one for one in looked.values_list("acting_for", flat=True).distinct() if one}
    shut_out = Exclusion.objects.filter(person=person, organization__isnull=False)
    return told - {person.custodian_id, *shut_out.values_list("organization_id", flat=True)}


def _end_agreements(actor: Actor, person: Person, request: RightsRequest, at: datetime) -> None:
    voice = Voice.FAMILY if request.recorded_by_id else Voice.SYSTEM
    for consent in Consent.objects.filter(person=person).in_force(at=at).select_related("person"):
        end(consent, actor=actor, at=at, said_by=voice, via=request.via)


def _forget_doors(person: Person) -> None:
    """Links to their page, and what somebody has just typed or looked for about them."""
    needs = [*Need.objects.filter(subject=person).values_list("pk", flat=True)]
    requests = [*Referral.objects.filter(need__in=needs).values_list("pk", flat=True)]
    AccessLink.objects.filter(object_id__in=[person.pk, *needs, *requests]).delete()
    typed = Q(pk=None)
    for one in (person.pk, *needs, *requests):
        typed |= Q(path__contains=str(one))
    KeptForm.objects.filter(typed).delete()
    PersonSearch.objects.filter(network_id=person.network_id).delete()


def _empty(person: Person, at: datetime) -> None:
    homes = list(HouseholdMembership.objects.filter(person=person).values_list("household_id"))
    for gone in GONE[:-1]:
        _forget(gone, person)
    _become_tombstone(person, GONE[-1], at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_empty_written_once(%s)", [person.pk])
    left = Household.objects.filter(pk__in=[home for (home,) in homes], members=None)
    left.update(label=_EMPTY)


def _forget(gone: Gone, person: Person) -> None:
    rows = gone.model._default_manager.filter(**{gone.person: person.pk})
    if gone.rows:
        rows.delete()
    elif not gone.written_once:
        rows.update(**dict.fromkeys(gone.sealed, _EMPTY), **gone.blanks)


def _become_tombstone(person: Person, gone: Gone, at: datetime) -> None:
    """In one statement: the database takes no half of it."""
    empty = {**dict.fromkeys(sealed_fields(Person), _EMPTY), **gone.blanks}
    Person.objects.filter(pk=person.pk).update(erased_at=at, **empty)
