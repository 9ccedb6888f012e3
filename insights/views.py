"""The loop scorecard."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import access
from core.http import ActorRequest
from insights.search import scorecard


@require_safe
def show_scorecard(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "insights.read")
    network_id = request.actor.network_id
    card = scorecard(network_id, at=timezone.now()) if network_id else None
    return render(request, "insights/scorecard.html", {"card": card})
