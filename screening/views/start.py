"""How does a screening begin, or is it noted that nobody asked?"""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.actor import Actor
from core.http import ActorRequest
from people.models.person import Person, Relationship
from people.views.doors import open_record
from people.views.header import header_of
from people.words.codes import KIN_WORDS
from screening.actions import screenings
from screening.forms import OfferForm, StartForm


@require_safe
def new(request: ActorRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    person = _person(request, person_id, at)
    form = StartForm(person, carers_of(request.actor, person, at))
    return _page(request, person, form, OfferForm())


@require_POST
def start(request: ActorRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    person = _person(request, person_id, at)
    form = StartForm(person, carers_of(request.actor, person, at), request.POST)
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
        fresh = StartForm(person, carers_of(request.actor, person, at))
        return _page(request, person, fresh, form, status=422)
    screenings.offer(actor=request.actor, person_id=person_id, at=at, **form.cleaned_data)
    messages.success(request, _("Noted. Thank you for writing it down."))
    return redirect("people:record", person_id)


def _person(request: ActorRequest, person_id: UUID, at: datetime) -> Person:
    return open_record(request, person_id, rule="screening.ask", what="screening.start", at=at)


def carers_of(actor: Actor, person: Person, at: datetime) -> list[tuple[str, str]]:
    """Who may answer for the person: the people related to them who are known here."""
    known = Person.objects.visible_to(actor, at=at)
    related = Relationship.objects.filter(person=person, until=None, other__in=known)
    return [
        (str(kin.other_id), f"{kin.other.name} ({KIN_WORDS.get(kin.kind, '')})")
        for kin in related.select_related("other").order_by("since")
    ]


def _page(
    request: ActorRequest, person: Person, form: StartForm, offer: OfferForm, status: int = 200
) -> HttpResponse:
    header = header_of(person, timezone.now())
    context = {"person": person, "header": header, "form": form, "offer": offer}
    return render(request, "screening/start.html", context, status=status)
