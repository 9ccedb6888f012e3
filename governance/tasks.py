"""The clock of decisions and partnerships: votes, empty seats, and who is silent or stuck, network by network."""

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


@shared_task
def watch_partners() -> None:
    """Whose day has come leaves; then what is owed to a partner and does not come, climbs."""
    for network_id in Network.objects.values_list("pk", flat=True):
        with tenant_context(network_id):
            at = timezone.now()
            leave_on_the_day(network_id=network_id, at=at)
            end_access(network_id=network_id, at=at)
            chase_partnerships(network_id=network_id, at=at)
            chase_agreements(network_id=network_id, at=at)
            replace_the_torn(network_id=network_id, at=at)
            chase_disputes(network_id=network_id, at=at)
            chase_obligations(network_id=network_id, at=at)


@shared_task
def decide() -> None:
    """Votes open and close, what was carried comes into force, and seats are filled by election."""
    for network_id in Network.objects.values_list("pk", flat=True):
        with tenant_context(network_id):
            decide_due(network_id=network_id, at=timezone.now())
            hold_elections(network_id=network_id, at=timezone.now())
            chase_seats(network_id=network_id, at=timezone.now())
            open_elections(network_id=network_id, at=timezone.now())
            watch_meetings(network_id=network_id, at=timezone.now())
