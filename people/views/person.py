"""How does a new person get a record, and how is one changed without losing what somebody else wrote?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import require
from core.errors import AlreadyChanged
from core.http import ActorRequest
from people import disclosures
from people.actions.people import LikelySame, add_person, change_person
from people.forms.fields import offered
from people.forms.person import ChangePersonForm, NewPersonForm, PersonForm, as_typed
from people.lifecycle import Purpose
from people.models.person import Person
from people.views.doors import open_record
from people.views.header import header_of
from people.views.search import row_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def add(request: ActorRequest) -> HttpResponse:
    """A new record; whoever may be the same person is shown before a second one is made."""
    at = timezone.now()
    require(request.actor, "people.add", request.actor.organization_id)
    form = NewPersonForm(request.POST or None, today=timezone.localdate(at))
    if not form.is_bound or not form.is_valid():
        return _add_page(request, form)
    new = "despite" in request.POST
    try:
        person = add_person(
            actor=request.actor, details=form.details(), at=at, despite_duplicates=new
        )
    except LikelySame as same:
        return _add_page(request, form, likely=likely_rows(request, same, at), status=409)
    messages.success(request, _("The record is made."))
    return redirect(
        "people:household" if "then_family" in request.POST else "people:record", person.pk
    )


@get_or_post
def change(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """When somebody else saved in between, both versions are shown and nothing is lost."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.change", what="people.edit", at=at)
    form = ChangePersonForm(
        request.POST or None, initial=as_typed(person), today=timezone.localdate(at)
    )
    if not form.is_bound or not form.is_valid():
        return _change_page(request, person, form, at)
    version = form.cleaned_data["version"]
    try:
        change_person(
            actor=request.actor, person_id=person_id, details=form.details(), version=version, at=at
        )
    except AlreadyChanged as changed:
        return _show_both(request, person, form, at, str(changed))
    messages.success(request, _("The record is changed."))
    return redirect("people:record", person_id)


def likely_rows(request: ActorRequest, same: LikelySame, at: datetime) -> list[dict[str, Any]]:
    """Those who may be the same, likeliest first; showing them is a look like any other."""
    visible = Person.objects.visible_to(request.actor, at=at).filter(pk__in=same.person_ids)
    people = {person.pk: person for person in visible.for_rows(request.actor, at=at)}
    disclosures.record(
        actor=request.actor, person_ids=list(people), what="people.duplicates",
        purpose=Purpose.SEARCH, at=at,
    )  # fmt: skip
    return [row_of(people[pk], at) for pk in same.person_ids if pk in people]


def _add_page(
    request: ActorRequest, form: PersonForm, *, likely: object = None, status: int = 0
) -> HttpResponse:
    status = status or (422 if form.errors else 200)
    context = {"form": form, "likely": likely}
    return render(request, "people/add.html", context, status=status)


def _change_page(
    request: ActorRequest, person: Person, form: PersonForm, at: datetime, **more: Any
) -> HttpResponse:
    status = more.pop("status", 422 if form.errors else 200)
    context = {"form": form, "person": person, "header": header_of(person, at), **more}
    return render(request, "people/change.html", context, status=status)


def _show_both(
    request: ActorRequest, person: Person, form: PersonForm, at: datetime, sentence: str
) -> HttpResponse:
    """What was typed stays in the form; beside it stands what is saved now. Saving again is a decision."""
    saved = as_typed(person)
    theirs = [
        {"label": form[name].label, "words": _shown(form, name, saved[name])}
        for name in form.changed_data
        if name != "version"
    ]
    kept = ChangePersonForm(
        {**request.POST.dict(), "barriers": request.POST.getlist("barriers"), "version": person.version},
        initial=saved, today=form.today,
    )  # fmt: skip
    return _change_page(request, person, kept, at, theirs=theirs, sentence=sentence, status=409)


def _shown(form: PersonForm, name: str, value: Any) -> str:
    """A saved value in the words of its field."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    chosen = value if isinstance(value, list) else [value]
    labels = offered(form, name)
    words = (labels.get(str(item), str(item)) for item in chosen if item not in {None, ""})
    return ", ".join(words) or "–"
