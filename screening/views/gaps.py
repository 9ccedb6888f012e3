"""Where can nobody help yet? The register of gaps, its file, and the two answers of whoever looks again."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.actor import Actor
from core.http import ActorRequest
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from screening import search
from screening.actions.gaps import still_none, try_again
from screening.models.gap import Gap
from screening.models.need import Need
from screening.views.needs import page_of
from screening.words import WHY_NOBODY_WORDS, Text, cell

COLUMNS = ("topic", "category", "why", "zip3", "needs", "oldest")


@dataclass(frozen=True, slots=True)
class LackRow:
    lack: search.Lack
    about: Text
    why: Text
    needs: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap to look at again. `url` is its need's page, for those whose need it is."""

    gap: Gap
    about: Text
    icon: str
    why: Text
    url: str


@require_safe
def gaps(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "gaps.read")
    at = timezone.now()
    context = {
        "lacks": list(_rows(search.lacks(request.actor, at=at))),
        "gaps": _to_look_at_again(request.actor, at),
        "at": at,
    }
    return render(request, "screening/gaps.html", context)


def _rows(lacks: Iterable[search.Lack]) -> Iterator[LackRow]:
    for lack in lacks:
        number = cell(lack.needs, smallest=lack.smallest) if lack.is_small else str(lack.needs)
        yield LackRow(lack, TOPIC_WORDS[lack.topic], WHY_NOBODY_WORDS.get(lack.why, ""), number)


def _to_look_at_again(actor: Actor, at: datetime) -> list[GapRow]:
    own = actor.where("see_people")
    return [
        GapRow(
            gap=gap,
            about=TOPIC_WORDS[gap.topic],
            icon=TOPICS[gap.topic].icon,
            why=WHY_NOBODY_WORDS[gap.why],
            url=page_of(gap.need) if gap.need.organization_id in own else "",
        )
        for gap in search.to_look_at_again(actor, at=at)
    ]


@require_safe
def gaps_file(request: ActorRequest) -> HttpResponse:
    """The same numbers for a spreadsheet: codes, and nothing that the page keeps back."""
    access.require(request.actor, "gaps.read")
    at = timezone.now()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="gaps-{at:%Y-%m-%d}.csv"'
    lines = csv.writer(response)
    lines.writerow(COLUMNS)
    lines.writerows(_line(lack) for lack in search.lacks(request.actor, at=at))
    return response


def _line(lack: search.Lack) -> tuple[str, ...]:
    category = TOPICS[lack.topic].category.value
    oldest = f"{lack.oldest:%Y-%m-%d}" if lack.oldest else ""
    needs = f"<{lack.smallest}" if lack.is_small else str(lack.needs)
    return lack.topic, category, lack.why, lack.zip3, needs, oldest


@require_POST
def still_nobody(request: ActorRequest, need_id: UUID) -> HttpResponse:
    need = still_none(actor=request.actor, need_id=need_id, at=timezone.now())
    messages.success(request, _("Written down. In a month somebody looks again."))
    return _back(request, need)


@require_POST
def look_again(request: ActorRequest, need_id: UUID) -> HttpResponse:
    need = try_again(actor=request.actor, need_id=need_id, at=timezone.now())
    messages.success(request, _("The search for help goes on. Whoever looks after it is told."))
    return _back(request, need)


def _back(request: ActorRequest, need: Need) -> HttpResponse:
    """To the register for those who came from it; the desk has no page of the need."""
    own = need.organization_id in request.actor.where("see_people")
    return redirect(page_of(need) if own and "register" not in request.POST else "screening:gaps")
