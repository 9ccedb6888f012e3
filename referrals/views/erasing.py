"""May this record be erased, and have partners deleted their copies?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import require
from core.http import ActorRequest
from people import disclosures
from people.actions.rights import confirm_recall
from people.lifecycle import Purpose, Right
from people.models.rights import Recall, RightsRequest
from referrals.actions.erasing import MustBeKept
from referrals.actions.erasing import erase as erase_now
from referrals.search.keeping import obstacles_to
from referrals.search.recalls import Sent, requests_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
MOST = 100


@get_or_post
def erase(request: ActorRequest, right_id: UUID) -> HttpResponse:
    """First what stands against it or what would go; then, by somebody else than who asked, the deed."""
    at = timezone.now()
    asked = _asked(request, right_id, at)
    if request.method != "POST":
        return _page(request, asked, at)
    try:
        erase_now(actor=request.actor, right_id=right_id, at=at)
    except MustBeKept:
        return _page(request, asked, at, status=409)
    messages.success(request, _("It is erased. Partners are asked to delete their copies."))
    return redirect("people:right", right_id)


def _asked(request: ActorRequest, right_id: UUID, at: datetime) -> RightsRequest:
    visible = RightsRequest.objects.visible_to(request.actor, at=at).open()
    asked = get_object_or_404(
        visible.select_related("organization"), pk=right_id, right=Right.ERASURE
    )
    require(request.actor, "people.erase", asked)
    return asked


def _page(
    request: ActorRequest, asked: RightsRequest, at: datetime, status: int = 200
) -> HttpResponse:
    """Dates of a record are of a record: the look is written down."""
    disclosures.record(
        actor=request.actor, person_ids=[asked.person_id], what="people.rights",
        purpose=Purpose.RIGHTS, at=at,
    )  # fmt: skip
    context = {"right": asked, "obstacles": obstacles_to(asked, at=at), "at": at}
    return render(request, "referrals/erase.html", context, status=status)


@require_safe
def recalls(request: ActorRequest) -> HttpResponse:
    """By number and date: who it was is nowhere any more."""
    require(request.actor, "people.see_recalls")
    at = timezone.now()
    visible = Recall.objects.visible_to(request.actor, at=at).open().select_related("organization")
    found = list(visible.order_by("next_step_due", "id")[:MOST])
    of = requests_of(found)
    rows = [_row(request, one, of.get((one.person_id, one.organization_id), [])) for one in found]
    return render(request, "referrals/recalls.html", {"rows": rows, "at": at})


def _row(request: ActorRequest, one: Recall, referrals: list[Sent]) -> dict[str, Any]:
    ours = request.actor.holds("work_referrals", one.organization_id)
    return {"one": one, "title": one.organization.name, "is_ours": ours, "referrals": referrals}


@require_POST
def confirm(request: ActorRequest, recall_id: UUID) -> HttpResponse:
    at = timezone.now()
    row = get_object_or_404(Recall.objects.visible_to(request.actor, at=at), pk=recall_id)
    ours = request.actor.holds("work_referrals", row.organization_id)
    via = "system" if ours else "phone"
    confirm_recall(actor=request.actor, recall_id=recall_id, via=via, at=at)
    messages.success(request, _("Thank you. It is written down."))
    return redirect("referrals:recalls")
