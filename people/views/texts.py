"""Which words does a family hear before it agrees? The convener's page: a draft, its sound, its history."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import require
from core.errors import BadInput, StepNotPossible
from core.http import ActorRequest
from governance.rules import has_council
from organizations.listing import network_of
from organizations.models.network import Network
from people.actions.texts import propose_words, publish, save_draft
from people.forms.texts import WordsForm
from people.lifecycle import ALWAYS_SHARED, Direction
from people.models.texts import PLACE
from people.search.texts import draft_of, languages_of, published, text_in_force
from people.views.person import get_or_post
from people.words.agreement import Terms, agreement_words
from people.words.readability import FORMULAS, is_plain, reading


@require_safe
def texts(request: ActorRequest) -> HttpResponse:
    at, network = timezone.now(), _network(request)
    rows = published(network.pk)
    context = {
        "languages": [_standing(network, code, at) for code in languages_of(network)],
        "history": [{"row": row, "spoken": get_language_info(row.language)} for row in rows],
        "place": PLACE,
        "at": at,
    }
    return render(request, "people/texts.html", context)


@get_or_post
def write(request: ActorRequest, language: str) -> HttpResponse:
    """Saved as a draft as often as one likes; the page reads it aloud with an example."""
    at, network = timezone.now(), _network(request)
    if language not in languages_of(network):
        raise Http404
    today = network.open_days.local_date(at)
    form = WordsForm(
        request.POST or None, body=_body(network, language, at), today=today,
        is_decided=has_council(network),
    )  # fmt: skip
    if form.is_bound and form.is_valid() and (then := _done(request, form, language, at)):
        return redirect(then)
    return render(request, "people/texts_write.html", _context(network, language, form, at, today),
                  status=422 if form.errors else 200)  # fmt: skip


def _done(request: ActorRequest, form: WordsForm, language: str, at: datetime) -> str:
    """Where it goes on; nowhere when it was refused."""
    said = {"actor": request.actor, "language": language, "at": at, **form.cleaned_data}
    if form.publishes:
        require(request.actor, "people.publish_words", _network(request))
    try:
        if form.proposes:
            proposal = propose_words(**said)
            messages.success(request, _("A draft of a proposal. Open it when it is ready."))
            return reverse("governance:proposal", args=[proposal.pk])
        if form.publishes:
            publish(**said)
            messages.success(request, _("It is published."))
            return reverse("people:texts")
        save_draft(actor=request.actor, language=language, body=said["body"], at=at)
    except (BadInput, StepNotPossible) as error:
        form.add_error(None, str(error))
        return ""
    messages.success(request, _("The draft is saved."))
    return request.path


def _context(
    network: Network, language: str, form: WordsForm, at: datetime, today: date
) -> dict[str, Any]:
    body = form.data.get("body", "") or _body(network, language, at)
    return {
        "form": form,
        "is_decided": has_council(network),
        "spoken": get_language_info(language),
        "has_draft": draft_of(network.pk, language) is not None,
        "example": _example(body, language, today).split("\n"),
        "reading": _reading(body, language),
    }


def _network(request: ActorRequest) -> Network:
    network = Network.objects.get(pk=network_of(request.actor))
    require(request.actor, "people.write_words", network)
    return network


def _standing(network: Network, language: str, at: datetime) -> dict[str, Any]:
    now = text_in_force(network.pk, language, at=at)
    return {
        "code": language,
        "spoken": get_language_info(language),
        "now": now,
        "lines": now.body.split("\n"),
        "has_draft": draft_of(network.pk, language) is not None,
    }


def _body(network: Network, language: str, at: datetime) -> str:
    draft = draft_of(network.pk, language)
    return draft.body if draft else text_in_force(network.pk, language, at=at).body


def _example(body: str, language: str, today: date) -> str:
    """As a family would hear it."""
    with translation.override(language):
        terms = Terms(
            clinic=_("Your clinic"), partners=(_("a food pantry"),), everyday=True, topics=(),
            directions=[Direction.SEND, Direction.REPORT_BACK], facts=tuple(ALWAYS_SHARED),
            until=today + timedelta(days=365),
        )  # fmt: skip
        return agreement_words(terms, body)


def _reading(body: str, language: str) -> dict[str, Any]:
    said = body.replace(PLACE, "")
    found = reading(said, language)
    return {
        "is_plain": is_plain(said, language),
        "longest": found.longest,
        "is_measured": language in FORMULAS,
    }
