"""When is somebody there, and on which days nobody? Said beside the room, by whoever works there."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from organizations.actions import closing
from organizations.forms.services import ClosingForm, HoursForm
from organizations.models.network import Organization
from organizations.views.room import with_room


@require_POST
def close(request: ActorRequest) -> HttpResponse:
    form = ClosingForm(request.POST)
    if form.is_valid():
        try:
            closing.close(actor=request.actor, at=timezone.now(), **form.days())
        except BadInput as error:
            form.add_error("first", str(error))
        else:
            messages.success(request, _("Nobody expects an answer from you on those days."))
            return redirect("organizations:room")
    return with_room(request, closing=form)


@require_POST
def open_after_all(request: ActorRequest, first: str, last: str) -> HttpResponse:
    closing.open_after_all(
        actor=request.actor, first=_day(first), last=_day(last), at=timezone.now()
    )
    messages.success(request, _("You are open on those days."))
    return redirect("organizations:room")


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: ActorRequest) -> HttpResponse:
    """The admin says from when until when: what they owe is due while somebody is there."""
    here = get_object_or_404(
        Organization, network_id=request.actor.network_id, pk=request.actor.as_organization
    )
    access.require(request.actor, "organizations.say_hours", here)
    typed = request.POST if request.method == "POST" else None
    form = HoursForm(typed, initial=HoursForm.values_of(here))
    if form.is_valid():
        closing.say_hours(actor=request.actor, hours=form.hours(), at=timezone.now())
        messages.success(request, _("Saved. What you owe from now on is due in these hours."))
        return redirect("organizations:room")
    status = 422 if form.errors else 200
    return render(request, "organizations/hours.html", {"form": form}, status=status)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise Http404 from error
