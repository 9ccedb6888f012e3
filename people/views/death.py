"""Somebody has died: what will happen is said before the button, and it can be taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import ActorRequest
from people.actions.death import record_death, undo_death
from people.forms.death import DeathForm
from people.views.doors import open_record
from people.views.header import header_of
from people.views.person import get_or_post


@get_or_post
def news(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Once it is on record, the same page takes it back."""
    at, rule = timezone.now(), "people.record_death"
    person = open_record(request, person_id, rule=rule, what="people.record", at=at)
    form = DeathForm(request.POST or None)
    if form.is_bound and form.is_valid():
        via = form.cleaned_data["via"]
        record_death(actor=request.actor, person_id=person_id, told_by=form.teller, via=via, at=at)
        messages.success(request, _("It is written down. Nothing is sent any more."))
        return redirect("people:record", person_id)
    context = {"person": person, "header": header_of(person, at), "form": form}
    page = "people/news_undo.html" if person.is_dead else "people/news.html"
    return render(request, page, context, status=422 if form.errors else 200)


@require_POST
def undo(request: ActorRequest, person_id: UUID) -> HttpResponse:
    undo_death(actor=request.actor, person_id=person_id, at=timezone.now())
    messages.success(request, _("It is taken back. What stood still goes on."))
    return redirect("people:record", person_id)
