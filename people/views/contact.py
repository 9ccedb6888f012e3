"""How can this person be reached, and what must everybody know before they try?"""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.links import FAMILY, is_tried
from core.errors import AlreadyChanged, BadInput
from core.http import ActorRequest
from people.actions.contact import remove_contact, save_contact, set_safety
from people.actions.hidden import still_shown_at_home
from people.forms.contact import ContactForm, SafetyForm, safety_as_typed
from people.forms.fields import ALL
from people.models.person import Person
from people.search.shut_out import colleagues_to_shut_out, partners_to_shut_out
from people.views.doors import open_record
from people.views.header import header_of, name_of, ties_of
from people.views.person import get_or_post

FIELDS = ("channel", "value", "is_safe", "safe_when", "rank")


@get_or_post
def add(request: ActorRequest, person_id: UUID) -> HttpResponse:
    return _contact(request, person_id, None)


@get_or_post
def change(request: ActorRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    return _contact(request, person_id, contact_id)


@require_POST
def remove(request: ActorRequest, person_id: UUID, contact_id: UUID) -> HttpResponse:
    at = timezone.now()
    remove_contact(actor=request.actor, person_id=person_id, contact_id=contact_id, at=at)
    messages.success(request, _("It is removed. Nothing is sent there again."))
    return redirect("people:record", person_id)


@get_or_post
def safety(request: ActorRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    person = open_record(request, person_id, rule="people.change", what="people.edit", at=at)
    form = SafetyForm(
        request.POST or None, initial=safety_as_typed(person),
        partners=partners_to_shut_out(person),
        colleagues=colleagues_to_shut_out(request.actor, person),
    )  # fmt: skip
    if not form.is_bound or not form.is_valid():
        tried = is_tried(network_id=person.network_id, purpose=FAMILY, object_id=person.pk)
        return _page(request, person, form, at, "people/safety.html", word_tried=tried)
    version = form.cleaned_data["version"]
    try:
        set_safety(
            actor=request.actor, person_id=person_id, safety=form.safety(), version=version, at=at
        )
    except AlreadyChanged as changed:
        form.add_error(None, str(changed))
        return _page(request, person, form, at, "people/safety.html", status=409)
    except BadInput as refused:
        form.add_error(None, str(refused))
        return _page(request, person, form, at, "people/safety.html")
    messages.success(request, _("Everybody who helps them sees this now."))
    _warn_of_home(request, person)
    return redirect("people:record", person_id)


def _warn_of_home(request: ActorRequest, person: Person) -> None:
    """A number and no names: their records are a click away."""
    person.refresh_from_db(fields=["has_substitute_address"])
    number = len(still_shown_at_home(person)) if person.has_substitute_address else 0
    if number:
        words = ngettext(
            "%(n)d person who lives with them still has an address here. Open their record and do the same.",
            "%(n)d people who live with them still have an address here. Open their records and do the same.",
            number,
        )
        messages.warning(request, words % {"n": number})


def _contact(request: ActorRequest, person_id: UUID, contact_id: UUID | None) -> HttpResponse:
    at = timezone.now()
    person = open_record(request, person_id, rule="people.change", what="people.edit", at=at)
    relatives = [(str(other.pk), name_of(other)) for _tie, other, _words in ties_of(person, at)]
    form = ContactForm(
        request.POST or None, initial=_typed(person, contact_id), relatives=relatives
    )
    if not form.is_bound or not form.is_valid():
        return _page(request, person, form, at, "people/contact.html", contact_id=contact_id)
    save_contact(
        actor=request.actor,
        person_id=person_id,
        contact_id=contact_id,
        details=form.details(),
        at=at,
    )
    messages.success(request, _("It is saved."))
    return redirect("people:record", person_id)


def _typed(person: Person, contact_id: UUID | None) -> dict[str, object]:
    if contact_id is None:
        return {}
    point = get_object_or_404(person.contact_points, pk=contact_id)
    return {name: getattr(point, name) for name in FIELDS} | {"whose": point.whose_id or ALL}


def _page(
    request: ActorRequest, person: Person, form: ContactForm | SafetyForm, at: datetime,
    template: str, *, status: int = 0, **more: object,
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "person": person, "header": header_of(person, at), **more}
    return render(request, template, context, status=status or (422 if form.errors else 200))
