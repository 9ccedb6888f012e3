"""What is there to do today, and for whom? The page on which a social worker's day begins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core import access
from core.http import ActorRequest
from core.languages import language_name
from governance.search.owed import owed_soon
from people import disclosures
from people.lifecycle import Purpose
from people.search.duty import waiting_for
from referrals.search.counting import count_words
from referrals.search.handing import offered_to
from referrals.search.keyset import Cursor
from referrals.search.later import laters_for
from referrals.search.today import CLOSED, Wanted, numbers, page_of, unfinished_screenings
from referrals.views.handing import offered_rows
from referrals.views.later import later_row
from referrals.views.pages import ListPage, asked
from referrals.views.rows import closed_groups, groups_of, rows_of, screening_row
from screening.models.later import Later
from screening.models.screening import Screening


@require_safe
def today(request: ActorRequest) -> HttpResponse:
    at = timezone.now()
    access.require(request.actor, "referrals.follow")
    wanted, cursor = Wanted.read(request.GET), Cursor.read(request.GET.get("after", ""))
    page = page_of(request.actor, wanted, cursor, at=at)
    counted = numbers(request.actor, wanted, at=at)
    begun, waiting = _beside(request, wanted, cursor, counted)
    rows = list(rows_of(page.lines, wanted, request.actor, at=at))
    rows += [later_row(one, at) for one in waiting]
    rows.sort(key=lambda row: row.due or at)  # each among those that are due on its day
    offered = offered_to(request.actor, at=at) if counted["offered"] else []
    seen = {line.need.subject_id for line in page.lines} | {one.person_id for one in begun}
    seen |= {one.person_id for one in waiting} | {offer.need.subject_id for offer in offered}
    disclosures.record(
        actor=request.actor, person_ids=seen, what="referrals.today", purpose=Purpose.CARE, at=at
    )
    request.nav_counts = {"referrals:today": counted["families"]}
    screenings = [screening_row(one, request.actor, at=at) for one in begun]
    has_next = page.next is not None
    closed = list(closed_groups(rows, has_next=has_next))
    context = {
        "at": at,
        "alerts": waiting_for(request.actor, at=at),
        "offered": offered_rows(offered),
        "owed": owed_soon(request.actor, at),
        "greeting": greeting(request, timezone.localtime(at).hour),
        "sentence": sentence(counted["families"], counted["waited"]),
        "groups": closed
        if wanted.is_closed
        else groups_of(rows, screenings, has_next=has_next, at=at),
        "tabs": list(_tabs(wanted, counted)),
        "pills": list(_pills(request, wanted)),
        "page": ListPage.of("referrals:today", wanted.parameters, cursor, page.next),
        "empty": empty_words(wanted),
        "good": good_words(counted["helped"], counted["said_so"]),
    }
    return render(request, "referrals/today.html", context)


def _beside(
    request: ActorRequest, wanted: Wanted, cursor: Cursor | None, counted: dict[str, int]
) -> tuple[list[Screening], list[Later]]:
    """What is no open need: counted on every tab, shown on the first page of the work of the day."""
    begun: list[Screening] = []
    waiting: list[Later] = []
    said: Any = {"team": wanted.team, "at": timezone.now()}
    if wanted.is_plain and counted["begun"]:
        begun = unfinished_screenings(request.actor, **said)
    if wanted.is_plain and counted["laters"]:
        waiting = laters_for(request.actor, **said)
    counted["you"] += len(begun) + len(waiting)
    return (begun, waiting) if wanted.turn == "you" and not cursor else ([], [])


def greeting(request: ActorRequest, hour: int) -> str:
    name = {"name": getattr(request.user, "first_name", "")}
    if hour < 12:
        return _("Good morning, %(name)s") % name
    if hour < 18:
        return _("Good afternoon, %(name)s") % name
    return _("Good evening, %(name)s") % name


def sentence(families: int, waited: int) -> str:
    """One true sentence, or two."""
    if not families:
        return _("Nobody is waiting for you today.")
    first = ngettext(
        "%(n)s family needs you today.", "%(n)s families need you today.", families
    ) % {"n": count_words(families)}
    if not waited:
        return first
    second = ngettext("%(n)s has waited too long.", "%(n)s have waited too long.", waited)
    return f"{first} {second % {'n': count_words(waited)}}"


def good_words(helped: int, said_so: int) -> dict[str, str] | None:
    """The green strip: loops that closed, and on whose word."""
    if not helped:
        return None
    loops = ngettext("%(n)s loop closed this week.", "%(n)s loops closed this week.", helped)
    itself = ngettext("%(n)s family said so itself.", "%(n)s families said so themselves.", said_so)
    told = ngettext("%(n)s told their worker.", "%(n)s told their worker.", helped - said_so)
    how = [
        words % {"n": count_words(n)}
        for words, n in ((itself, said_so), (told, helped - said_so))
        if n
    ]
    return {"loops": loops % {"n": count_words(helped)}, "how": " ".join(how)}


def empty_words(wanted: Wanted) -> str:
    return {
        "you": _("Nobody is waiting for you"),
        "partner": _("No partner owes you a word"),
        "family": _("No family owes you a word"),
        CLOSED: _("Nothing was closed this month yet"),
    }[wanted.turn]


def _tabs(wanted: Wanted, counted: dict[str, int]) -> Iterator[dict[str, Any]]:
    words = {
        "you": _("Your turn"),
        "partner": _("Partner’s turn"),
        "family": _("Family’s turn"),
        CLOSED: _("Closed this month"),
    }
    here = reverse("referrals:today")
    for turn, label in words.items():
        yield {
            "label": label,
            "url": asked(here, {**wanted.parameters, "turn": turn if turn != "you" else ""}),
            "count": count_words(counted[turn]),
            "current": turn == wanted.turn,
        }


def _pills(request: ActorRequest, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Each turns one thing on or off; the address says it all, so it can be kept and shared."""
    pill = Pill(reverse("referrals:today"), wanted.parameters)
    yield pill.choice(_("Mine"), "who", "", current=not wanted.team)
    yield pill.choice(_("My team"), "who", "team", current=wanted.team)
    if not wanted.is_closed:
        yield pill.switch(_("Overdue"), "late", "1", on=wanted.late, icon="hourglass")
    for code in _languages(request, wanted):
        on = wanted.language == code
        yield pill.switch(language_name(code), "language", code, on=on, icon="languages")
    for about, label in (("food", _("Food")), ("housing", _("Housing"))):
        yield pill.switch(label, "about", about, on=wanted.about == about)


def _languages(request: ActorRequest, wanted: Wanted) -> list[str]:
    membership = getattr(request, "membership", None)
    spoken = membership.organization.network.languages if membership else []
    return [code for code in dict.fromkeys([*spoken, wanted.language]) if code not in {"", "en"}]


@dataclass(frozen=True, slots=True)
class Pill:
    """The page as it is asked for now; each pill asks for one thing otherwise."""

    here: str
    parameters: Mapping[str, str]

    def switch(
        self, label: str, name: str, value: str, *, on: bool, icon: str = ""
    ) -> dict[str, Any]:
        return self.choice(label, name, "" if on else value, current=on, icon=icon)

    def choice(
        self, label: str, name: str, value: str, *, current: bool, icon: str = ""
    ) -> dict[str, Any]:
        url = asked(self.here, {**self.parameters, name: value})
        return {"label": label, "url": url, "current": current, "icon": icon}
