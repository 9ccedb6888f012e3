"""Are loops closing? Counts of one network over a stretch of time, without naming anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from referrals.actions.audit import Finding, audit
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from screening.lifecycle import NeedStatus, Via
from screening.models.need import Need

SMALLEST = 11  # a smaller cell could point at a family
WINDOW = timedelta(days=90)
STAFF = [Via.PHONE, Via.PAPER, Via.IN_PERSON]


def cell(number: int) -> str:
    """A count as it may be shown: one to ten people could be recognised, also by subtraction."""
    return str(number) if number == 0 or number >= SMALLEST else _("under 11")


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`; shown only when neither the part nor the rest is a small cell."""

    part: int
    whole: int

    @property
    def is_shown(self) -> bool:
        rest = self.whole - self.part
        return self.whole >= SMALLEST and all(n == 0 or n >= SMALLEST for n in (self.part, rest))

    @property
    def words(self) -> str:
        return _("%(part)s of %(whole)s") % {"part": cell(self.part), "whole": cell(self.whole)}

    @property
    def percent(self) -> int:
        return round(100 * self.part / self.whole) if self.whole else 0

    @property
    def arcs(self) -> int:
        """How much of the ring is filled: a closed ring is every loop closed."""
        return self.percent // 20


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Provider-reported and family-confirmed are two numbers; the second has two parts."""

    answered: Rate
    provider_says_helped: Rate
    family_says_met: Rate
    said_directly: str
    told_through_staff: str
    contested: str
    overdue: str
    open_needs: str
    promises: list[Finding]

    @property
    def dead_ends(self) -> int:
        return sum(finding.broken for finding in self.promises)


def scorecard(network_id: UUID, *, at: datetime) -> Scorecard:
    """The last ninety days, without anything sensitive: two queries, and the auditor's."""
    needs_told = Need.objects.filter(network_id=network_id, is_sensitive=False)
    referrals = _referrals(Referral.objects.filter(need__in=needs_told, sent_at__gte=at - WINDOW))
    needs = _needs(needs_told.filter(found_at__gte=at - WINDOW), at)
    return Scorecard(
        answered=Rate(referrals["answered"], referrals["sent"]),
        provider_says_helped=Rate(referrals["helped"], referrals["sent"]),
        family_says_met=Rate(needs["met"], needs["wanted"]),
        said_directly=cell(needs["direct"]),
        told_through_staff=cell(needs["staff"]),
        contested=cell(referrals["contested"]),
        overdue=cell(needs["overdue"]),
        open_needs=cell(needs["open"]),
        promises=audit(network_id, at=at),
    )


def _referrals(rows: QuerySet[Referral]) -> dict[str, int]:
    kept = rows.exclude(status__in=[Status.ENTERED_IN_ERROR, Status.DRAFT])
    return kept.aggregate(
        sent=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        helped=Count("pk", filter=Q(status=Status.COMPLETED)),
        contested=Count("pk", filter=Q(contested_at__isnull=False)),
    )


def _needs(rows: QuerySet[Need], at: datetime) -> dict[str, int]:
    met = Q(status=NeedStatus.MET)
    return rows.aggregate(
        wanted=Count("pk", filter=Q(wanted_at__isnull=False)),
        met=Count("pk", filter=met),
        direct=Count("pk", filter=met & Q(via=Via.LINK)),
        staff=Count("pk", filter=met & Q(via__in=STAFF)),
        open=Count("pk", filter=Q(next_step_due__isnull=False)),
        overdue=Count("pk", filter=Q(next_step_due__lte=at)),
    )
