"""Which partners answer only the telephone, and what does the desk ask them about? Numbers and topics, no names.

A name stands there only where the family's agreement names the desk, and nothing delicate ever does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from core.access import require
from core.actor import Actor
from organizations.models.members import OrganizationUserObjectPermission
from organizations.models.network import Organization
from people import consent as consents
from people.lifecycle import Fact
from people.models.agreements import Consent
from referrals.lifecycle import WaitingOn
from referrals.models.referral import SHOWN_TO_RECEIVER, Referral
from referrals.search.requests import Line, first_name, line_of
from referrals.search.week import number_of


@dataclass(frozen=True, slots=True)
class Partner:
    id: UUID
    name: str
    phone: str
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class CallLine:
    number: str
    name: str
    person_id: UUID | None
    consent_id: UUID | None
    about: Line
    service: str
    sender: str
    due: datetime | None


def partners_to_call(actor: Actor, *, at: datetime) -> list[Partner]:
    """Whoever owes a word and has nobody who signs in; the longest silence first. One statement."""
    silent = _owed(actor, at).exclude(Exists(_accounts())).values("receiver_id")
    rows = silent.annotate(count=Count("pk"), oldest=Min("next_step_due"))
    return [
        Partner(
            row["receiver_id"],
            row["receiver__name"],
            row["receiver__phone"],
            row["count"],
            row["oldest"],
        )
        for row in rows.values(
            "receiver_id", "receiver__name", "receiver__phone", "count", "oldest"
        ).order_by("oldest", "receiver_id")
    ]


def call_sheet(
    actor: Actor, organization_id: UUID, *, at: datetime
) -> tuple[Organization, list[CallLine]]:
    """What that partner owes a word on. Three statements."""
    partner = Organization.objects.get(network_id=actor.network_id, pk=organization_id)
    rows = _owed(actor, at).filter(receiver=partner).order_by("next_step_due", "id")
    found = list(rows.select_related("need__subject", "service", "sender"))
    agreed = consents.desk_agreements({referral.need.subject_id for referral in found}, at=at)
    return partner, [_line(referral, agreed, at) for referral in found]


def _owed(actor: Actor, at: datetime) -> QuerySet[Referral]:
    require(actor, "referrals.call_partners")
    return Referral.objects.open().filter(
        network_id=actor.network_id, waiting_on=WaitingOn.RECEIVER, mode__in=SHOWN_TO_RECEIVER,
        released_at__lte=at, need__is_sensitive=False, need__subject__contact_with_care=False,
        sender__is_victim_service=False,
    )  # fmt: skip


def _accounts() -> QuerySet[OrganizationUserObjectPermission]:
    return OrganizationUserObjectPermission.objects.filter(
        content_object_id=OuterRef("receiver_id"),
        permission__codename="work_referrals",
        user__is_active=True,
    )


def _line(referral: Referral, agreed: Mapping[UUID, list[Consent]], at: datetime) -> CallLine:
    need = referral.need
    given = agreed.get(need.subject_id, [])
    fitting = (one for one in given if consents.covers(one, need.topic, must_be_named=False))
    consent = next(fitting, None)
    shared = consents.project(
        person=need.subject, topic=need.topic, facts=[Fact.NAME], consent=consent, at=at
    )
    name = first_name(referral, shared)
    return CallLine(
        number=number_of(referral.pk),
        name=name,
        person_id=need.subject_id if name else None,
        consent_id=consent.pk if consent and name else None,
        about=line_of(referral, at),
        service=referral.service.name,
        sender=referral.sender.name,
        due=referral.next_step_due,
    )
