"""What did this partner say of itself, and how? The convener writes it down, and the partner is told."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core import access
from core.errors import BadInput, NotAllowed, StepNotPossible
from core.http import ActorRequest
from governance.actions.telling import write_down_break, write_down_leaving
from governance.forms.partnerships import ToldForm
from governance.views.council import get_or_post
from organizations import listing
from organizations.lifecycle import Stage
from organizations.models.network import Organization


@get_or_post
def told(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=organization_id
    )
    access.require(request.actor, "partnerships.convene", organization)
    colleagues = listing.who_may_stand_in(organization)
    form = ToldForm(colleagues, request.POST or None, may_rest=organization.is_live)
    if form.is_bound and form.is_valid():
        try:
            _write_down(request, organization, form)
        except (BadInput, StepNotPossible, NotAllowed) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Written down. They are told, and can say that it is not so.")
            )
            return redirect("governance:partnership", organization.pk)
    context = {"organization": organization, "form": form}
    return render(request, "governance/told.html", context, status=422 if form.errors else 200)


def _write_down(request: ActorRequest, organization: Organization, form: ToldForm) -> None:
    actor, pk, at = request.actor, organization.pk, timezone.now()
    telling = form.telling()
    if form.cleaned_data["what"] == Stage.LEFT:
        write_down_leaving(
            actor=actor, organization_id=pk, telling=telling, leaving=form.leaving(), at=at
        )
        return
    successor = form.cleaned_data["successor"]
    write_down_break(
        actor=actor, organization_id=pk, telling=telling, successor_id=successor, at=at
    )
