"""Power in the open: who decides, who waits, and who does the work."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import access
from core.http import ActorRequest
from insights.search.power import power_page
from organizations.listing import network_of
from organizations.models.network import Network


@require_safe
def show_power(request: ActorRequest) -> HttpResponse:
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "governance.see_power", network)
    return render(request, "insights/power.html", {"page": power_page(network, at=timezone.now())})
