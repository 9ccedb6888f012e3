"""To name a party of a draft, to take it out again, and to end the part of one of several."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from governance.actions import agreements as actions
from governance.actions import parties
from governance.forms.agreements import PartyForm
from governance.views.agreements import page
from governance.views.bound import choices, found_by


@require_POST
def bind(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    found = found_by(request, agreement_id)
    access.require(request.actor, "partnerships.convene", found.organization)
    form = PartyForm(choices(request), request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            parties.bind(
                actor=request.actor, agreement_id=found.pk, organization_id=said["organization"],
                part=said["part"], at=timezone.now(),
            )  # fmt: skip
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down. It signs for itself once this is offered."))
            return redirect("governance:agreement", found.pk)
    return page(request, found, None, form)


@require_POST
def unbind(request: ActorRequest, agreement_id: UUID, organization_id: UUID) -> HttpResponse:
    parties.unbind(
        actor=request.actor, agreement_id=agreement_id, organization_id=organization_id, at=timezone.now()
    )  # fmt: skip
    messages.success(request, _("Taken out of the draft."))
    return redirect("governance:agreement", agreement_id)


@require_POST
def leave(request: ActorRequest, agreement_id: UUID, organization_id: UUID) -> HttpResponse:
    actions.leave(
        actor=request.actor, agreement_id=agreement_id, organization_id=organization_id, at=timezone.now()
    )  # fmt: skip
    messages.success(request, _("Its part has ended. For the others nothing changes."))
    return redirect("governance:agreement", agreement_id)
