"""One service with all that is known of it; and one's own services, to keep them right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import access
from core.http import ActorRequest
from organizations import listing
from organizations.actions import services
from organizations.forms.services import ServiceForm
from organizations.models.directory import Service
from organizations.views.sheet import sheet_of, sheets_of


@require_safe
def service(request: ActorRequest, service_id: UUID) -> HttpResponse:
    found = get_object_or_404(listing.in_directory(request.actor), pk=service_id)
    return render(
        request,
        "organizations/service.html",
        {
            "sheet": sheet_of(found, at=timezone.now()),
            "may_invite": access.can(request.actor, "network.convene", found.organization.network),
            "may_change": _may_change(request, found),
        },
    )


@require_safe
def handout(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """One sheet of paper about one service, for whoever needs it."""
    found = get_object_or_404(listing.in_directory(request.actor), pk=service_id)
    sheet = sheet_of(found, at=timezone.now())
    return render(request, "organizations/handout.html", {"sheet": sheet})


@require_safe
def our_services(request: ActorRequest) -> HttpResponse:
    ours = list(listing.services_of(request.actor))
    context = {
        "sheets": sheets_of(ours, at=timezone.now()),
        "may_change": request.actor.holds("manage_services", request.actor.organization_id),
    }
    return render(request, "organizations/our_services.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_service(request: ActorRequest, service_id: UUID) -> HttpResponse:
    ours = get_object_or_404(listing.services_of(request.actor), pk=service_id)
    access.require(request.actor, "organizations.manage_services", ours.organization)
    spans = [row.span for row in ours.hours.all() if row.span]
    form = ServiceForm(request.POST or None, initial=ServiceForm.values_of(ours, spans))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"form": form, "service": ours}
        return render(request, "organizations/edit_service.html", context, status=status)
    services.change(
        actor=request.actor,
        service_id=service_id,
        edit=form.edit(),
        at=timezone.now(),
    )
    messages.success(request, _("Saved. Families and partners see it now."))
    return redirect("organizations:our_services")


def _may_change(request: ActorRequest, found: Service) -> bool:
    return access.can(request.actor, "organizations.manage_services", found.organization)
