"""How are the questions asked, saved one by one, and finished?"""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import ActorRequest
from screening.actions import finishing, screenings
from screening.forms import AnswersForm
from screening.models.screening import Screening
from screening.views.sheets import form_of, look_at, page_of, saved_words


@require_safe
def ask(request: ActorRequest, screening_id: UUID) -> HttpResponse:
    """One page; with ?one=N one question a screen."""
    screening = look_at(request.actor, screening_id, what="screening.ask", at=timezone.now())
    if screening.is_finished:
        return redirect("screening:result", screening_id)
    return _page(request, screening, form_of(request.actor, screening))


@require_POST
def answers(request: ActorRequest, screening_id: UUID) -> HttpResponse:
    """Save what was chosen: one answer when the page does it by itself, else all of the page."""
    at = timezone.now()
    screening = look_at(request.actor, screening_id, what="screening.ask", at=at)
    form = form_of(request.actor, screening, request.POST)
    form.is_valid()
    screenings.answer(actor=request.actor, screening_id=screening_id, given=form.given, at=at)
    if wants_json(request):
        return saved(form, at)
    if form.errors:
        return _page(request, screening, form, status=422)
    return _go_on(request, screening, form)


@require_POST
def finish(request: ActorRequest, screening_id: UUID) -> HttpResponse:
    at = timezone.now()
    screening = look_at(request.actor, screening_id, what="screening.ask", at=at)
    form = form_of(request.actor, screening, request.POST)
    if not form.is_valid():
        return _page(request, screening, form, status=422)
    finishing.finish(actor=request.actor, screening_id=screening_id, given=form.given, at=at)
    return redirect("screening:result", screening_id)


def wants_json(request: ActorRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def saved(form: AnswersForm, at: datetime) -> JsonResponse:
    """What the page that saves by itself shows beside the question."""
    if form.errors:
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"sentence": sentence}, status=422)
    count = {"answered": form.answered, "total": len(form.items)}
    answered = _("%(answered)s of %(total)s answered") % count
    return JsonResponse({"sentence": saved_words(at), "answered": answered})


def _go_on(request: ActorRequest, screening: Screening, form: AnswersForm) -> HttpResponse:
    if one := form.one(request.POST.get("one")):
        return redirect(f"{reverse('screening:ask', args=[screening.pk])}?one={one.number + 1}")
    messages.success(request, _("Saved. You can go on with these questions at any time."))
    return redirect("people:record", screening.person_id)


def _page(
    request: ActorRequest, screening: Screening, form: AnswersForm, status: int = 200
) -> HttpResponse:
    context = page_of(request, screening, form)
    name = "screening/one.html" if context["one"] else "screening/ask.html"
    return render(request, name, context, status=status)
