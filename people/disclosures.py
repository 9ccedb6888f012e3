"""Who looked at what about whom, for what purpose? One row for each look, written before the page is shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from accounts.models import User
from core.actor import Actor
from core.ids import uuid7
from organizations.models.network import Organization
from organizations.topics import SENSITIVE, TOPICS
from people.lifecycle import Law
from people.models.agreements import Consent, Disclosure
from people.models.demands import DemandedRecord, LegalDemand
from people.models.person import Person, shuts_out

SIX_YEARS = timedelta(days=6 * 365 + 2)  # as far back as a person may ask: 45 CFR 164.528(a)(1)

# One statement: the state of the partners' decisions with it (how many had come into force), and whether
# the reader has opened this person in an emergency.
_INSERT = """
INSERT INTO people_disclosure (id, network_id, actor_kind, actor_id, acting_for, person_ids, what, purpose, consent_id,
                               consent_ids, topic, request_id, at, policy_version)
SELECT %(id)s, %(network)s, %(actor_kind)s, %(actor)s, %(acting_for)s, %(people)s, %(what)s,
       CASE WHEN EXISTS (SELECT FROM people_brokenglass AS glass
                         WHERE glass.person_id = ANY (%(people)s) AND glass.user_id = %(actor)s
                         AND glass.since <= %(at)s AND glass.until > %(at)s)
            THEN 'emergency' ELSE %(purpose)s END, %(consent)s,
       %(consents)s::uuid[], %(topic)s, %(request)s, %(at)s, core_decisions(%(network)s, %(at)s)
