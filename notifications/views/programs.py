"""Which programs are told what happens, what did each hear, and what is sent to it once more?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from notifications.actions import programs as acting
from notifications.forms import ProgramForm
from notifications.models.deliveries import Delivery
from notifications.models.programs import Webhook
from notifications.search import A_PAGE, calls_of, kinds_of
from notifications.views.rows import page_of, pills, state_of
from notifications.words import why_words


@require_http_methods(["GET", "HEAD", "POST"])
def programs(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "programs.read")
    may_hear_all = request.actor.holds("convene", request.actor.network_id)
    form = ProgramForm(request.POST or None, may_hear_all=may_hear_all)
    webhook = _added(request, form) if form.is_valid() else None
    if webhook:
        return _with_secret(request, webhook)
    live = Webhook.objects.visible_to(request.actor).live().order_by("id")
    context = {"form": form, "webhooks": live, "at": timezone.now()}
    status = 422 if form.is_bound else 200
    return render(request, "notifications/programs.html", context, status=status)


def _added(request: ActorRequest, form: ProgramForm) -> Webhook | None:
    try:
        return acting.add(
            actor=request.actor,
            url=form.cleaned_data["url"],
            whole_network=form.wants_all,
            at=timezone.now(),
        )
    except BadInput as error:
        form.add_error("url", str(error))
        return None


def _with_secret(request: ActorRequest, webhook: Webhook) -> HttpResponse:
    """The one page on which the secret stands: it is in no session and no redirect."""
    return render(request, "notifications/secret.html", {"webhook": webhook})


@require_safe
def program(request: ActorRequest, webhook_id: UUID) -> HttpResponse:
    webhook = _ours(request, webhook_id)
    only = request.GET.get("only", "")
    found = calls_of(webhook, only=only, before=request.GET.get("before", ""))
    context = {
        "webhook": webhook,
        "rows": _rows(found[:A_PAGE]),
        "page": page_of(request, found, only),
        "pills": pills(request, only),
        "at": timezone.now(),
    }
    return render(request, "notifications/program.html", context)


@require_POST
def secret(request: ActorRequest, webhook_id: UUID) -> HttpResponse:
    webhook = acting.renew_secret(actor=request.actor, webhook_id=webhook_id, at=timezone.now())
    return _with_secret(request, webhook)


@require_POST
def end(request: ActorRequest, webhook_id: UUID) -> HttpResponse:
    acting.end(actor=request.actor, webhook_id=webhook_id, at=timezone.now())
    messages.success(request, _("Ended. This program is told nothing more."))
    return redirect("notifications:programs")


@require_POST
def again(request: ActorRequest, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
    acting.send_again(
        actor=request.actor, webhook_id=webhook_id, delivery_id=delivery_id, at=timezone.now()
    )
    messages.success(request, _("It is on its way again."))
    return redirect("notifications:program", webhook_id)


def _ours(request: ActorRequest, webhook_id: UUID) -> Webhook:
    return get_object_or_404(Webhook.objects.visible_to(request.actor), pk=webhook_id)


def _rows(found: list[Delivery]) -> list[dict[str, Any]]:
    kinds = kinds_of(found)
    return [
        {
            "id": delivery.pk,
            "kind": kinds[delivery.event_id][0] if delivery.event_id in kinds else "",
            "at": delivery.sent_at or delivery.available_at,
            "state": state_of(delivery),
            "why": why_words(delivery.error),
            "can_go_again": delivery.state != Delivery.State.WAITING,
        }
        for delivery in found
    ]
