"""What do we know about this person, and what is going on for them?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.access import can
from core.http import ActorRequest
from people.models.person import Person
from people.search.glass import broken_glass, sees_all
from people.views.doors import open_record
from people.views.header import header_of, ties_of
from people.views.panels import assemble, chart_lines
from people.words.codes import BARRIER_WORDS, CHANNEL_ICONS, CHANNEL_WORDS


@require_safe
def record(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """A screener sees the identity bar and what the screening app adds; the rest is for who sees people."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.identify", what="people.record", at=at)
    whole = sees_all(request.actor, person, at=at)
    context = {
        "person": person,
        "header": header_of(person, at),
        "panels": assemble(request, person, at),
        **(_facts(person, at) if whole else {}),
        "whole": whole,
        "at": at,
        "may_change": can(request.actor, "people.change", person),
        "may_break_glass": can(request.actor, "people.break_glass", person),
        "glass": broken_glass(request.actor, person, at=at),
    }
    return render(request, "people/record.html", context)


@require_safe
def chart_note(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """The same in plain lines, to paste into the clinic's own chart."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.read", what="people.chart_note", at=at)
    header = header_of(person, at)
    lines = [
        _("Porchlight, %(day)s") % {"day": date_format(timezone.localtime(at), "DATE_FORMAT")},
        header.name,
        *(str(words) for _icon, words in header.facts),
        *(str(BARRIER_WORDS[barrier.code]) for barrier in person.barriers.all()),
        *household_lines(person),
        *chart_lines(request, person, at),
    ]
    return render(
        request, "people/chart_note.html", {"person": person, "header": header, "lines": lines}
    )


def _facts(person: Person, at: datetime) -> dict[str, Any]:
    return {
        "contacts": [contact_row(person, point) for point in contacts_of(person)],
        "meeting_points": person.meeting_points.all(),
        "barriers": [BARRIER_WORDS[barrier.code] for barrier in person.barriers.all()],
        "ties": list(ties_of(person, at)),
        "household": household_lines(person),
        "shut_out": [
            who.name for row in person.exclusions.all() if (who := row.organization or row.user)
        ],
    }


def contacts_of(person: Person) -> list[Any]:
    return sorted(person.contact_points.all(), key=lambda point: (point.rank, str(point.pk)))


def contact_row(person: Person, point: Any) -> dict[str, Any]:
    """Nobody dials by a glance what is not safe, was stopped or is somebody else's: it is not shown here."""
    return {
        "point": point,
        "is_shown": point.is_usable and not person.contacting_prohibited,
        "icon": CHANNEL_ICONS[point.channel],
        "channel": CHANNEL_WORDS[point.channel],
    }


def household_lines(person: Person) -> list[str]:
    homes = [home.household for home in person.households.all() if home.until is None]
    return [
        ngettext("%(n)d person lives there", "%(n)d people live there", home.size)
        % {"n": home.size}
        for home in homes
        if home.size
    ]
