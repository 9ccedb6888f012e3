"""Does this organization take part, take a break, or has it left? Said by its admin or the convener."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from organizations import listing
from organizations.actions import standing as actions
from organizations.forms.members import StandInForm
from organizations.lifecycle import ENDS_A_BREAK, PATH, PathStep
from organizations.models.network import Organization
from organizations.words import ORGANIZATION_STATUS

STEPS: dict[str, tuple[Callable[..., Organization], str | Promise]] = {
    "pause": (actions.pause, _("Written down. Nothing new is sent there.")),
    "come-back": (actions.come_back, _("Written down. Families can be sent there again.")),
}
DECIDED = (PathStep.PAUSE, PathStep.COME_BACK, PathStep.LEAVE)


@require_safe
def standing(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    return _page(request, _found(request, organization_id))


@require_POST
def take(request: ActorRequest, organization_id: UUID, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    organization = _found(request, organization_id)
    form = _form(organization, step, request.POST)
    if not form.is_valid():
        return _page(request, organization, **{step: form})
    act, said = STEPS[step]
    who = {} if step == "come-back" else {"successor_id": form.cleaned_data["successor"]}
    try:
        act(actor=request.actor, organization_id=organization_id, at=timezone.now(), **who)
    except BadInput as error:
        form.add_error(None, str(error))
        return _page(request, organization, **{step: form})
    messages.success(request, str(said))
    return redirect("organizations:standing", organization_id)


def _page(request: ActorRequest, organization: Organization, **failed: StandInForm) -> HttpResponse:
    convenes = access.can(request.actor, "network.convene", organization.network)
    context = {
        "decided": {step.value: _against(request, organization, step) for step in DECIDED},
        "organization": organization,
        "back_to": PATH[ENDS_A_BREAK[organization.pilot_rests]].target.value,
        "status": ORGANIZATION_STATUS[organization.status],
        "pause_form": failed.get("pause") or _form(organization, "pause", None),
        "back_url": "organizations:partners" if convenes else "organizations:team",
    }
    return render(request, "organizations/standing.html", context, status=422 if failed else 200)


def _against(request: ActorRequest, organization: Organization, step: PathStep) -> str | Promise:
    return actions.why_not(
        actor=request.actor, organization=organization, step=step, at=timezone.now()
    )


def _found(request: ActorRequest, organization_id: UUID) -> Organization:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=organization_id
    )
    access.require(request.actor, "organizations.stand", organization)
    return organization


def _form(organization: Organization, step: str, said: Any) -> StandInForm:
    colleagues = listing.who_may_stand_in(organization)
    return StandInForm(said, colleagues=colleagues, auto_id=f"{step}_%s")
