"""A family says by telephone, on paper or here how it was helped: who writes it down for them?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInput
from core.http import ActorRequest
from core.languages import page_language
from people.models.person import Person
from people.views.doors import open_record
from people.views.header import header_of
from people.views.person import get_or_post
from referrals.actions.voices import goes_without_name, write_voice_down
from referrals.forms.voice import ToldVoiceForm
from referrals.search.voices import Concerned, concerned_by, partners_of


@get_or_post
def write(request: ActorRequest) -> HttpResponse:
    """Of somebody who does not say who they are."""
    require(request.actor, "voices.write_down")
    about = partners_of(request.actor.network_id)
    return _page(request, None, about, timezone.now())


@get_or_post
def write_for(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Of a family that we know, on its word."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.identify", what="referrals.voice", at=at)
    require(request.actor, "voices.write_down")
    return _page(request, person, concerned_by(person, request.actor, at=at), at)


def _page(
    request: ActorRequest, person: Person | None, about: Mapping[str, Concerned], at: datetime
) -> HttpResponse:
    is_named = person is not None and not goes_without_name(person)
    form = ToldVoiceForm(
        about, request.POST or None, is_named=is_named,
        language=page_language(person.language if person else ""),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        number = _written(request, form, person, at)
        if number:
            said = _("It is written down under the number %(number)s. Tell them that number.")
            messages.success(request, said % {"number": number})
            return redirect("referrals:write_voice")
    context: dict[str, Any] = {
        "form": form,
        "person": person,
        "header": header_of(person, at) if person else None,
        "is_named": is_named,
    }
    return render(
        request, "referrals/voice_write.html", context, status=422 if form.errors else 200
    )


def _written(
    request: ActorRequest, form: ToldVoiceForm, person: Person | None, at: datetime
) -> str:
    try:
        made = write_voice_down(
            actor=request.actor, person_id=person.pk if person else None, said=form.told(),
            via=form.cleaned_data["via"], at=at,
        )  # fmt: skip
    except BadInput as refused:
        form.add_error("words", str(refused))
        return ""
    return made.number
