"""Where does one need stand, what is the next step, and what has happened? One page for all of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import access
from core.http import ActorRequest
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people import disclosures
from people.lifecycle import Purpose
from people.views.header import Chip, header_of, name_of
from referrals.actions.nudge import reminded_lately
from referrals.forms.clinic import AssignForm, ReplyForm, WantForm, WordForm
from referrals.lifecycle import Step
from referrals.models.referral import Referral
from referrals.search import need as one
from referrals.search.lines import Line, current_of
from referrals.search.story import story_of
from referrals.search.today import Wanted, neighbours
from referrals.views import cards
from referrals.views.happened import happened
from referrals.views.pages import address
from referrals.views.rows import need_url
from referrals.views.steps import NextStep, next_step
from referrals.views.story import entries
from referrals.views.tracker import tracker
from screening.lifecycle import Turn
from screening.models.need import Need

ALTERNATIVES = 3
CHOOSING = frozenset({"choose_service", "choose_next", "review_gap", "nudge_or_switch"})


@require_safe
def need(request: ActorRequest, need_id: UUID) -> HttpResponse:
    return need_page(request, need_id)


def need_page(
    request: ActorRequest, need_id: UUID, *, failed: forms.Form | None = None
) -> HttpResponse:
    """The page, or the page with the one form that needs another look, as it was typed."""
    at = timezone.now()
    found = one.need_for(request.actor, need_id, at=at)
    disclosures.record(
        actor=request.actor, person_ids=[found.subject_id], what="referrals.need",
        purpose=Purpose.CARE, at=at, topic=found.topic,
    )  # fmt: skip
    tries = one.tries_of(found)
    for referral in tries:
        referral.need = found
    current = current_of(found, tries)
    story = story_of(found, tries)
    line = Line(found, current, _question(current, story.words), ())
    now = happened(line, at=at)
    step = next_step(found, current, now, at=at)
    wanted = Wanted.read(request.GET)
    context = {
        "at": at,
        "need": found,
        "current": current,
        "topic": TOPICS[found.topic],
        "header": header_of(
            found.subject,
            at,
            chip=Chip(now.tone, now.icon, now.words),
            reference=str(TOPIC_WORDS[found.topic]),
        ),
        "back": _back(request, wanted),
        "near": _near(request, wanted, found, at),
        "steps": tracker(found, current, at=at),
        "step": step,
        "question": line.question,
        "entries": entries(found, tries, story, at=at),
        "partner": cards.partner_card(current, at=at),
        "sharing": cards.sharing(found.subject, current, at=at),
        "others": list(cards.others(one.other_needs(found, request.actor, at=at), wanted, at=at)),
        **_what_can_be_done(request, found, current, tries, step, at),
        **_forms(request, found, failed),
    }
    return render(request, "referrals/need.html", context, status=422 if failed else 200)


def _question(current: Referral | None, words: Any) -> str:
    """The newest question that is still open on it."""
    if current is None or not current.has_question:
        return ""
    asked = [m for m in words.values() if m.referral_id == current.pk and m.kind == "question"]
    return max(asked, key=lambda message: message.pk).text if asked else ""


def _back(request: ActorRequest, wanted: Wanted) -> dict[str, str]:
    """Into the list that the page was opened from."""
    if request.GET.get("from") == "sent":
        return {"list": "sent", "url": reverse("referrals:sent")}
    return {"list": "today", "url": address("referrals:today", wanted.parameters)}


def _near(
    request: ActorRequest, wanted: Wanted, found: Need, at: datetime
) -> dict[str, Any] | None:
    """1 of 5 · Next: Thanh Nguyen; only when it was opened from the worklist."""
    if request.GET.get("from") != "today":
        return None
    around = neighbours(request.actor, wanted, found, at=at)
    if around.next is None:
        return None
    return {
        "place": around.place,
        "all": around.all,
        "name": name_of(around.next.subject),
        "url": need_url(around.next.pk, wanted),
    }


def _what_can_be_done(
    request: ActorRequest,
    found: Need,
    current: Referral | None,
    tries: list[Referral],
    step: NextStep,
    at: datetime,
) -> dict[str, Any]:
    """Only what the tables and the rules allow now."""
    live = current if current and current.is_live else None
    sender = live is not None and access.can(request.actor, "referrals.cancel", live)
    owed_by_partner = live is not None and live.waiting_on == "receiver"
    chooses = found.next_step in CHOOSING
    return {
        "choices": _choices(found, tries, at) if chooses else [],
        "may_send": access.can(request.actor, "referrals.send", found),
        "may_tell": sender and not (live and live.is_introduction),
        "may_take_back": sender and live is not None and Step.CANCEL in live.steps,
        "may_nudge": sender
        and owed_by_partner
        and live is not None
        and not reminded_lately(live, at=at),
        "may_undo": sender and live is not None and live.can_be_undone(at=at),
        "may_hear_family": found.is_being_helped or found.is_to_confirm,
        "is_yours": found.waiting_on == Turn.OWNER,
        "needs_family": step.template.endswith("family.html"),
        "reach": cards.reach(found.subject) if step.template.endswith("family.html") else [],
    }


def _choices(found: Need, tries: list[Referral], at: datetime) -> list[cards.Choice]:
    """Up to three services that were not asked yet; the one that a partner named comes first."""
    before = one.asked_before(tries)
    asked = {referral.receiver_id for referral in before.values()}
    services = one.who_could_help(found, at=at, limit=ALTERNATIVES + 1, without=asked)
    named = {referral.suggests_id for referral in tries if referral.suggests_id}
    ranked = sorted(services, key=lambda offer: offer.service.pk not in named)
    return cards.choices_of(ranked[:ALTERNATIVES], {}, at=at)


def _forms(request: ActorRequest, found: Need, failed: forms.Form | None) -> dict[str, forms.Form]:
    people = [(str(user.pk), user.name) for user in one.colleagues(found)]
    fresh: dict[str, forms.Form] = {
        "want_form": WantForm(prefix="want"),
        "word_form": WordForm(prefix="word"),
        "reply_form": ReplyForm(prefix="reply"),
    }
    if access.can(request.actor, "needs.assign", found):
        usual = {"user": found.responsible_id}
        fresh["assign_form"] = AssignForm(people, prefix="assign", initial=usual)
    if failed is not None:
        fresh[f"{failed.prefix}_form"] = failed
    return fresh
