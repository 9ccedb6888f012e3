"""The relay, woken by the clock: a lost tick costs ten seconds and nothing else."""

from celery import shared_task
from django.utils import timezone

from notifications import actions


@shared_task
def announce() -> None:
    """A batch of events of every network becomes messages."""
    actions.announce_everywhere(at=timezone.now())


@shared_task
def deliver() -> None:
    """A batch of messages of every network leaves."""
    actions.deliver_everywhere(at=timezone.now())
