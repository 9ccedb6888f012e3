"""The clock of housekeeping and of the nightly audit."""

from celery import shared_task
from django.utils import timezone

from core.tenancy import tenant_context
from insights.actions.cycles_owed import chase_trials
from insights.actions.house import (
    forget_kept_forms,
    forget_sessions,
    forget_what_ran_out,
    make_months,
)
from insights.actions.nightly import audit_the_night, tell_of_the_hour
from insights.actions.sealing import seal_history
from people.actions.searches import forget_searches
from referrals.actions.sweep import networks


@shared_task
def keep_house() -> None:
    now = timezone.now()
    make_months(at=now)
    forget_kept_forms(at=now)
    forget_sessions(at=now)
    forget_searches(at=now)
    forget_what_ran_out(at=now)


@shared_task
def watch_trials() -> None:
    """A yes, a look or a lesson that does not come climbs; whose last day is over has ended."""
    for network_id in networks():
        with tenant_context(network_id):
            chase_trials(network_id=network_id, at=timezone.now())


@shared_task(soft_time_limit=270, time_limit=285)  # the broker gives it to another after 300
def audit_the_nights() -> None:
    """Asked every few minutes; all but the first time in a night cost one look at a row."""
    for network_id in networks():
        with tenant_context(network_id):
            audit_the_night(network_id=network_id, at=timezone.now())


@shared_task
def watch_looks() -> None:
    """Somebody who reads record after record is not left alone until the night."""
    for network_id in networks():
        with tenant_context(network_id):
            tell_of_the_hour(network_id=network_id, at=timezone.now())


@shared_task(soft_time_limit=270, time_limit=285)
def seal_histories() -> None:
    """The rows of an hour and more ago, each network on its own chain."""
    for network_id in networks():
        with tenant_context(network_id):
            seal_history(network_id=network_id, at=timezone.now())
