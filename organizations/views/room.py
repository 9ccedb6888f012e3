"""Is there room? Three taps for whoever works there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import can
from core.errors import BadInput
from core.http import ActorRequest
from organizations import listing
from organizations.actions import room as actions
from organizations.actions.closing import closures
from organizations.forms.services import ClosingForm, RoomForm
from organizations.models.directory import Service
from organizations.views.sheet import sheets_of, week_of


@require_safe
def room(request: ActorRequest) -> HttpResponse:
    return with_room(request)


@require_POST
def say_room(request: ActorRequest, service_id: UUID) -> HttpResponse:
    service = get_object_or_404(listing.services_of(request.actor), pk=service_id)
    form = _form(service, request)
    if not form.is_valid():
        return with_room(request, form, service)
    try:
        actions.say(actor=request.actor, service_id=service_id, said=form.said(), at=timezone.now())
    except BadInput as error:
        form.add_error("until", str(error))
        return with_room(request, form, service)
    messages.success(request, _("Thank you. Everybody who looks for help sees it now."))
    return redirect("organizations:room")


def with_room(
    request: ActorRequest, failed: RoomForm | None = None, where: Service | None = None,
    *, closing: ClosingForm | None = None,
) -> HttpResponse:  # fmt: skip
    """One card for each service; the one whose form failed keeps what was typed."""
    ours = list(listing.services_of(request.actor))
    rows = [
        (sheet, failed if failed and sheet.service == where else _form(sheet.service))
        for sheet in sheets_of(ours, at=timezone.now())
    ]
    context = {"rows": rows, **_closed(request), "closing": closing or ClosingForm()}
    status = 422 if failed or closing else 200
    return render(request, "organizations/room.html", context, status=status)


def _closed(request: ActorRequest) -> dict[str, object]:
    here = request.membership.organization if request.membership else None
    today = timezone.localdate()
    days = list(closures(here, today=today)) if here else []
    return {
        "closures": days,
        "hours": week_of(here.hours) if here else [],
        "may_say_hours": here is not None and can(request.actor, "organizations.say_hours", here),
    }


def _form(service: Service, request: ActorRequest | None = None) -> RoomForm:
    return RoomForm(request.POST if request else None, auto_id=f"id_{service.pk.hex}_%s")
