"""Who follows a need up next: its owner, the desk, or the next visit? One button each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import ActorRequest
from referrals.actions import desk
from screening.actions import visits


@require_POST
def to_desk(request: ActorRequest, need_id: UUID) -> HttpResponse:
    desk.to_desk(actor=request.actor, need_id=need_id, at=timezone.now())
    messages.success(request, _("The desk is told. It stays yours."))
    return redirect("referrals:need", need_id)


@require_POST
def from_desk(request: ActorRequest, need_id: UUID) -> HttpResponse:
    desk.back_from_desk(actor=request.actor, need_id=need_id, at=timezone.now())
    messages.success(request, _("You go on with it. The desk is out of it."))
    return redirect("referrals:need", need_id)


@require_POST
def wait_for_visit(request: ActorRequest, need_id: UUID) -> HttpResponse:
    visits.wait_for_visit(actor=request.actor, need_id=need_id, at=timezone.now())
    messages.success(request, _("Written down. Ask them when they come next."))
    return redirect("referrals:need", need_id)
