"""How long must a record be kept, and what else stands in the way of erasing it?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from core.templatetags.look import day_within
from governance.in_force import in_force
from organizations.models.network import Organization
from people.followup import Keeping
from people.lifecycle import Right
from people.models.demands import LegalDemand
from people.models.person import Person
from people.models.rights import Hold, RightsRequest
from people.models.safety import SafetyAlert
from referrals.lifecycle import OPEN as OPEN_REQUESTS
from referrals.models.referral import Referral
from screening.lifecycle import OPEN as OPEN_NEEDS
from screening.models.need import Need

# The last thing that happened with each of these people: not when somebody looked, but when somebody did something.
_LAST = """
SELECT p.id, greatest(
    p.created_at,
    (SELECT max(greatest(n.found_at, n.closed_at)) FROM screening_need AS n WHERE n.subject_id = p.id),
    (SELECT max(greatest(s.started_at, s.finished_at)) FROM screening_screening AS s WHERE s.person_id = p.id),
    (SELECT max(greatest(c.since, c.withdrawn_at)) FROM people_consent AS c
      WHERE c.network_id = p.network_id AND c.person_id = p.id),
    (SELECT max(r.answered_at) FROM people_rightsrequest AS r
      WHERE r.network_id = p.network_id AND r.person_id = p.id AND r.right <> 'erasure'))
FROM people_person AS p WHERE p.id = ANY (%s)
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """Until when a record must be kept, and by which rule."""

    until: date
    source: str


def last_things(person_ids: Collection[UUID]) -> dict[UUID, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [list(person_ids)])
        return dict(cursor.fetchall())


def keeping_of(network_id: UUID, at: datetime) -> Keeping:
    return Keeping.of(in_force(network_id, "keep.", at))


def kept(person: Person, custodian: Organization, last: datetime, keeping: Keeping) -> Kept:
    """What the network decided, never less than the law of its state for records of care."""
    care = custodian.kind == Organization.Kind.HEALTHCARE
    rule = keeping.rule(custodian.network.state, is_care=care)
    until = rule.until(custodian.network.open_days.local_date(last), person.born)
    return Kept(until, rule.source)


def obstacles_to(asked: RightsRequest, *, at: datetime) -> list[str]:
    """For who is asked to confirm it, and may not see whom it is about."""
    person = Person.objects.get(pk=asked.person_id, network_id=asked.network_id)
    return list(obstacles(person, at=at))


def obstacles(person: Person, *, at: datetime) -> Iterator[str]:
    """A sentence for each thing that stands in the way, the plainest first."""
    if Hold.objects.filter(person=person).in_force().exists():
        yield _("This record is held. Nothing of it may be erased until the hold is lifted.")
    if LegalDemand.objects.all().that_keep(person).exists():
        yield _(
            "A court or an office demands records. Nothing may be erased until that is answered."
        )
    about = Q(subject=person) | Q(beneficiaries__person=person)
    if Need.objects.filter(about, status__in=sorted(OPEN_NEEDS)).exists():
        yield _("A need of theirs is still open. Close it first.")
    live = Referral.objects.filter(need__subject=person, status__in=sorted(OPEN_REQUESTS))
    if live.exists():
        yield _("A request for them is still open. End it first.")
    if SafetyAlert.objects.filter(person=person).open().exists():
        yield _("Somebody still looks after an alert. Close it first.")
    asked = RightsRequest.objects.filter(person=person).exclude(right=Right.ERASURE)
    if asked.open().exists():
        yield _("They have asked for something else about their record. Answer that first.")
    custodian = Organization.objects.select_related("network").get(pk=person.custodian_id)
    last = last_things([person.pk])[person.pk]
    rule = kept(person, custodian, last, keeping_of(person.network_id, at))
    if rule.until > custodian.network.open_days.local_date(at):
        said = {"day": day_within(rule.until, at), "rule": rule.source}
        yield _("The record must be kept until %(day)s (%(rule)s).") % said
