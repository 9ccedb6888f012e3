"""How does a screening begin, or is it noted that nobody asked?"""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import ActorRequest
from people.lifecycle import Kin
from people.models.person import Person
from people.views.doors import open_record
from people.views.header import header_of
from people.words.codes import KIN_WORDS
from screening.actions import screenings
from screening.forms import OfferForm, StartForm
from screening.listing import in_use


@require_safe
def new(request: ActorRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    person = _person(request, person_id, at)
    form = _form(person, at)
    return _page(request, person, form, OfferForm())


@require_POST
def start(request: ActorRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    person = _person(request, person_id, at)
    form = _form(person, at, request.POST)
    if not form.is_valid():
        return _page(request, person, form, OfferForm(), status=422)
    screening = screenings.start(
        actor=request.actor, person_id=person_id, setting=form.setting, at=at
    )
    page = "hand_over" if screening.is_handed_over else "ask"
    return redirect(f"screening:{page}", screening.pk)


@require_POST
def not_asked(request: ActorRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    form = OfferForm(request.POST)
    if not form.is_valid():
        person = _person(request, person_id, at)
        return _page(request, person, _form(person, at), form, status=422)
    screenings.offer(actor=request.actor, person_id=person_id, at=at, **form.cleaned_data)
    messages.success(request, _("Noted. Thank you for writing it down."))
    return redirect("people:record", person_id)


def _person(request: ActorRequest, person_id: UUID, at: datetime) -> Person:
    return open_record(request, person_id, rule="screening.ask", what="screening.start", at=at)


def _form(person: Person, at: datetime, data: QueryDict | None = None) -> StartForm:
    sheets = in_use(person.network_id, person.custodian_id, at)
    return StartForm(person, carers_of(person), sheets, data)


def carers_of(person: Person) -> list[tuple[str, str]]:
    """Who may answer for the person: the grown people related to them who are known here."""
    ties = (tie for tie in person.own_ties if tie.until is None and tie.other)
    return [
        (str(tie.other_id), f"{tie.other.name} ({KIN_WORDS[tie.kind]})")
        for tie in ties
        if tie.kind != Kin.CHILD
    ]


def _page(
    request: ActorRequest, person: Person, form: StartForm, offer: OfferForm, status: int = 200
) -> HttpResponse:
    header = header_of(person, timezone.now())
    context = {"person": person, "header": header, "form": form, "offer": offer}
    return render(request, "screening/start.html", context, status=status)
