"""How is a record opened in an emergency, and who looks at it afterwards?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import require
from core.errors import BadInput
from core.http import ActorRequest
from people.actions.glass import break_glass, review_glass
from people.forms.glass import BreakGlassForm, ReviewGlassForm
from people.models.glass import BrokenGlass
from people.views.doors import open_record
from people.views.header import header_of
from people.views.person import get_or_post
from people.words.glass import EMERGENCY_WORDS, REVIEW_WORDS

DECIDED_SHOWN = 50


@get_or_post
def open_now(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """What will happen is said before the button, and whoever presses it says why."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.break_glass", what="people.glass", at=at)
    form = BreakGlassForm(request.POST or None)
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            break_glass(
                actor=request.actor, person_id=person_id, reason=form.emergency, words=words, at=at
            )
        except BadInput as problem:
            form.add_error("words", str(problem))
        else:
            messages.success(request, _("It is open to you for 60 minutes."))
            return redirect("people:record", person_id)
    context = {"person": person, "header": header_of(person, at), "form": form}
    return render(request, "people/glass_open.html", context, status=422 if form.errors else 200)


@require_safe
def glasses(request: ActorRequest) -> HttpResponse:
    """What was opened in an emergency: first what nobody has judged yet. No name of whom it was about."""
    require(request.actor, "people.audit_all")
    return _page(request, timezone.now())


@get_or_post
def review(request: ActorRequest, glass_id: UUID) -> HttpResponse:
    at = timezone.now()
    require(request.actor, "people.audit_all")
    form = ReviewGlassForm(request.POST or None, prefix=str(glass_id))
    if not form.is_bound or not form.is_valid():
        return _page(request, at, failed=form if form.is_bound else None)
    words = form.cleaned_data["words"]
    try:
        review_glass(actor=request.actor, glass_id=glass_id, review=form.judged, words=words, at=at)
    except BadInput as problem:
        form.add_error("words", str(problem))
        return _page(request, at, failed=form)
    messages.success(request, _("Your answer is kept with it."))
    return redirect("people:glasses")


def _page(
    request: ActorRequest, at: datetime, failed: ReviewGlassForm | None = None
) -> HttpResponse:
    visible = BrokenGlass.objects.visible_to(request.actor, at=at)
    rows = visible.select_related("user", "organization", "reviewed_by").order_by("-since")
    context = {
        "waiting": [_row(glass, failed) for glass in rows.to_review()],
        "decided": [_row(glass) for glass in rows.exclude(reviewed_at=None)[:DECIDED_SHOWN]],
        "failed": failed,
        "at": at,
    }
    return render(request, "people/glasses.html", context, status=422 if failed else 200)


def _row(glass: BrokenGlass, failed: ReviewGlassForm | None = None) -> dict[str, Any]:
    own = failed if failed and failed.prefix == str(glass.pk) else None
    return {
        "glass": glass,
        "why": EMERGENCY_WORDS[glass.reason],
        "judged": REVIEW_WORDS.get(glass.review, ""),
        "form": own or ReviewGlassForm(None, prefix=str(glass.pk)),
    }
