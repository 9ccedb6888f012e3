"""What would the sample county's messages of the last days look like? Written once, sent by the relay."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import User
from core.models import Event, Outbox
from core.tenancy import tenant_context
from notifications.actions import programs
from notifications.actions.announce import announce
from notifications.actions.deliver import PROGRAMS, deliver
from notifications.models.programs import Webhook
from organizations.grants import actor_for, memberships_of
from organizations.models.network import Network

NETWORK, ADMIN = "harbor", "orgadmin@example.org"
NOBODY_THERE = "http://127.0.0.1:9/porchlight"  # it shows how a program that does not answer looks
TOLD_AGAIN = 40
LONG_AGO = timedelta(hours=36)
KINDS = ("referral.sent", "referral.accepted", "referral.declined", "need.met")


class Command(BaseCommand):
    help = "Let the sample network tell of its newest events. Does nothing a second time."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        network = Network.objects.filter(short_name=NETWORK).first()
        if network is None:
            return
        began = timezone.now() - LONG_AGO
        with tenant_context(network.pk):
            if Webhook.objects.filter(network=network).exists():
                return
            if settings.PRIVATE_WEBHOOKS:
                _add_program(began)
            _put_back(network, began)
        announce(network_id=network.pk, at=began, limit=TOLD_AGAIN)
        for minutes in range(0, 36 * 60, 15):  # until the program is given up
            at = began + timedelta(minutes=minutes)
            deliver(network_id=network.pk, at=at, limit=TOLD_AGAIN, channels=PROGRAMS)


def _add_program(at: datetime) -> None:
    user = User.objects.get(email=ADMIN)
    actor = actor_for(user, memberships_of(user, at=at)[0])
    programs.add(actor=actor, url=NOBODY_THERE, whole_network=False, at=at)


def _put_back(network: Network, at: datetime) -> None:
    """The sample was loaded in silence; these are told now."""
    told = Event.objects.filter(network_id=network.pk, kind__in=KINDS, happened_at__lt=at)
    newest = told.order_by("-happened_at")
    Outbox.objects.bulk_create(
        [
            Outbox(event_id=event_id, network_id=network.pk, available_at=at)
            for event_id in newest.values_list("pk", flat=True)[:TOLD_AGAIN]
        ],
        ignore_conflicts=True,
    )
