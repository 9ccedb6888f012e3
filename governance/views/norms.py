"""By which norms do partners work, what is new in them, and have we agreed? Everybody in the network reads it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.errors import StepNotPossible
from core.http import ActorRequest
from governance.actions.norms import agree_to_norms
from governance.effects.norms import differences
from governance.forms.norms import AgreeForm
from governance.models.norms import Norms
from governance.search.norms import agreed_to, not_yet, versions
from organizations.listing import network_of
from organizations.models.network import Network, Organization


@require_safe
def norms(request: ActorRequest) -> HttpResponse:
    """The words that hold, and what they change against the version before, or any that is chosen."""
    return _page(request)


def _page(request: ActorRequest, failed: AgreeForm | None = None) -> HttpResponse:
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "governance.see_council", network)
    known = versions(network.pk)
    holds = known[0] if known and known[0].text else None
    chosen = _chosen(request, known)
    context: dict[str, Any] = {
        "holds": holds,
        "versions": known,
        "chosen": chosen,
        "lines": list(differences(chosen.text, holds.text)) if chosen and holds else [],
        "agreed": agreed_to(holds) if holds else [],
        "form": failed or AgreeForm(_to_agree(request, holds), holds),
        "failed": failed,
        "may_propose": access.can(request.actor, "governance.propose", network),
        "at": timezone.now(),
    }
    return render(request, "governance/norms.html", context, status=422 if failed else 200)


def _chosen(request: HttpRequest, known: list[Norms]) -> Norms | None:
    """Against which one the newest is read: the one before it, unless another is asked for."""
    asked, earlier = request.GET.get("than", ""), known[1:]
    named = (one for one in earlier if str(one.number) == asked)
    return next(named, earlier[0] if earlier else None)


def _to_agree(request: ActorRequest, holds: Norms | None) -> list[Organization]:
    """Those for which the reader may still say yes."""
    left = not_yet(holds) if holds else []
    return [one for one in left if access.can(request.actor, "governance.agree_to_norms", one)]


@require_POST
def agree(request: ActorRequest) -> HttpResponse:
    holds = Norms.objects.in_force(request.actor.network_id)
    to_agree = _to_agree(request, holds)
    form = AgreeForm(to_agree, holds, request.POST)
    if form.lacks_a_name and to_agree:
        return _page(request, form)
    if form.is_valid():  # a second click finds it written down
        said = form.cleaned_data
        try:
            agree_to_norms(
                actor=request.actor, organization_id=UUID(said["organization"]),
                number=said["number"], at=timezone.now(),
            )  # fmt: skip
        except StepNotPossible as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("It is written down: they have agreed to the norms."))
    return redirect("governance:norms")
