"""What do partners share for a kind of help? Read by all who work here; set by hand until a council sits."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import can, require
from core.http import ActorRequest
from organizations.listing import network_of
from organizations.models.network import Network
from organizations.topic_words import CATEGORY_WORDS
from people.actions.scopes import bound_sharing
from people.forms.scopes import BoundForm
from people.lifecycle import Fact
from people.scopes import CATEGORIES
from people.scopes import scopes as bounds_in_force
from people.search.scopes import bounds
from people.views.person import get_or_post


@require_safe
def scopes(request: ActorRequest) -> HttpResponse:
    at, network = timezone.now(), Network.objects.get(pk=network_of(request.actor))
    require(request.actor, "governance.see_council", network)
    told = bounds(network.pk, at=at)
    context = {
        "bounded": [one for one in told if one.now],
        "free": [one for one in told if not one.now],
        "may_set": can(request.actor, "people.bound_sharing", network),
        "may_propose": can(request.actor, "governance.propose", network),
    }
    return render(request, "people/scopes.html", context)


@get_or_post
def bound(request: ActorRequest, category: str) -> HttpResponse:
    """Kept as typed until it is right."""
    at, network = timezone.now(), Network.objects.get(pk=network_of(request.actor))
    require(request.actor, "people.bound_sharing", network)
    if category not in CATEGORIES:
        raise Http404
    stands = bounds_in_force(network.pk, at=at).get(category, frozenset(Fact))
    form = BoundForm(request.POST or None, stands=stands)
    if form.is_valid():
        if bound_sharing(actor=request.actor, category=category, at=at, **form.cleaned_data):
            messages.success(
                request, _("Saved. It holds from now on, and all can read what it was.")
            )
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("people:scopes")
    context = {"form": form, "kind": CATEGORY_WORDS[category]}
    return render(request, "people/scope.html", context, status=422 if form.errors else 200)
