"""What does the family hold in its hands? One sheet, in its language: where to go, when, with what."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.links import FAMILY, link_for, url_path
from core import access
from core.http import ActorRequest
from core.languages import page_language
from organizations.topic_words import TOPIC_WORDS
from organizations.views.sheet import ServiceSheet, sheets_of
from people import disclosures
from people.lifecycle import Purpose
from people.models.person import Person
from referrals.models.referral import Referral
from referrals.search import need as one
from screening.models.need import Need

PAPER_LASTS = timedelta(days=90)
EVERY_DAY = 7


@require_safe
def handout(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    at = timezone.now()
    referral = one.sent_one(request.actor, referral_id, at=at)
    need, lines = referral.need, one.together_with(referral)
    disclosures.record(
        actor=request.actor, person_ids=[need.subject_id], what="referrals.handout",
        purpose=Purpose.PRINT, at=at, topic=need.topic,
    )  # fmt: skip
    with translation.override(page_language(need.subject.language)):
        context = {
            "referral": referral,
            "need": need,
            "stops": stops_of(_doors(lines), at),
            "link": paper_link(request, [line.need for line in lines]),
            "help_line": need.organization.network.help_line,
            "clinic": need.organization,
        }
        return render(request, "referrals/handout.html", context)


@require_safe
def plan(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """All that goes on for one person, on one sheet. What is delicate is on no common sheet."""
    at = timezone.now()
    person = get_object_or_404(Person.objects.visible_to(request.actor, at=at), pk=person_id)
    access.require(request.actor, "people.read", person)
    disclosures.record(
        actor=request.actor, person_ids=[person.pk], what="referrals.plan",
        purpose=Purpose.PRINT, at=at,
    )  # fmt: skip
    needs = one.for_a_common_sheet(person, request.actor, at=at)
    with translation.override(page_language(person.language)):
        context = {
            "person": person,
            "parts": _parts(needs, at),
            "link": paper_link(request, [need for need, _tries in needs]) if needs else "",
            "help_line": person.custodian.network.help_line,
            "clinic": person.custodian,
        }
        return render(request, "referrals/plan.html", context)


def _parts(needs: list[tuple[Need, list[Referral]]], at: datetime) -> list[dict[str, Any]]:
    """What leads to the same doors stands there once; what leads nowhere yet is one part, too."""
    same: dict[tuple[tuple[UUID, UUID | None], ...], tuple[list[str], list[Referral]]] = {}
    for need, tries in needs:
        doors = _doors(tries)
        key = tuple(sorted(((d.service_id, d.location_id) for d in doors), key=str))
        same.setdefault(key, ([], doors))[0].append(str(TOPIC_WORDS[need.topic]))
    stops = iter(stops_of([door for _about, doors in same.values() for door in doors], at))
    return [
        {"about": about, "stops": [next(stops) for _ in doors]} for about, doors in same.values()
    ]


def stops_of(doors: list[Referral], at: datetime) -> list[dict[str, Any]]:
    """Where to go: the sheet of each service, the place that was chosen, and its hours."""
    sheets = sheets_of([door.service for door in doors], at=at)
    return [
        {
            "sheet": sheet,
            "place": door.location or next(iter(sheet.places), None),
            "hours": list(_hours(sheet)),
        }
        for door, sheet in zip(doors, sheets, strict=True)
    ]


def _doors(lines: list[Referral]) -> list[Referral]:
    """Needs that were sent together lead to one door: it stands on the sheet once."""
    return list({(line.service_id, line.location_id): line for line in lines}.values())


def _hours(sheet: ServiceSheet) -> Iterator[tuple[str, str]]:
    """The days that have the same times on one line: the sheet stays one sheet."""
    same: dict[str, list[str]] = {}
    for day in sheet.week:
        same.setdefault(day.times, []).append(str(day.name))
    for times, days in same.items():
        yield _("Every day") if len(days) == EVERY_DAY else ", ".join(days), times


def paper_link(request: ActorRequest, needs: list[Need]) -> str:
    """To the family's page. Empty where a sheet that is found by somebody else could do harm."""
    if any(_is_delicate(need) for need in needs):
        return ""
    need = needs[0]
    link = link_for(
        network_id=need.network_id, purpose=FAMILY, object_id=need.subject_id,
        at=timezone.now(), lifetime=PAPER_LASTS,
    )  # fmt: skip
    return request.build_absolute_uri(url_path(link))


def _is_delicate(need: Need) -> bool:
    person = need.subject
    return need.is_sensitive or person.contact_with_care or person.contacting_prohibited
