"""The clock of the follow-up engine: beat wakes it, PostgreSQL knows what is due."""

import time
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from core.tenancy import tenant_context
from referrals.actions.contests import chase_contests
from referrals.actions.desk import leave_when_over
from referrals.actions.look_ahead import look_ahead as look_ahead_in
from referrals.actions.openings import look_for_openings
from referrals.actions.pace import Pace
from referrals.actions.retention import keep_no_longer
from referrals.actions.sweep import BATCH, networks
from referrals.actions.sweep import sweep as sweep_network
from referrals.actions.voices_chase import chase_voices
from referrals.actions.weekly import ask_for_week as ask_network

MOST_BATCHES = 60  # a task ends well inside its time limit; the next tick goes on
TURN = 10  # seconds: the next tick of the sweep goes on where this one ended


@shared_task
def sweep() -> None:
    """Deal with what is due: a batch of each network in turn, until nothing is or the time is over."""
    pace, over, due = Pace(), time.monotonic() + TURN, networks()
    while due and time.monotonic() < over:
        due = [network_id for network_id in due if _leaves_some(network_id, pace)]


def _leaves_some(network_id: UUID, pace: Pace) -> bool:
    """Whether one batch was not enough for what is due there."""

    def batch(limit: int) -> int:
        with tenant_context(network_id):
            return sweep_network(network_id=network_id, at=timezone.now(), limit=limit)

    asked = pace.size
    return pace.deal(batch) >= asked


@shared_task
def look_ahead() -> None:
    """What is looked at on its day, and whose word on a family's no is due; what the desk may not see leaves it."""
    for network_id in networks():
        for _ in range(MOST_BATCHES):
            with tenant_context(network_id):
                leave_when_over(network_id=network_id, at=timezone.now())
                dealt = look_ahead_in(network_id=network_id, at=timezone.now())
                dealt = max(dealt, chase_contests(network_id=network_id, at=timezone.now()))
            if dealt < BATCH:
                break


@shared_task
def open_gaps() -> None:
    """Open again what waits for a service that has opened, in every network."""
    for network_id in networks():
        with tenant_context(network_id):
            look_for_openings(network_id=network_id, at=timezone.now())


@shared_task
def ask_for_week() -> None:
    """Every partner once a week; most ticks find that it was done."""
    for network_id in networks():
        with tenant_context(network_id):
            ask_network(network_id=network_id, at=timezone.now())


@shared_task
def watch_voices() -> None:
    """What families said and nobody has answered climbs, in every network; danger in hours."""
    for network_id in networks():
        with tenant_context(network_id):
            chase_voices(network_id=network_id, at=timezone.now())


@shared_task
def let_go() -> None:
    """What has been kept long enough, once a night; most ticks find that it was done."""
    for network_id in networks():
        with tenant_context(network_id):
            keep_no_longer(network_id=network_id, at=timezone.now())
