"""On which days is nobody there? Said beside the room, by whoever works there."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import BadInput
from core.http import ActorRequest
from organizations.actions import closing
from organizations.forms import ClosingForm


@require_POST
def close(request: ActorRequest) -> HttpResponse:
    form = ClosingForm(request.POST)
    try:
        closing.close(actor=request.actor, at=timezone.now(), **form.days())
    except BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Nobody expects an answer from you on those days."))
    return redirect("organizations:room")


@require_POST
def open_after_all(request: ActorRequest, first: str, last: str) -> HttpResponse:
    closing.open_after_all(
        actor=request.actor, first=_day(first), last=_day(last), at=timezone.now()
    )
    messages.success(request, _("You are open on those days."))
    return redirect("organizations:room")


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise Http404 from error
