"""The relay, woken by the clock: a lost tick costs ten seconds and nothing else."""

from celery import shared_task
from django.utils import timezone

from notifications.actions import announce as announcing
from notifications.actions import deliver as delivering
from notifications.actions import hearing


@shared_task
def announce() -> None:
    """A batch of events of every network becomes messages."""
    announcing.announce_everywhere(at=timezone.now())


@shared_task
def deliver() -> None:
    """A batch of messages to people leaves, of every network."""
    delivering.deliver_everywhere(at=timezone.now(), channels=delivering.PEOPLE)


@shared_task
def call_programs() -> None:
    """Programs apart: one that answers slowly must keep nobody's mail waiting."""
    delivering.deliver_everywhere(at=timezone.now(), channels=delivering.PROGRAMS)


@shared_task
def forget_texts() -> None:
    """That a text came in is remembered only as long as it might come again."""
    hearing.forget(at=timezone.now())
