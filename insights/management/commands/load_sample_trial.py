"""What does the sample county try now? One clinic asks for help on the day on which a family wants it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from core.models import Outbox
from core.tenancy import tenant_context
from insights.actions.cycles import Plan, begin, look_at
from insights.models import Cycle
from insights.search.measures import Measure
from organizations.grants import actor_for, memberships_of
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from referrals.management.sample.earlier import TOPIC, Desk, families_were_helped

NETWORK, PLACE, PARTNER = "harbor", "Northgate", "Second Harvest"
CONVENER, NAVIGATOR = "convener@example.org", "north@example.org"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# Hours until help was asked for, in the middle of each week: six from before, six in which it is tried.
USUAL, TRIED = (28.0, 31.0, 26.5, 30.0, 27.5, 29.0), (21.0, 17.5, 15.0, 12.5, 14.0, 11.0)
STILL = 20  # days from this Monday


class Command(BaseCommand):
    help = "Let a clinic of the sample network try something. Does nothing a second time."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        network = Network.objects.filter(short_name=NETWORK).first()
        if network is None:
            return
        with tenant_context(network.pk), transaction.atomic():
            if Cycle.objects.filter(network_id=network.pk).exists():
                return
            told = set(Outbox.objects.values_list("event_id", flat=True))
            today = network.open_days.local_date(timezone.now())
            _try(network, today - today.weekday() * DAY)
            # what happened weeks ago is told to nobody now
            Outbox.objects.filter(network_id=network.pk).exclude(event_id__in=told).delete()


def _try(network: Network, this_monday: date) -> None:
    zone = ZoneInfo(network.time_zone)
    convener, navigator = _actor(CONVENER), _actor(NAVIGATOR)
    begins = this_monday - len(TRIED) * WEEK
    offers = Service.objects.select_related("organization").filter(network=network)
    service = offers.filter(organization__name__startswith=PARTNER, topics=[TOPIC]).earliest("name")
    families_were_helped(
        Desk(navigator, service, zone), begins - len(USUAL) * WEEK, [*USUAL, *TRIED]
    )
    place = Organization.objects.get(network=network, name__startswith=PLACE)
    plan = Plan(
        aim="Families do not wait for us before they wait for a partner.",
        change="Who finds a need asks for help before the family leaves the room.",
        prediction="Hours until help is asked for: half of what they were.",
        measure=Measure.SEND, begins_on=begins, ends_on=this_monday + STILL * DAY,
    )  # fmt: skip
    at = datetime.combine(begins, time(9), zone)
    cycle = begin(actor=convener, organization_id=place.pk, plan=plan, at=at)
    for weeks in range(1, len(TRIED), 2):
        look_at(actor=convener, cycle_id=cycle.pk, at=at + weeks * WEEK)


def _actor(email: str) -> Actor:
    user = User.objects.get(email=email)
    return actor_for(user, memberships_of(user, at=timezone.now())[0])
