"""How did we do? For the family, past the agreed word: thanks or a complaint, and what became of it."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError, StepNotPossible
from referrals.actions.voices import say_voice, take_voice_back
from referrals.forms.voice import VoiceForm
from referrals.search.voices import concerned_by, said_by_family
from referrals.views.family_door import Visit, through_link
from referrals.views.family_said import thank_for
from referrals.views.family_tells import tells_page
from referrals.views.family_thanks import NAMELESS, VOICE
from referrals.voice_words import KIND_ICONS, THEME_WORDS


@require_http_methods(["GET", "HEAD", "POST"])
@through_link
def say(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The words themselves are not shown again: whoever takes the telephone reads the answer and no more."""
    person, at = visit.person, visit.at
    if not visit.knows_word or person.contact_with_care:
        return redirect(visit.url())
    typed = request.POST if request.method == "POST" else None
    form = VoiceForm(concerned_by(person, visit.actor, at=at), typed)
    if form.is_bound and form.is_valid() and _said(visit, form):
        return thank_for(visit, NAMELESS if form.cleaned_data["without_name"] else VOICE)
    rows = (_row(one) for one in said_by_family(visit.actor, at=at))
    return tells_page(request, visit, "referrals/family_voice.html", form, rows)


def _said(visit: Visit, form: VoiceForm) -> bool:
    try:
        said = form.said(language=visit.language)
        say_voice(actor=visit.actor, person_id=visit.person.pk, said=said, at=visit.at)
    except DomainError as refused:
        form.add_error("words", str(refused))
        return False
    return True


def _row(one: Any) -> dict[str, Any]:
    what, since = THEME_WORDS[one.theme], one.said_at
    return {"one": one, "icon": KIND_ICONS[one.kind], "what": what, "since": since}


@require_POST
@through_link
def take_back(request: HttpRequest, visit: Visit, voice_id: UUID) -> HttpResponse:
    """What was answered meanwhile stays: a second tap on an old page changes nothing."""
    if visit.knows_word:
        with suppress(StepNotPossible):
            take_voice_back(actor=visit.actor, voice_id=voice_id, at=visit.at)
    return redirect(f"{visit.url('family_voice')}#told")
