"""The clock of safety alerts: it looks every minute, for they are counted in hours."""

from celery import shared_task
from django.utils import timezone

from core.tenancy import tenant_context
from organizations.models.network import Network
from people.actions.safety import chase_alerts


@shared_task
def watch() -> None:
    """What nobody has taken, or closed, climbs in every network."""
    for network_id in Network.objects.values_list("pk", flat=True):
        with tenant_context(network_id):
            chase_alerts(network_id=network_id, at=timezone.now())
