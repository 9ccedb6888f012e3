"""The clock of decisions and partnerships: votes, empty seats, and who is silent or stuck, network by network."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.utils import timezone

from core.tenancy import tenant_context
from governance.actions.agreements import chase_agreements
from governance.actions.councils import chase_seats
from governance.actions.deciding import decide_due
from governance.actions.disputes import chase_disputes
from governance.actions.leaving import end_access, leave_on_the_day
from governance.actions.mediating import replace_the_torn
from governance.actions.meetings import watch_meetings
from governance.actions.obligations import chase_obligations
from governance.actions.partnerships import chase_partnerships
from governance.actions.polling import hold_elections, open_elections
from organizations.models.network import Network

logger = logging.getLogger(__name__)
Verb = Callable[..., object]


@shared_task
def watch_partners() -> None:
    """Whose day has come leaves; then what is owed to a partner and does not come, climbs."""
    _in_every_network(
        leave_on_the_day,
        end_access,
        chase_partnerships,
        chase_agreements,
        replace_the_torn,
        chase_disputes,
        chase_obligations,
    )


@shared_task
def decide() -> None:
    """Votes open and close, what was carried comes into force, and seats are filled by election."""
    _in_every_network(decide_due, hold_elections, chase_seats, open_elections, watch_meetings)


def _in_every_network(*verbs: Verb) -> None:
    """Each in a transaction of its own: what breaks in one keeps no other vote open. In the end the task fails."""
    failed: list[Exception] = []
    for network_id in Network.objects.values_list("pk", flat=True):
        for verb in verbs:
            try:
                with tenant_context(network_id):
                    verb(network_id=network_id, at=timezone.now())
            except Exception as error:
                logger.exception(
                    "What is due could not be dealt with", extra={"verb": verb.__name__}
                )
                failed.append(error)
    if failed:
        raise failed[0]
