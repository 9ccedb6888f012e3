"""What is owed under agreements: one's own page of it, a line more on a draft, and what became of one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.errors import BadInput, StepNotPossible
from core.http import ActorRequest
from governance.actions import obligations as actions
from governance.forms.obligations import KeptForm, ObligationForm
from governance.kinds import Kept
from governance.models.obligations import Obligation
from governance.search import owed as search
from governance.views.agreements import page
from governance.views.bound import bound_by, found_by


@require_safe
def owed(request: ActorRequest) -> HttpResponse:
    """What one's organization owes, and what it waits for."""
    access.require(request.actor, "agreements.see_owed")
    at = timezone.now()
    found = [*search.owed(request.actor, at), *search.steps_owed(request.actor, at)]
    context = {
        "at": at,
        "ours": [one for one in found if one.is_ours],
        "theirs": [one for one in found if not one.is_ours],
    }
    return render(request, "governance/owed.html", context)


@require_POST
def oblige(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    found = found_by(request, agreement_id)
    form = ObligationForm(bound_by(found), request.POST)
    access.require(request.actor, "partnerships.convene", found.organization)
    if form.is_valid():
        try:
            actions.oblige(
                actor=request.actor, agreement_id=found.pk, line=form.line(), at=timezone.now()
            )
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down."))
            return redirect("governance:agreement", found.pk)
    return page(request, found, None, form)


@require_POST
def strike(request: ActorRequest, obligation_id: UUID) -> HttpResponse:
    agreement = actions.strike(actor=request.actor, obligation_id=obligation_id, at=timezone.now())
    messages.success(request, _("Taken out of the draft."))
    return redirect("governance:agreement", agreement.pk)


@require_POST
def say_kept(request: ActorRequest, obligation_id: UUID, kept: str) -> HttpResponse:
    if kept not in set(Kept):
        raise Http404
    visible = Obligation.objects.visible_to(request.actor, at=timezone.now())
    one = get_object_or_404(visible, pk=obligation_id)
    form = KeptForm(request.POST, prefix=str(one.pk))
    if form.is_valid():
        try:
            actions.say_kept(
                actor=request.actor, obligation_id=one.pk, told=form.told(Kept(kept)), at=timezone.now()
            )  # fmt: skip
        except (BadInput, StepNotPossible) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down. All parties can read it."))
            return redirect("governance:agreement", one.agreement_id)
    return page(request, found_by(request, one.agreement_id), None, form)
