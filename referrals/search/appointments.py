"""When does this person meet somebody who helps? Families are asked how it went after that, not before."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from people.models.person import Person
from referrals.lifecycle import LIVE, MilestoneKind, Status
from referrals.models.milestones import Milestone
from referrals.models.referral import Referral

NOON = time(12)


def appointments_of(person: Person, *, at: datetime) -> list[datetime]:
    """Talks of a warm handoff with their hour; interviews and appointments, of which the day is known."""
    live = Referral.objects.filter(
        network_id=person.network_id, need__subject=person, status__in=sorted(LIVE)
    )
    talks = live.filter(talk_at__gt=at).values_list("talk_at", flat=True)
    zone = ZoneInfo(person.network.time_zone)
    today = at.astimezone(zone).date()
    visits = live.filter(
        status=Status.ON_HOLD, reason="appointment_set", expected_on__gte=today
    ).values_list("expected_on", flat=True)
    interviews = Milestone.objects.filter(
        referral__in=live, kind=MilestoneKind.INTERVIEW, reached_on=None,
        planned_on__gte=today,
    )  # fmt: skip
    days = [*interviews.values_list("planned_on", flat=True), *visits]
    return [*filter(None, talks), *(datetime.combine(day, NOON, zone) for day in days if day)]
