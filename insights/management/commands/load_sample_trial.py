"""What does the sample county try now? One clinic asks for help on the day on which a family wants it."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import User
from core.tenancy import tenant_context
from insights.actions.cycles import Plan, begin
from insights.models import Cycle
from insights.search.measures import Measure
from organizations.grants import actor_for, memberships_of
from organizations.models.network import Network, Organization

NETWORK, CONVENER, PLACE = "harbor", "convener@example.org", "Riverside"
DAY = timedelta(days=1)
BEFORE, AFTER = 9, 19  # days


class Command(BaseCommand):
    help = "Let a clinic of the sample network try something. Does nothing a second time."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        network = Network.objects.filter(short_name=NETWORK).first()
        if network is None:
            return
        at = timezone.now() - BEFORE * DAY
        with tenant_context(network.pk):
            if Cycle.objects.filter(network_id=network.pk).exists():
                return
            user = User.objects.get(email=CONVENER)
            place = Organization.objects.get(network=network, name__startswith=PLACE)
            today = network.open_days.local_date(at)
            plan = Plan(
                aim="Families do not wait for us before they wait for a partner.",
                change="Who finds a need asks for help before the family leaves the room.",
                prediction="Hours until help is asked for: half of what they were.",
                measure=Measure.SEND, begins_on=today, ends_on=today + AFTER * DAY,
            )  # fmt: skip
            begin(
                actor=actor_for(user, memberships_of(user, at=at)[0]), organization_id=place.pk,
                plan=plan, at=at,
            )  # fmt: skip
