"""Who belongs to this person, and who lives together?"""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import ActorRequest
from people.actions.household import add_relative, end_relationship, home_of, set_household
from people.actions.people import LikelySame
from people.forms.person import HouseholdForm, RelativeForm
from people.models.person import Person
from people.views.doors import open_record
from people.views.header import header_of, ties_of
from people.views.person import get_or_post, likely_rows


@get_or_post
def household(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """The family, and a form for one more: somebody new, or one of those who may be the same."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.change", what="people.edit", at=at)
    form = RelativeForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _page(request, person, form, at)
    relative = _known(request) or form.details(language=person.language)
    try:
        add_relative(
            actor=request.actor, person_id=person_id, relative=relative, tie=form.tie(), at=at,
            despite_duplicates="despite" in request.POST,
        )  # fmt: skip
    except LikelySame as same:
        return _page(request, person, form, at, likely=likely_rows(request, same, at), status=409)
    messages.success(request, _("They are on the record now."))
    return redirect("people:household", person_id)


@require_POST
def size(request: ActorRequest, person_id: UUID) -> HttpResponse:
    form = HouseholdForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        set_household(actor=request.actor, person_id=person_id, at=timezone.now(), **said)
        messages.success(request, _("It is saved."))
        return redirect("people:household", person_id)
    at = timezone.now()
    person = open_record(request, person_id, rule="people.change", what="people.edit", at=at)
    return _page(request, person, RelativeForm(), at, size_form=form, status=422)


@require_POST
def end(request: ActorRequest, person_id: UUID, tie_id: UUID) -> HttpResponse:
    at = timezone.now()
    end_relationship(actor=request.actor, person_id=person_id, relationship_id=tie_id, at=at)
    messages.success(request, _("It is ended. What was true before stays on record."))
    return redirect("people:household", person_id)


def _known(request: ActorRequest) -> UUID | None:
    chosen = request.POST.get("existing", "")
    try:
        return UUID(chosen) if chosen else None
    except ValueError:
        return None


def _page(
    request: ActorRequest, person: Person, form: RelativeForm, at: datetime,
    *, status: int = 0, **more: object,
) -> HttpResponse:  # fmt: skip
    home = home_of(person)
    context = {
        "form": form,
        "person": person,
        "header": header_of(person, at),
        "ties": list(ties_of(person, at)),
        "size_form": HouseholdForm(initial={"size": home.size if home else None}),
        **more,
    }
    status = status or (422 if form.errors else 200)
    return render(request, "people/household.html", context, status=status)
