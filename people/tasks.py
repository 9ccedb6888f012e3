"""The clock of safety alerts (every minute, for they are counted in hours), legal demands and legal dates."""

from celery import shared_task
from django.utils import timezone

from core.tenancy import tenant_context
from organizations.models.network import Network
from people.actions.demands import chase_demands
from people.actions.rights_chase import chase_rights
from people.actions.safety import chase_alerts


@shared_task
def watch() -> None:
    """What nobody has taken, or closed, climbs in every network, and so does what a court waits for."""
    for network_id in Network.objects.values_list("pk", flat=True):
        with tenant_context(network_id):
            chase_alerts(network_id=network_id, at=timezone.now())
            chase_demands(network_id=network_id, at=timezone.now())


@shared_task
def watch_rights() -> None:
    """What somebody asked about their own record, and what partners still hold of whom is erased."""
    for network_id in Network.objects.values_list("pk", flat=True):
        with tenant_context(network_id):
            chase_rights(network_id=network_id, at=timezone.now())
