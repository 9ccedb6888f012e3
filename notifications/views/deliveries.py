"""What was sent for this organization, what did not arrive, and why?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import access
from core.http import ActorRequest
from notifications.search import A_PAGE, deliveries_of
from notifications.views.rows import page_of, pills, rows_of


@require_safe
def deliveries(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "messages.read")
    only = request.GET.get("only", "")
    at, before = timezone.now(), request.GET.get("before", "")
    found = deliveries_of(request.actor, only=only, before=before, at=at)
    context = {
        "rows": rows_of(found[:A_PAGE], request.actor),
        "page": page_of(request, found, only),
        "pills": pills(request, only),
        "may_choose": access.can(request.actor, "messages.choose_for_mailbox"),
        "may_add": access.can(request.actor, "programs.read"),
        "at": at,
    }
    return render(request, "notifications/deliveries.html", context)
