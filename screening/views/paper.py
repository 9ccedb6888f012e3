"""The empty questions on paper, for a family who would rather write."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from core import access
from core.http import ActorRequest
from screening.forms import AnswersForm
from screening.instruments.library import all_instruments


@require_safe
def paper(request: ActorRequest, code: str) -> HttpResponse:
    """Without the private questions: paper lies about."""
    access.require(request.actor, "screening.print")
    instrument = next((each for each in all_instruments() if each.code == code), None)
    if instrument is None:
        raise Http404
    language = instrument.language_for(request.GET.get("language", "en"))
    context = {
        "instrument": instrument,
        "language": language,
        "title": instrument.title.in_language(language),
        "introduction": instrument.introduction.in_language(language),
        "parts": AnswersForm(instrument.asked_here.open_part, language, {}).parts,
    }
    with translation.override(language):
        return render(request, "screening/paper.html", context)
