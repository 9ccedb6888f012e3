"""May this partner go on while the council has not spoken? The convener says why not, and the council has the word."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core import access
from core.errors import BadInput, StepNotPossible
from core.http import ActorRequest
from governance.actions.suspending import suspend as act
from governance.forms.disputes import SuspendForm
from governance.in_force import in_force
from governance.terms import Deciding
from governance.views.council import get_or_post
from organizations import listing


@get_or_post
def suspend(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=organization_id
    )
    access.require(request.actor, "partnerships.convene", organization)
    at, form = timezone.now(), SuspendForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            acted = act(
                actor=request.actor, organization_id=organization.pk, at=at, **form.cleaned_data
            )
        except (BadInput, StepNotPossible) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("They rest from now on. The council is asked to confirm it.")
            )
            return redirect("governance:proposal", acted.pk)
    days = Deciding.of(in_force(organization.network_id, "decide.", at)).confirm
    context = {"organization": organization, "form": form, "days": days}
    status = 422 if form.errors else 200
    return render(request, "governance/suspend.html", context, status=status)
