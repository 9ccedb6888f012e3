"""How to reach this family: the plan on the page, one tap for a try, and the honest end of trying."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.errors import BadInput
from core.http import ActorRequest
from core.templatetags.look import day_words, moment_words
from people.followup import Progress
from people.lifecycle import TryOutcome, Way
from people.search.reach import WayTo
from people.words.reaching import ONE_TAP, OTHERWISE, OUTCOME_WORDS, PART_WORDS, WAY_WORDS, Text
from referrals.actions import reaching
from referrals.actions.reaching import Tried
from referrals.forms.reaching import TriedForm
from referrals.models.reaching import ContactAttempt
from referrals.search.one_request import Request
from referrals.search.reaching import reaching_of
from referrals.search.story import Story
from screening.models.need import Need


@require_POST
def tried(request: ActorRequest, need_id: UUID) -> HttpResponse:
    said = _said(request)
    reaching.tried(actor=request.actor, need_id=need_id, tried=said, at=timezone.now())
    messages.success(request, _("Written down."))
    return redirect("referrals:need", need_id)


@require_POST
def tried_by_partner(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    said, at = _said(request), timezone.now()
    reaching.tried_by_partner(actor=request.actor, referral_id=referral_id, tried=said, at=at)
    messages.success(request, _("Thank you. The sender can read that you tried."))
    return redirect("referrals:detail", referral_id)


@require_POST
def give_up(request: ActorRequest, need_id: UUID) -> HttpResponse:
    reaching.give_up(actor=request.actor, need_id=need_id, at=timezone.now())
    messages.success(request, _("Closed for now. One word from the family opens it again."))
    return redirect("referrals:need", need_id)


def _said(request: ActorRequest) -> Tried:
    form = TriedForm(request.POST)
    if not form.is_valid():
        raise BadInput(_("Choose what became of the try."))
    return form.tried()


@dataclass(frozen=True, slots=True)
class Tap:
    """A button: an outcome, and what it says."""

    outcome: TryOutcome
    words: Text


@dataclass(frozen=True, slots=True)
class Row:
    """A way with its buttons: the one that is tapped most, and the rest."""

    to: WayTo
    first: Tap
    others: tuple[Tap, ...]


def reach_card(need: Need, story: Story, *, at: datetime) -> dict[str, Any]:
    """What the need's page shows while it is open."""
    found = reaching_of(need, story.events, at=at)
    told = found.progress
    return {
        "reach_rows": [row_of(way) for way in found.plan],
        "reach_tries": [_attempt(one, need, at) for one in found.attempts],
        "reach_progress": list(_progress_words(told, at)) if told else [],
        "may_give_up": bool(told and told.is_done and not need.is_being_helped),
    }


def row_of(way: WayTo) -> Row:
    others = tuple(Tap(outcome, OUTCOME_WORDS[outcome]) for outcome in OTHERWISE[way.way])
    return Row(way, Tap(*ONE_TAP[way.way]), others)


def rows_for_partner(found: Request) -> list[Row]:
    """By what the family agreed to show them, while the request goes on."""
    person = found.person
    if found.is_ended:
        return []
    shown = {Way.PHONE: person.phone, Way.EMAIL: person.email}
    return [row_of(WayTo(way, value)) for way, value in shown.items() if value]


def _attempt(attempt: ContactAttempt, need: Need, at: datetime) -> dict[str, Text]:
    ours = attempt.referral_id is None
    names = [attempt.by.name if attempt.by else "", "" if ours else attempt.organization.name]
    return {
        "when": moment_words(attempt.at, at),
        "what": tried_words(attempt.way, attempt.outcome),
        "who": ", ".join(filter(None, names)),
        "note": attempt.note if attempt.need_id == need.pk else "",
    }


def tried_words(way: str, outcome: str) -> str:
    """Phone call: no answer."""
    said = {"way": WAY_WORDS[Way(way)], "outcome": OUTCOME_WORDS[TryOutcome(outcome)]}
    return _("%(way)s: %(outcome)s") % said


def _progress_words(told: Progress, at: datetime) -> Iterator[str]:
    if not told.needed:
        yield _("There is no safe way to reach them. Ask for one when they come.")
        return
    said = {"done": told.done, "needed": told.needed}
    yield (
        ngettext(
            "%(done)d of %(needed)d try that counts.",
            "%(done)d of %(needed)d tries that count.",
            told.needed,
        )
        % said
    )
    if told.is_done:
        yield _("Every safe way was tried, on enough days.")
        return
    yield from _what_is_left(told, at)


def _what_is_left(told: Progress, at: datetime) -> Iterator[str]:
    if told.untried:
        ways = ", ".join(str(WAY_WORDS[way]) for way in told.untried)
        yield _("Not tried yet: %(ways)s.") % {"ways": ways}
    if told.next_way and told.next_part:
        said = {"way": WAY_WORDS[told.next_way], "part": PART_WORDS[told.next_part]}
        yield _("Try next: %(way)s, %(part)s.") % said
    if told.done >= told.needed and not told.untried:
        day = day_words(told.enough_on, at)
        yield _("The tries lie close together: one more counts from this day on: %(day)s.") % {
            "day": day
        }
