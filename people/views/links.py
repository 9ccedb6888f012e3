"""Where a record is linked with another organization's, and where that ends."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import BadInput
from core.http import ActorRequest
from people import disclosures
from people.actions.links import CODE_LIVES, end_link, make_link, propose_link
from people.forms.links import CodeForm
from people.lifecycle import Direction, Purpose
from people.models.links import PersonLink
from people.models.person import Person
from people.search.links import twins_of
from people.views.doors import open_record
from people.views.header import header_of
from people.views.person import get_or_post


@get_or_post
def links(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """With whom it is linked, whom the person agreed to, and a place to type the code that they bring."""
    at = timezone.now()
    person = _opened(request, person_id, at)
    form = CodeForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _page(request, person, form, at)
    try:
        make_link(actor=request.actor, person_id=person_id, code=form.cleaned_data["code"], at=at)
    except BadInput as refused:
        form.add_error("code", str(refused))
        return _page(request, person, form, at)
    messages.success(request, _("Both of you now see who else helps. It ends when they say so."))
    return redirect("people:links", person_id)


@require_POST
def propose(request: ActorRequest, person_id: UUID, organization_id: UUID) -> HttpResponse:
    """The code stands on this answer and nowhere else."""
    at = timezone.now()
    person = _opened(request, person_id, at)
    try:
        proposed = propose_link(
            actor=request.actor, person_id=person_id, organization_id=organization_id, at=at
        )
    except BadInput as refused:
        messages.error(request, str(refused))
        return redirect("people:links", person_id)
    return _page(request, person, CodeForm(), at, proposed=proposed)


@require_POST
def end(request: ActorRequest, person_id: UUID, link_id: UUID) -> HttpResponse:
    end_link(actor=request.actor, person_id=person_id, link_id=link_id, at=timezone.now())
    messages.success(request, _("It has ended. Neither of you sees the other any more."))
    return redirect("people:links", person_id)


def _opened(request: ActorRequest, person_id: UUID, at: datetime) -> Person:
    return open_record(request, person_id, rule="people.agree", what="people.consent", at=at)


def _page(
    request: ActorRequest, person: Person, form: forms.Form, at: datetime, **more: object
) -> HttpResponse:
    twins = twins_of(request.actor, person, at=at)
    for twin in twins:
        disclosures.record(
            actor=request.actor, person_ids=[twin.person.pk], what="people.link",
            purpose=Purpose.CARE, consent_id=twin.consent.pk, at=at,
        )  # fmt: skip
    linked = {twin.organization.pk for twin in twins}
    agreed = person.consents.filter(direction=Direction.LINK).in_force(at=at)
    context = {
        "person": person, "header": header_of(person, at), "form": form, "at": at, "twins": twins,
        "agreed": [
            one.recipient for one in agreed.select_related("recipient").order_by("recipient__name", "-since")
            if one.recipient and one.recipient_id not in linked
        ],
        "ended": PersonLink.objects.of(person).exclude(made_at=None).exclude(ended_at=None)
        .select_related("first_organization", "second_organization").order_by("-ended_at"),
        "days": CODE_LIVES.days,
        **more,
    }  # fmt: skip
    return render(request, "people/links.html", context, status=422 if form.errors else 200)
