"""When does this partner leave, who takes over what is open, and what is still to be done?"""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.errors import BadInput, NotAllowed
from core.http import ActorRequest
from governance.actions import leaving as actions
from governance.actions.suspending import is_protected
from governance.forms.partnerships import BackForm, LeavingForm
from governance.search.partnerships import partnership_of
from governance.views.partnerships import with_way
from organizations import listing
from organizations.actions.standing import why_not
from organizations.lifecycle import PathStep
from organizations.models.network import Organization


@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    organization, at = _found(request, organization_id), timezone.now()
    said = why_not(actor=request.actor, organization=organization, step=PathStep.LEAVE, at=at)
    if said and is_protected(organization, PathStep.LEAVE, at):
        raise NotAllowed(said)
    if (
        said and request.method != "POST"
    ):  # it takes the partner's own word: here it is written down
        return redirect("governance:told", organization.pk)
    form = LeavingForm(
        listing.who_may_stand_in(organization),
        request.POST if request.method == "POST" else None,
        initial={"on": organization.network.open_days.local_date(at)},
    )
    if form.is_valid():
        try:
            actions.plan_leaving(
                actor=request.actor, organization_id=organization.pk, leaving=form.leaving(), at=at
            )
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down. Whoever is concerned is told."))
            return redirect("governance:partnership", organization.pk)
    return _page(request, organization, form)


@require_POST
def stay(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    organization = _found(request, organization_id)
    actions.stay(actor=request.actor, organization_id=organization.pk, at=timezone.now())
    messages.success(request, _("Written down. They stay."))
    return redirect("governance:partnership", organization.pk)


@require_POST
def back(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    organization, form = _found(request, organization_id), BackForm(request.POST)
    if form.is_valid():
        try:
            actions.say_back(
                actor=request.actor, organization_id=organization.pk, on=form.cleaned_data["on"],
                at=timezone.now(),
            )  # fmt: skip
        except BadInput as refused:
            form.add_error("on", str(refused))
        else:
            messages.success(request, _("Written down. Until then nobody asks."))
            return redirect("governance:partnership", organization.pk)
    return with_way(request, organization, form)


def _found(request: ActorRequest, organization_id: UUID) -> Organization:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=organization_id
    )
    access.require(request.actor, "organizations.stand", organization)
    return organization


def _page(request: ActorRequest, organization: Organization, form: forms.Form) -> HttpResponse:
    partnership = partnership_of(organization, at=timezone.now())
    context = {"organization": organization, "partnership": partnership, "form": form}
    return render(request, "governance/leaving.html", context, status=422 if form.errors else 200)
