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
    card = scorecard(request.actor.network_id, at=timezone.now())
    return render(request, "insights/scorecard.html", {"card": card})
