"""How do we find somebody we know? By POST, then by an id that says nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.access import can, require
from core.http import ActorRequest
from people import disclosures
from people.actions.searches import remember_search, remembered
from people.lifecycle import Purpose
from people.models.person import Person
from people.search.find import MOST_FOUND, find
from people.views.header import Header, born_facts, language_words, name_of, ties_of

NEWEST = 10


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: ActorRequest) -> HttpResponse:
    """The newest of our people, and a box; what is typed goes into a sealed row."""
    at = timezone.now()
    if request.method == "POST" and (words := request.POST.get("words", "").strip()):
        key = request.session.session_key or ""
        found_id = remember_search(actor=request.actor, words=words, session_key=key, at=at)
        return redirect("people:found", found_id)
    require(request.actor, "people.search")
    mine = Person.objects.visible_to(request.actor, at=at)
    newest = mine.for_rows(request.actor, at=at).order_by("-id")[:NEWEST]
    return _page(request, list(newest), at, "people.list", {})


@require_safe
def found(request: ActorRequest, search_id: UUID) -> HttpResponse:
    """The answers, ranked anew each time: somebody shut out a minute ago is shut out here too."""
    at = timezone.now()
    key = request.session.session_key or ""
    words = remembered(actor=request.actor, search_id=search_id, session_key=key, at=at)
    if words is None:
        return redirect("people:search")
    people = find(actor=request.actor, words=words, at=at)
    context = {"words": words, "searched": True, "is_cut": len(people) == MOST_FOUND}
    return _page(request, people, at, "people.search", context)


def _page(
    request: ActorRequest, people: list[Person], at: datetime, what: str, context: dict[str, Any]
) -> HttpResponse:
    ids = [person.pk for person in people]
    purpose = Purpose.SEARCH
    disclosures.record(actor=request.actor, person_ids=ids, what=what, purpose=purpose, at=at)
    rows = [row_of(person, at) for person in people]
    return render(
        request,
        "people/search.html",
        {"rows": rows, "may_add": may_add(request), **context},
    )


def may_add(request: ActorRequest) -> bool:
    return can(request.actor, "people.add", request.actor.organization_id)


def row_of(person: Person, at: datetime) -> dict[str, Any]:
    """What one row shows: enough to tell two Marías apart, and no way to reach either."""
    ties = [("users", words) for _tie, _other, words in ties_of(person, at)]
    facts = [*born_facts(person, at), *ties[:2], ("languages", language_words(person))]
    if person.record_number:
        facts.append(("hash", person.record_number))
    return {"person": person, "header": Header(name=name_of(person), facts=tuple(facts))}
