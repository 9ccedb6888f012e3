"""How does somebody get a copy of their own record: on paper in their language, or as a file for a program?"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from core.access import require
from core.http import ActorRequest
from core.languages import page_language
from people import disclosures
from people.lifecycle import Purpose, Right
from people.models.person import Person
from people.models.rights import RightsRequest
from referrals.search.person_copy import (
    COPY_WORDS,
    LEFT_OUT,
    Part,
    copy_of,
    document_of,
    read_aloud,
)


@require_safe
def on_paper(request: ActorRequest, right_id: UUID) -> HttpResponse:
    at = timezone.now()
    asked, person = _whose(request, right_id, "people.copy", at)
    with translation.override(page_language(person.language)):
        parts = copy_of(person, request.actor, at=at)
        context = {
            "right": asked, "person": person, "parts": list(_read(parts)), "left_out": LEFT_OUT, "at": at,
        }  # fmt: skip
        return render(request, "referrals/person_copy.html", context)


@require_safe
def as_file(request: ActorRequest, right_id: UUID) -> HttpResponse:
    at = timezone.now()
    asked, person = _whose(request, right_id, "people.copy_file", at)
    said = document_of(asked, person, request.actor, at=at)
    answer = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="record-{asked.number}.json"'
    return answer


def _whose(
    request: ActorRequest, right_id: UUID, what: str, at: datetime
) -> tuple[RightsRequest, Person]:
    """Only to answer who asked for it, by whoever cares for them; the look is the person's own wish."""
    visible = RightsRequest.objects.visible_to(request.actor, at=at).filter(right=Right.ACCESS)
    asked = get_object_or_404(visible.select_related("organization").open(), pk=right_id)
    require(request.actor, "people.copy", asked)
    people = Person.objects.visible_to(request.actor, at=at).select_related("custodian")
    person = get_object_or_404(people, pk=asked.person_id)
    disclosures.record(
        actor=request.actor, person_ids=[person.pk], what=what, purpose=Purpose.RIGHTS, at=at
    )
    return asked, person


def _read(parts: list[Part]) -> Iterator[tuple[Any, list[list[tuple[Any, str]]]]]:
    """Only what there is: an empty line helps nobody."""
    for part in parts:
        rows = [list(_lines(row)) for row in part.rows]
        if any(rows):
            yield part.title, rows


def _lines(row: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    for name, value in row.items():
        words = read_aloud(value)
        if name in COPY_WORDS and words:
            yield COPY_WORDS[name], words
