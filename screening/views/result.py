"""What came up, does the family want help with it, and what matters most?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.http import ActorRequest
from people.views.doors import open_record
from people.views.header import header_of
from screening.actions import wishes
from screening.actions.screenings import answers_of
from screening.forms import WishesForm
from screening.instruments.library import AbsentReason
from screening.instruments.scoring import result as score
from screening.models.need import Need
from screening.models.screening import Screening
from screening.views.needs import NeedRow, rows_of
from screening.views.sheets import is_shared
from screening.words import MODE_DONE_WORDS


@require_safe
def result(request: ActorRequest, screening_id: UUID) -> HttpResponse:
    at = timezone.now()
    screening = _visible(request, screening_id, at)
    if not screening.is_finished:
        return redirect("screening:ask", screening_id)
    needs = _needs(request, screening)
    return _page(request, screening, needs, WishesForm(needs))


@require_POST
def settle(request: ActorRequest, screening_id: UUID) -> HttpResponse:
    at = timezone.now()
    screening = _visible(request, screening_id, at)
    needs = _needs(request, screening)
    form = WishesForm(needs, request.POST)
    if not form.is_valid():
        return _page(request, screening, needs, form, status=422)
    wishes.settle(
        actor=request.actor, screening_id=screening_id, wishes=form.wishes,
        most=form.most_of_all, at=at,
    )  # fmt: skip
    messages.success(request, _("Saved. Nothing is sent to anybody before the family agrees."))
    return redirect("screening:result", screening_id)


def _visible(request: ActorRequest, screening_id: UUID, at: datetime) -> Screening:
    visible = Screening.objects.visible_to(request.actor, at=at).select_related("answered_by")
    screening = visible.get(pk=screening_id)
    access.require(request.actor, "screening.read_result", screening)
    return screening


def _needs(request: ActorRequest, screening: Screening) -> list[Need]:
    found = wishes.came_up(screening, request.actor, at=timezone.now())
    if is_shared(request):
        found = found.exclude(is_sensitive=True)
    return list(found.select_related("responsible"))


def _page(
    request: ActorRequest,
    screening: Screening,
    needs: list[Need],
    form: WishesForm,
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    person = open_record(
        request, screening.person_id, rule="people.identify", what="screening.result", at=at
    )
    rows = rows_of(needs, request.actor, at=at)
    wanted = sorted(
        (row for row in rows if row.need.wants_help), key=lambda row: -row.need.priority
    )
    context = {
        "screening": screening,
        "header": header_of(person, at),
        "at": at,
        "form": form,
        "rows": rows,
        "to_find": wanted,
        "standing": [row for row in rows if str(row.need.pk) not in form.needs],
        "owner": _somebody_else(request, wanted),
        **_what_was_said(request, screening),
    }
    return render(request, "screening/result.html", context, status=status)


def _somebody_else(request: ActorRequest, rows: list[NeedRow]) -> str:
    """Who goes on with it, when it is not the reader."""
    others = (row.need.responsible for row in rows if row.need.responsible)
    return next((user.name for user in others if user.pk != request.actor.user_id), "")


def _what_was_said(request: ActorRequest, screening: Screening) -> dict[str, Any]:
    """How it was asked; scores from private questions only for those who may know them."""
    found = score(screening.sheet, answers_of(screening))
    may_know = access.can(request.actor, "screening.read_private", screening)
    here = get_language() or "en"
    private = [
        (derived.title.in_language(here), found.scores[derived.code])
        for derived in screening.sheet.derived
        if derived.private
    ]
    return {
        "how": {
            "instrument": screening.sheet.title.in_language(here),
            "mode": MODE_DONE_WORDS[screening.mode],
        },
        "scores": private if may_know and not is_shared(request) else [],
        "is_kept_off": may_know and is_shared(request) and screening.is_private,
        "not_private": AbsentReason.NOT_PRIVATE in found.unanswered.values(),
        "unanswered": sum(
            reason is not AbsentReason.NOT_PRIVATE for reason in found.unanswered.values()
        ),
    }
