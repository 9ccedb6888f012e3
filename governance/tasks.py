"""The clock of partnerships: who is silent or stuck, network by network."""

from celery import shared_task
from django.utils import timezone

from core.tenancy import tenant_context
from governance.actions.partnerships import chase_partnerships
from organizations.models.network import Network


@shared_task
def watch_partners() -> None:
    """What is owed to a partner and does not come, climbs."""
    for network_id in Network.objects.values_list("pk", flat=True):
        with tenant_context(network_id):
            chase_partnerships(network_id=network_id, at=timezone.now())
