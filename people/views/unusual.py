"""Which looks should somebody ask about?"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.access import require
from core.http import ActorRequest
from people import disclosures
from people.search.shut_out import who_shut_out
from people.search.unusual import Finding, Kind, unusual
from people.words.unusual import UNUSUAL_WORDS

DAYS = (1, 7, 30)


@require_safe
def unusual_looks(request: ActorRequest) -> HttpResponse:
    """By what makes them unusual, for a day, a week or a month. Without a name of whom they were at."""
    at = timezone.now()
    require(request.actor, "people.audit_all")
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, DAYS) else DAYS[0]
    found = unusual(request.actor.network_id, since=at - timedelta(days=days), at=at)
    apart = who_shut_out(request.actor)
    found = [one for one in found if one.person_id not in apart]
    context = {"groups": list(_groups(found)), "tabs": list(_tabs(days)), "at": at}
    return render(request, "people/unusual.html", context)


def _groups(found: list[Finding]) -> Iterator[dict[str, Any]]:
    names = disclosures.names_of(
        {one.user_id for one in found}, {one.organization_id for one in found}
    )
    for kind in Kind:
        rows = [_row(one, names) for one in found if one.kind == kind]
        title, meaning = UNUSUAL_WORDS[kind]
        if rows:
            yield {"title": title, "meaning": meaning, "rows": rows, "kind": kind}


def _row(one: Finding, names: dict[Any, str]) -> dict[str, Any]:
    return {
        "who": names.get(one.user_id, ""),
        "where": names.get(one.organization_id, ""),
        "last": one.last,
        "how_often": _how_often(one),
        "person": one.person_id,
    }


def _how_often(one: Finding) -> str:
    n = one.times
    if one.kind == Kind.MANY:
        return ngettext("%(n)d person", "%(n)d people", n) % {"n": n}
    if one.kind == Kind.EMERGENCIES:
        return ngettext("%(n)d time", "%(n)d times", n) % {"n": n}
    return ngettext("%(n)d look", "%(n)d looks", n) % {"n": n}


def _tabs(current: int) -> Iterator[dict[str, Any]]:
    words = {1: _("One day"), 7: _("One week"), 30: _("30 days")}
    for days in DAYS:
        yield {
            "label": words[days],
            "url": f"?days={days}",
            "count": None,
            "current": days == current,
        }
