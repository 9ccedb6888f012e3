"""With which words does the network begin an agreement of each kind? All read them, and partners decide them."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from governance.actions import templates as actions
from governance.effects.templates import newest
from governance.forms.templates import TemplateForm
from governance.kinds import Kind
from governance.rules import has_council
from governance.words.agreements import KIND_WORDS
from organizations.listing import network_of
from organizations.models.network import Network


@require_safe
def templates(request: ActorRequest) -> HttpResponse:
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "governance.see_council", network)
    at = timezone.now()
    kept = newest(network.pk, at)
    context = {
        "at": at,
        "kept": [(kind, KIND_WORDS[kind], kept[kind]) for kind in Kind if kind in kept],
        "missing": [(kind, KIND_WORDS[kind]) for kind in Kind if kind not in kept],
        "may_set": access.can(request.actor, "governance.set_patience", network),
        "may_propose": has_council(network)
        and access.can(request.actor, "governance.propose", network),
    }
    return render(request, "governance/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: ActorRequest, kind: str) -> HttpResponse:
    """By hand, until a council sits."""
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "governance.set_patience", network)
    if kind not in set(Kind):
        raise Http404
    at, wanted = timezone.now(), Kind(kind)
    form = TemplateForm(
        request.POST if request.method == "POST" else None, initial=_first(network, wanted, at)
    )
    if form.is_valid():
        try:
            actions.set_template(actor=request.actor, kind=wanted, at=at, **form.cleaned_data)
        except BadInput as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(
                request, _("Saved. What was signed with earlier words stays as it is.")
            )
            return redirect("governance:templates")
    context = {"form": form, "kind": KIND_WORDS[wanted]}
    return render(request, "governance/template.html", context, status=422 if form.errors else 200)


def _first(network: Network, kind: Kind, at: datetime) -> dict[str, str]:
    kept = newest(network.pk, at).get(kind)
    return {"words": kept.words if kept else ""}
