"""Who waits longest for a first answer, and which organization does how much? Counted once a night.

Of what `figures` counts: nothing sensitive, no victim service, nothing that never reports back.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from organizations.models.directory import Service
from referrals.lifecycle import Status, WaitingOn
from referrals.models.reaching import ContactAttempt
from referrals.models.referral import Referral

WINDOW = timedelta(days=90)
MOST = 100  # organizations: a page for people, not the whole of a large network
SIDES = {"senders": "sender__kind", "receivers": "receiver__kind"}


class _Middle(Aggregate):
    """Not the mean: one request that was forgotten for a year must not speak for all the others."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def waits(referrals: QuerySet[Referral], at: datetime) -> dict[str, list[list[Any]]]:
    """By side, [kind of organization, open first answers, of them late, middle of their days]."""
    asked = referrals.filter(
        status=Status.REQUESTED, waiting_on=WaitingOn.RECEIVER, sent_at__lte=at
    )
    age = ExpressionWrapper(at - F("sent_at"), output_field=DurationField())
    return {
        side: [
            [kind, number, late, middle.days]
            for kind, number, late, middle in asked.values_list(kind_of)
            .annotate(n=Count("pk"), late=Count("pk", filter=Q(next_step_due__lte=at)))
            .annotate(middle=_Middle(age))
            .order_by(kind_of)
        ]
        for side, kind_of in SIDES.items()
    }


def work(network_id: UUID, referrals: QuerySet[Referral], at: datetime) -> list[list[Any]]:
    """[organization, taken on, answered otherwise, tries to reach a family, outcomes told], most first.

    The two kinds of answers are apart, so that a small one is not what is left of a large one.
    """
    since = at - WINDOW
    answered = referrals.filter(answered_at__gt=since).exclude(status=Status.ENTERED_IN_ERROR)
    told = referrals.filter(ended_at__gt=since, status__in=[Status.COMPLETED, Status.FAILED])
    columns = (
        (answered.filter(first_answer="accepted"), "receiver_id"),
        (answered.exclude(first_answer="accepted"), "receiver_id"),
        (_tries(network_id, since), "organization_id"),
        (told, "receiver_id"),
    )
    done: dict[str, list[int]] = defaultdict(lambda: [0] * len(columns))
    for column, (rows, whose) in enumerate(columns):
        for organization, number in rows.values_list(whose).annotate(n=Count("pk")).order_by():
            done[str(organization)][column] = number
    most = sorted(done.items(), key=lambda one: (-sum(one[1]), one[0]))
    return [[organization, *numbers] for organization, numbers in most[:MOST]]


def _tries(network_id: UUID, since: datetime) -> QuerySet[ContactAttempt]:
    """By whoever made them, the sending side as well; each is one call, text, letter or visit."""
    rows = ContactAttempt.objects.filter(
        network_id=network_id, need__is_sensitive=False, need__organization__is_victim_service=False,
        organization__is_victim_service=False, at__gt=since,
    )  # fmt: skip
    return rows.exclude(referral__service__reports_back=Service.ReportsBack.NEVER)