"""

# Looks at what is sealed stand on no list that is printed for the family; the privacy officer's has them.
SEALED = ("people.alert", "people.report", "people.demand")
GIVEN_TO_LAW = "people.given_to_law"


def record(
    *,
    actor: Actor,
    person_ids: Collection[UUID],
    what: str,
    purpose: str,
    at: datetime,
    consent_id: UUID | None = None,
    consent_ids: Collection[UUID] = (),
    topic: str = "",
) -> UUID | None:
    """One row; a list of people is one row with all their ids. Nobody seen: nothing to write."""
    if not person_ids:
        return None
    row = {
        "id": (look := uuid7()),
        "network": actor.network_id,
        "actor_kind": actor.kind.value,
        "actor": actor.user_id,
        "acting_for": actor.organization_id,
        "people": list(person_ids),
        "what": what,
        "purpose": purpose,
        "consent": consent_id,
        "consents": list(consent_ids),
        "topic": topic,
        "request": actor.request_id,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, row)
    return look


def about(*, network_id: UUID, person_id: UUID, at: datetime) -> QuerySet[Disclosure]:
    """Every look at one person, newest first, as a family may read it. No row is older than the person.

    What an office was given stands here from the day on which the law no longer forbids to tell.
    """
    untold = DemandedRecord.objects.filter(
        network_id=network_id, person_id=person_id,
        demand__in=LegalDemand.objects.filter(network_id=network_id).untold(at=at),
    )  # fmt: skip
    seen = Disclosure.objects.filter(
        network_id=network_id, person_ids__contains=[person_id], id__gte=person_id
    ).exclude(Q(what__in=SEALED) | Q(pk__in=untold.values("disclosure_id")))
    return seen.order_by("-at", "-id")


def laws_over(looks: Iterable[Disclosure]) -> dict[UUID, list[Law]]:
    """By agreement, the laws that what was seen under it obeys: one query for a page."""
    ids = {pk for look in looks for pk in (*look.consent_ids, look.consent_id) if pk}
    rows = Consent.objects.filter(pk__in=ids).exclude(laws=[]).values_list("pk", "laws")
    return {pk: [Law(code) for code in laws] for pk, laws in rows} if ids else {}


def given_to_law(looks: Iterable[Disclosure]) -> dict[UUID, LegalDemand]:
    """By look, the demand under which something left: who got it and what it was (164.528(b)(2))."""
    ids = [look.pk for look in looks if look.what == GIVEN_TO_LAW]
    rows = DemandedRecord.objects.filter(disclosure_id__in=ids).select_related("demand")
    return {row.disclosure_id: row.demand for row in rows} if ids else {}


@dataclass(frozen=True, slots=True)
class Sum:
    """How often one organization has looked at one person: at their pages, and at lists they stood on."""

    organization: Organization
    pages: int
    lists: int
    last: datetime
    is_custodian: bool


def by_organization(person: Person, *, at: datetime, for_family: bool = False) -> list[Sum]:
    """Who has looked in six years, the latest first. Two statements.

    For the family's own page, by its link: another organization only where it has looked at
    something that is not private, and never one whose mere name tells. A phone may be read by somebody else.
    """
    looks = about(network_id=person.network_id, person_id=person.pk, at=at)
    looks = looks.filter(at__gt=at - SIX_YEARS)
    open_topics = Q(topic__in=[slug for slug in TOPICS if slug not in SENSITIVE])
    counted = looks.exclude(acting_for=None).values("acting_for").annotate(
        pages=Count("id", filter=Q(person_ids__len=1)), lists=Count("id", filter=Q(person_ids__len__gt=1)),
        last=Max("at"), told=Count("id", filter=open_topics),
    ).order_by("-last")  # fmt: skip
    rows: list[dict[str, Any]] = [dict(row) for row in counted]
    found = Organization.objects.in_bulk([row["acting_for"] for row in rows])
    sums = [
        (row["told"], _sum(row, found[row["acting_for"]], person))
        for row in rows
        if row["acting_for"] in found
    ]
    return [one for told, one in sums if not for_family or _for_family(one, told=told)]


def _sum(row: dict[str, Any], organization: Organization, person: Person) -> Sum:
    ours = organization.pk == person.custodian_id
    return Sum(organization, row["pages"], row["lists"], row["last"], ours)


def _for_family(one: Sum, *, told: int) -> bool:
    return one.is_custodian or (told > 0 and not one.organization.is_told_by_its_name)


def audited(actor: Actor, person_id: UUID) -> Person:
    """Whom a privacy officer may be asked about."""
    return all_audited(actor).get(pk=person_id)


def all_audited(actor: Actor) -> QuerySet[Person]:
    """Everybody but those in the care of a victim service, and who shut this officer out."""
    people = Person.objects.filter(
        ~shuts_out(actor, "pk"), network_id=actor.network_id, merged_into=None
    )
    return people.exclude(custodian__is_victim_service=True)


def in_network(*, network_id: UUID, but: Collection[UUID]) -> QuerySet[Disclosure]:
    """Every look at anybody, newest first; not those at one of these alone."""
    looks = Disclosure.objects.filter(network_id=network_id)
    if but:
        looks = looks.exclude(person_ids__len=1, person_ids__overlap=list(but))
    return looks.order_by("-at", "-id")


def older_than(looks: QuerySet[Disclosure], before: str) -> QuerySet[Disclosure]:
    """The next page: what was written before that one. An id that is none begins anew."""
    try:
        last = looks.filter(pk=UUID(before)).first() if before else None
    except ValueError:
        return looks
    return looks.filter(Q(at__lt=last.at) | Q(at=last.at, id__lt=last.pk)) if last else looks


def who_looked(looks: Iterable[Disclosure]) -> dict[UUID | None, str]:
    """The names of the users and of the organizations they acted for: two queries for a page."""
    rows = list(looks)
    return names_of({row.actor_id for row in rows}, {row.acting_for for row in rows})


def names_of(
    user_ids: Collection[UUID | None], organization_ids: Collection[UUID | None]
) -> dict[UUID | None, str]:
    """As above, by ids: two queries."""
    users = User.objects.filter(pk__in=[one for one in user_ids if one])
    places = Organization.objects.filter(pk__in=[one for one in organization_ids if one])
    return {**dict(users.values_list("pk", "name")), **dict(places.values_list("pk", "name"))}
