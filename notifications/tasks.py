"""The relay, woken by the clock: a lost tick costs ten seconds and nothing else."""

from celery import shared_task
from django.utils import timezone

from notifications import actions
from organizations.models.network import Network

EVENTS, MESSAGES = 200, 20


@shared_task
def announce() -> None:
    """A batch of events of every network becomes messages."""
    for network_id in Network.objects.values_list("pk", flat=True):
        actions.announce(network_id=network_id, at=timezone.now(), limit=EVENTS)


@shared_task
def deliver() -> None:
    """A batch of messages of every network leaves."""
    for network_id in Network.objects.values_list("pk", flat=True):
        actions.deliver(network_id=network_id, at=timezone.now(), limit=MESSAGES)
