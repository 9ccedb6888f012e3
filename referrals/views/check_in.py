"""One talk with one family about all that is open: what to say, what they answer, and the card on paper."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.http import ActorRequest
from core.languages import language_within, page_language
from people.lifecycle import Way
from people.models.contact import Wish
from people.models.person import Person
from people.search.reach import plan_of
from people.views.doors import open_record
from people.views.header import header_of
from people.views.person import get_or_post
from referrals.actions.check_in import Heard
from referrals.actions.check_in import check_in as hear
from referrals.forms.check_in import CheckInForm
from referrals.search.check_in import Asks, Due, due_to
from referrals.views.doing import done, typed
from referrals.views.handout import paper_link
from referrals.views.reaching import Row, row_of
from referrals.views.script import script_for

SPOKEN = frozenset({Way.PHONE, Way.RELATIVE})


@get_or_post
def check_in(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """The script beside the answers, one tap each; said by the family, written down by whoever talks."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.read", what="referrals.check_in", at=at)
    due = _due(request, person, at)
    form = CheckInForm(due, typed(request), told=True)
    if form.is_bound and done(form, lambda: _hear(request, form, at)):
        return redirect("referrals:check_in", person_id)
    talk = _talk(request, person, due, at)
    asked = list(zip(form.parts, talk["script"].questions, strict=True))
    context = {"person": person, "form": form, "asked": asked, **talk}
    return render(request, "referrals/check_in.html", context, status=422 if form.errors else 200)


def _due(request: ActorRequest, person: Person, at: datetime) -> list[Due]:
    """Nobody is called who must not be, or who has died."""
    barred = person.is_dead or person.contacting_prohibited
    return [] if barred else due_to(person, request.actor, at=at)


def _hear(request: ActorRequest, form: CheckInForm, at: datetime) -> None:
    heard = hear(actor=request.actor, said=form.said, via=form.via, at=at, hint=form.hint)
    late = sum(one is Heard.BEFORE for one in heard.values())
    kept = len(heard) - late
    if kept:
        words = ngettext("%(n)d answer is written down.", "%(n)d answers are written down.", kept)
        messages.success(request, words % {"n": kept})
    if late or not heard:
        messages.info(request, _("What had moved on since, or had no answer, stays as it was."))


def _talk(request: ActorRequest, person: Person, due: list[Due], at: datetime) -> dict[str, Any]:
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else page_language(person.language)
    worker = request.user.name if request.user.is_authenticated else ""
    stopped = Wish.objects.filter(
        person=person, kind="stop_messages", about_id=None, undone_at=None
    )
    return {
        "at": at,
        "header": header_of(person, at),
        "script": script_for(person, worker, due, language=language),
        "languages": list(_languages(person, language)),
        "needs_interpreter": person.needs_interpreter or person.language != language,
        "language": language_within(person.language),
        "wants_no_messages": stopped.exists(),
        "numbers": _numbers(person, due, at),
        "tried_need": next((one.need for one in due if one.need.is_open), None),
        "has_card": bool(_on_paper(person, due)),
    }


def _languages(person: Person, current: str) -> Iterator[dict[str, object]]:
    here = reverse("referrals:check_in", args=[person.pk])
    for code, name in settings.LANGUAGES:
        yield {
            "code": code, "name": name, "url": f"{here}?lang={code}", "current": code == current,
        }  # fmt: skip


def _numbers(person: Person, due: list[Due], at: datetime) -> list[Row]:
    """The safe ones only; where anything is for their ears alone, nobody else's telephone."""
    alone = person.contact_with_care or any(
        one.need.is_sensitive or one.need.audience == "subject" for one in due
    )
    plan = plan_of(person, at=at, only_alone=alone)
    return [row_of(way) for way in plan if way.way in SPOKEN and way.is_usable]


@require_safe
def card(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """On paper it says nothing that somebody else could read out of it. It comes back at the next visit."""
    at = timezone.now()
    person = open_record(
        request, person_id, rule="people.read", what="referrals.check_in_card", at=at
    )
    due = _on_paper(person, _due(request, person, at))
    if not due:
        messages.info(request, _("There is nothing to ask on paper. Ask them in person."))
        return redirect("referrals:check_in", person_id)
    with translation.override(page_language(person.language)):
        context = {
            "person": person,
            "form": CheckInForm(due),
            "clinic": person.custodian,
            "help_line": person.network.help_line,
            "link": paper_link(request, [one.need for one in due]),
        }
        return render(request, "referrals/check_in_card.html", context)


def _on_paper(person: Person, due: list[Due]) -> list[Due]:
    """Nothing delicate, and nothing at all for whoever is contacted with care."""
    if person.contact_with_care:
        return []
    return [one for one in due if not one.need.is_sensitive and one.asks is not Asks.NOW]
