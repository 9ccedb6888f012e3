"""The loop scorecard."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import access
from core.http import ActorRequest
from insights.search.scorecard import scorecard


@require_safe
def show_scorecard(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "insights.read")
    names = access.can(request.actor, "insights.name_partners")
    card = scorecard(request.actor.network_id, at=timezone.now())
    return render(request, "insights/scorecard.html", {"card": card, "names_partners": names})
