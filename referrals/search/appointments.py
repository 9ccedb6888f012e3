"""When does this person meet somebody who helps? Families are asked how it went after that, not before."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from people.models.person import Person
from referrals.lifecycle import LIVE, MilestoneKind
from referrals.models.milestones import Milestone
from referrals.models.referral import Referral

NOON = time(12)


def appointments_of(person: Person, *, at: datetime) -> list[datetime]:
    """Talks of a warm handoff with their hour, and interviews of an application, of which the day is known."""
    live = Referral.objects.filter(
        network_id=person.network_id, need__subject=person, status__in=sorted(LIVE)
    )
    talks = live.filter(talk_at__gt=at).values_list("talk_at", flat=True)
    zone = ZoneInfo(person.network.time_zone)
    interviews = Milestone.objects.filter(
        referral__in=live, kind=MilestoneKind.INTERVIEW, reached_on=None,
        planned_on__gte=at.astimezone(zone).date(),
    )  # fmt: skip
    days = interviews.values_list("planned_on", flat=True)
    return [*filter(None, talks), *(datetime.combine(day, NOON, zone) for day in days if day)]
