"""Which agreements are in force with a partner, and may that be done without one?"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from core.errors import BadInput
from governance.kinds import ALLOWED_BY, Paper, Part, Standing, Use, allows
from governance.models.agreements import Agreement, Party
from governance.models.policies import value_of
from governance.words.agreements import WITHOUT
from organizations.models.directory import Service
from organizations.models.network import Organization
from organizations.topic_words import CATEGORY_WORDS
from organizations.topics import Category

REQUIRED = "agreements.required"  # 1: nothing is sent without; 0: not yet
NOT_YET = 0  # of networks from before; one that is founded now begins with 1


class NoAgreement(BadInput):
    """Something needs an agreement, and none that allows it is in force."""

    code = "no_agreement"
    sentence = _("There is no agreement in force that allows this.")


def with_agreements(services: QuerySet[Service], at: datetime) -> QuerySet[Service]:
    """Each with what its organization has agreed on, and whether that is asked for: no statement more."""
    signed = bound().filter(
        network_id=OuterRef("network_id"), organization_id=OuterRef("organization_id")
    )
    told = JSONObject(
        kind="agreement__kind", categories="agreement__categories",
        begins="agreement__begins_on", ends="agreement__ends_on",
    )  # fmt: skip
    return services.annotate(
        agreed=ArraySubquery(signed.values(told=told)),
        needs_agreement=value_of(REQUIRED, NOT_YET, at),
    )


def bound() -> QuerySet[Party]:
    """Whom what is in force allows something: each party that has not left, and does not only pay."""
    live = Party.objects.filter(left_at=None, agreement__status=Paper.IN_FORCE)
    return live.exclude(part=Part.PAYS)


def paid_partners(network_id: UUID, *, on: date) -> set[UUID]:
    """Organizations with an agreement in force under which somebody is paid; never how much."""
    rows = bound().filter(
        Q(agreement__ends_on=None) | Q(agreement__ends_on__gte=on), network_id=network_id,
        agreement__kind__in=sorted(ALLOWED_BY[Use.BE_PAID]), agreement__begins_on__lte=on,
    )  # fmt: skip
    return set(rows.values_list("organization_id", flat=True))


def require_for(service: Service, category: str, *, at: datetime) -> None:
    """NoAgreement, unless it is allowed to receive what is shared about a need of this category."""
    partner = service.organization
    if (
        not getattr(service, "needs_agreement", NOT_YET)
        or partner.kind == Organization.Kind.CONVENER
    ):
        return
    agreed = [_standing(one) for one in getattr(service, "agreed", ())]
    today = partner.network.open_days.local_date(at)
    refuse_without(partner, agreed, Use.RECEIVE, category, on=today)


def may_receive(service: Service, category: str, *, at: datetime) -> bool:
    try:
        require_for(service, category, at=at)
    except NoAgreement:
        return False
    return True


def refuse_without(
    partner: Organization, agreements: Iterable[Standing], use: Use, category: str = "", *, on: date
) -> None:
    if not allows(agreements, use, category, on=on):
        kind = CATEGORY_WORDS[Category(category)] if category else ""
        raise NoAgreement(WITHOUT[use] % {"partner": partner.name, "help": kind})


def _standing(told: dict[str, Any]) -> Standing:
    ends = told["ends"]
    return Standing(
        told["kind"], tuple(told["categories"]), date.fromisoformat(told["begins"]),
        date.fromisoformat(ends) if ends else None,
    )  # fmt: skip


def is_rewritten(agreement: Agreement) -> bool:
    """Whether its next version is written, and not yet signed by all."""
    return agreement.replaced_by.filter(status__in=[Paper.DRAFT, Paper.OFFERED]).exists()
