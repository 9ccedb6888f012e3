"""What do screenings and needs show on a person's record, and in the note for the chart?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import access
from core.http import ActorRequest
from organizations.topic_words import TOPIC_WORDS
from people import disclosures
from people.lifecycle import Purpose
from people.models.person import Person
from people.search.links import twins_of
from people.views.panels import Panel
from screening.models.need import Need, NeedQuerySet
from screening.models.screening import Screening
from screening.search import help_there
from screening.views.needs import rows_of
from screening.views.sheets import is_shared
from screening.words import MODE_DONE_WORDS, Text

SHOWN = 10


@dataclass(frozen=True, slots=True)
class ScreeningRow:
    """One screening in the list: what was asked, how, and where to go on."""

    screening: Screening
    title: str
    how: Text
    url: str


def needs(request: ActorRequest, person: Person, at: datetime) -> Panel | None:
    """The needs of this person, open ones first. A screener sees none of them."""
    if not access.can(request.actor, "people.read", person):
        return None
    found = needs_of(request, person, at).order_by(F("closed_at").desc(nulls_first=True), "-id")
    rows = rows_of(found, request.actor, at=at)
    context = {
        "open": [row for row in rows if row.need.is_open],
        "closed": [row for row in rows if not row.need.is_open],
        "at": at,
    }
    return Panel("screening/panels/needs.html", context)


def needs_of(request: ActorRequest, person: Person, at: datetime) -> NeedQuerySet:
    """Nothing sensitive comes up on a device that families hold too."""
    visible = Need.objects.visible_to(request.actor, at=at).filter(subject=person)
    return visible.filter(is_sensitive=False) if is_shared(request) else visible


def help_elsewhere(request: ActorRequest, person: Person, at: datetime) -> Panel | None:
    """Who else helps, where both may know: so that the same need is not asked twice."""
    if not access.can(request.actor, "people.read", person) or is_shared(request):
        return None
    twins = twins_of(request.actor, person, at=at)
    for twin in twins:
        disclosures.record(
            actor=request.actor, person_ids=[twin.person.pk], what="people.link",
            purpose=Purpose.CARE, consent_id=twin.consent.pk, at=at,
        )  # fmt: skip
    rows = [(one.twin, [TOPIC_WORDS[topic] for topic in one.topics]) for one in help_there(twins)]
    return Panel("screening/panels/elsewhere.html", {"rows": rows}, is_aside=True) if rows else None


def screenings(request: ActorRequest, person: Person, at: datetime) -> Panel | None:
    made = Screening.objects.visible_to(request.actor, at=at).filter(
        Q(person=person) | Q(answered_by=person)
    )
    newest = made.select_related("asked_by").order_by("-started_at")[:SHOWN]
    can_ask = access.can(request.actor, "screening.ask", person) and not person.is_dead
    context = {
        "rows": [_row(request, screening) for screening in newest],
        "at": at,
        "start_url": reverse("screening:new", args=[person.pk]) if can_ask else "",
    }
    return Panel("screening/panels/screenings.html", context)


def _row(request: ActorRequest, screening: Screening) -> ScreeningRow:
    page, rule = ("result", "read_result") if screening.is_finished else ("ask", "answer")
    may = access.can(request.actor, f"screening.{rule}", screening)
    return ScreeningRow(
        screening=screening,
        title=screening.sheet.title.in_language(get_language() or "en"),
        how=MODE_DONE_WORDS[screening.mode],
        url=reverse(f"screening:{page}", args=[screening.pk]) if may else "",
    )


def chart_lines(request: ActorRequest, person: Person, at: datetime) -> Iterator[str]:
    """Open needs, one a line. A chart is read by many: nothing sensitive goes into it."""
    visible = Need.objects.visible_to(request.actor, at=at).filter(subject=person)
    for row in rows_of(visible.filter(is_sensitive=False).open(), request.actor, at=at):
        said = {
            "need": row.words,
            "where": row.standing.words,
            "day": date_format(localtime(row.need.since), "DATE_FORMAT"),
        }
        yield _("%(need)s: %(where)s, since %(day)s") % said
