"""How do loops stand? Counts of one network, made once a night; nothing sensitive is in any of them.

Neither are the people of victim services, nor what was sent to a service that never reports back.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from insights.search.carrying import waits, work
from organizations.models.directory import Service
from organizations.topics import COUNTED_BY_PLANS
from people.models.demands import LegalDemand
from referrals.lifecycle import LIVE, UNSUCCESSFUL, Status, WaitingOn
from referrals.models.referral import Referral
from screening.followup import COUNTED_DAYS
from screening.lifecycle import NeedStatus, Via
from screening.models.need import Need

WINDOW = timedelta(days=90)
STAFF = [Via.PHONE, Via.PAPER, Via.IN_PERSON]
A_YEAR = timedelta(days=365)
MOST_SILENT = 10


def figures(network_id: UUID, *, at: datetime) -> dict[str, Any]:
    """Plain counts by name, as a document that is kept: masking small ones is the page's part."""
    needs = Need.objects.filter(
        network_id=network_id, is_sensitive=False, organization__is_victim_service=False
    )
    referrals = Referral.objects.filter(
        network_id=network_id, need__is_sensitive=False, need__organization__is_victim_service=False,
        receiver__is_victim_service=False,
    ).exclude(service__reports_back=Service.ReportsBack.NEVER)  # fmt: skip
    return {
        "sent": _sent(referrals.filter(sent_at__gte=at - WINDOW)),
        "found": _found(needs.filter(found_at__gte=at - WINDOW)),
        "counted": _counted(needs.filter(found_at__gte=at - WINDOW), at),
        "reasons": _reasons(referrals.filter(ended_at__gte=at - WINDOW)),
        "now": _now(needs, referrals, at),
        "overdue": _overdue(needs, at),
        "silent": _silent(referrals, at),
        "demands": _demands(network_id, at),
        "waits": waits(referrals, at),
        "work": work(network_id, referrals, at),
    }


def _sent(rows: QuerySet[Referral]) -> dict[str, int]:
    kept = rows.exclude(status__in=[Status.ENTERED_IN_ERROR, Status.DRAFT])
    return kept.aggregate(
        all=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        helped=Count("pk", filter=Q(status=Status.COMPLETED)),
        contested=Count("pk", filter=Q(contested_at__isnull=False)),
    )


def _found(rows: QuerySet[Need]) -> dict[str, int]:
    met = Q(status=NeedStatus.MET)
    return rows.aggregate(
        wanted=Count("pk", filter=Q(wanted_at__isnull=False)),
        met=Count("pk", filter=met),
        direct=Count("pk", filter=met & Q(via__in=[Via.LINK, Via.TEXT])),
        staff=Count("pk", filter=met & Q(via__in=STAFF)),
        unconfirmed=Count("pk", filter=Q(status=NeedStatus.UNCONFIRMED)),
    )


def _counted(rows: QuerySet[Need], at: datetime) -> dict[str, int]:
    """What screenings found of what HEDIS SNS-E asks about, and where nobody had talked it over in its days."""
    asked = rows.filter(found_by__isnull=False, category__in=sorted(COUNTED_BY_PLANS))
    late = Q(status=NeedStatus.FOUND, found_at__lt=at - COUNTED_DAYS)
    return asked.aggregate(all=Count("pk"), late=Count("pk", filter=late))


def _reasons(rows: QuerySet[Referral]) -> list[list[Any]]:
    """[status, reason, how many], the most frequent first."""
    ended = rows.filter(status__in=sorted(UNSUCCESSFUL)).values_list("status", "reason")
    counted = ended.annotate(times=Count("pk")).order_by("-times", "status", "reason")
    return [list(row) for row in counted]


def _now(needs: QuerySet[Need], referrals: QuerySet[Referral], at: datetime) -> dict[str, int]:
    open_needs = needs.filter(next_step_due__isnull=False)
    open_requests = referrals.filter(status__in=sorted(LIVE))
    oldest = open_requests.aggregate(requests=Count("pk"), oldest=Min("sent_at"))
    waiting = open_needs.aggregate(needs=Count("pk"), oldest=Min("found_at"))
    return {
        "needs": waiting["needs"],
        "requests": oldest["requests"],
        "oldest_need_days": _days(waiting["oldest"], at),
        "oldest_request_days": _days(oldest["oldest"], at),
    }


def _overdue(needs: QuerySet[Need], at: datetime) -> dict[str, int]:
    """Late steps by whose turn it is. A need at the desk is the desk's, whoever owns it."""
    late = needs.filter(next_step_due__lte=at)
    turns = late.filter(is_at_desk=False).values_list("waiting_on").annotate(n=Count("pk"))
    return dict(turns) | {"desk": late.filter(is_at_desk=True).count()}


def _silent(referrals: QuerySet[Referral], at: datetime) -> dict[str, Any]:
    """Partners that owe an answer past its day, the longest silence first."""
    late = referrals.filter(
        status=Status.REQUESTED, waiting_on=WaitingOn.RECEIVER, next_step_due__lte=at
    )
    partners = late.values_list("receiver_id").annotate(n=Count("pk"), since=Min("next_step_due"))
    rows = list(partners.order_by("since", "receiver_id"))
    longest = [[str(partner), late, _days(since, at)] for partner, late, since in rows]
    return {"partners": len(rows), "longest": longest[:MOST_SILENT]}


def _demands(network_id: UUID, at: datetime) -> dict[str, Any]:
    """Papers of courts and offices in a year, by instrument and by answer; no one of them by both.

    Of one that must not be told nothing is counted before it may be.
    """
    rows = LegalDemand.objects.filter(network_id=network_id, received_on__gt=(at - A_YEAR).date())
    told = rows.exclude(pk__in=rows.untold(at=at).values("pk"))
    return {
        name: dict(
            told.exclude(**{field: ""}).values_list(field).annotate(n=Count("pk")).order_by()
        )
        for name, field in (("kinds", "kind"), ("answers", "answer"))
    }


def _days(since: datetime | None, at: datetime) -> int:
    return (at - since).days if since else 0
