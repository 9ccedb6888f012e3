"""Where does one need stand, what is the next step, what has happened? One page for all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from core.actor import Actor
from core.http import ActorRequest
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people import disclosures
from people.lifecycle import Purpose
from people.views.header import Chip, header_of, name_of
from referrals.forms.clinic import AssignForm, ReplyForm, WantForm, WordForm
from referrals.forms.pausing import GoOnForm
from referrals.models.messages import Message
from referrals.models.referral import Referral
from referrals.search import need as one
from referrals.search.contest import contested
from referrals.search.lines import Line, current_of
from referrals.search.own_days import own_days
from referrals.search.redisclosure import notices_on_reports
from referrals.search.story import Story, story_of
from referrals.search.today import Wanted, neighbours
from referrals.views import cards
from referrals.views.happened import Happened, happened
from referrals.views.own_days import own_days_words
from referrals.views.pages import address
from referrals.views.possible import possible
from referrals.views.reaching import reach_card
from referrals.views.rows import need_url
from referrals.views.steps import NextStep, next_step
from referrals.views.story import entries
from referrals.views.tracker import tracker
from referrals.words import WHY_WORDS
from screening.models.handing import HandOver, colleagues_for
from screening.models.need import Need


@require_safe
def need(request: ActorRequest, need_id: UUID) -> HttpResponse:
    return need_page(request, need_id)


def need_page(
    request: ActorRequest, need_id: UUID, *, failed: forms.Form | None = None
) -> HttpResponse:
    """The page, or the page with the one form that needs another look, as it was typed."""
    at = timezone.now()
    sight = Sight.of(request.actor, need_id, at=at)
    disclosures.record(
        actor=request.actor, person_ids=[sight.need.subject_id], what="referrals.need",
        purpose=Purpose.CARE, at=at, topic=sight.need.topic,
    )  # fmt: skip
    told = sight.context()
    context = {
        **told,
        "mark": cards.mark_of(sight.need, at=at),
        "notices": notices_on_reports(sight.tries),
        **_around(request, sight),
        **possible(request.actor, sight.need, sight.current, sight.tries, told["partner"], at=at),
        **_forms(request, sight.need, failed),
    }
    return render(request, "referrals/need.html", context, status=422 if failed else 200)


@dataclass(frozen=True)
class Sight:
    """One need as the page sees it: its tries, the one that counts, and what follows from them."""

    need: Need
    tries: list[Referral]
    current: Referral | None
    story: Story
    now: Happened
    question: str
    step: NextStep
    at: datetime

    @classmethod
    def of(cls, actor: Actor, need_id: UUID, *, at: datetime) -> "Sight":
        need = one.need_for(actor, need_id, at=at)
        tries = one.tries_of(need)
        current = current_of(need, tries)
        story = story_of(need, tries)
        question = _open_question(current, story.words)
        now = happened(Line(need, current, question, {}), at=at)
        step = next_step(need, current, now, at=at)
        return cls(need, tries, current, story, now, question, step, at)

    @property
    def calls_family(self) -> bool:
        return self.step.template.endswith("family.html")

    def context(self) -> dict[str, Any]:
        need, at = self.need, self.at
        chip = Chip(self.now.tone, self.now.icon, self.now.words)
        return {
            "at": at,
            "need": need,
            "current": self.current,
            "topic": TOPICS[need.topic],
            "header": header_of(
                need.subject, at, chip=chip, reference=str(TOPIC_WORDS[need.topic])
            ),
            "steps": tracker(need, self.current, at=at),
            "step": self.step,
            "question": self.question,
            "needs_family": self.calls_family,
            "reach": cards.reach(need.subject) if self.calls_family else [],
            "entries": entries(need, self.tries, self.story, at=at),
            "partner": cards.partner_card(self.current, at=at),
            "own_days": own_days_words(own_days(self.current), at),
            **_two_words(need, self.tries),
            "sharing": cards.sharing(need.subject, self.current, at=at),
            **(reach_card(need, self.story, at=at) if need.is_open else {}),
        }


def _two_words(need: Need, tries: list[Referral]) -> dict[str, Any]:
    """The partner's outcome and the family's no, where both were said of the same try."""
    said_no = next((one for one in tries if one.is_contested), None)
    return {"contested": contested(said_no), "familys_no": WHY_WORDS.get(need.why, "")}


def _open_question(current: Referral | None, words: Mapping[UUID, Message]) -> str:
    """The newest question that is still open on it."""
    if current is None or not current.has_question:
        return ""
    asked = [m for m in words.values() if m.referral_id == current.pk and m.kind == "question"]
    return max(asked, key=lambda message: message.pk).text if asked else ""


def _around(request: ActorRequest, sight: Sight) -> dict[str, Any]:
    """The way back into the list, the need after this one, and the person's other needs."""
    wanted = Wanted.read(request.GET)
    others = one.other_needs(sight.need, request.actor, at=sight.at)
    return {
        "back": _back(request, wanted),
        "near": _near(request, wanted, sight),
        "offered": _offered(request, sight.need),
        "others": list(cards.others(others, wanted, at=sight.at)),
    }


def _offered(request: ActorRequest, found: Need) -> dict[str, Any] | None:
    """Whether it is being handed over, and what the reader may say to that."""
    rows = HandOver.objects.filter(need=found, answered_at=None).select_related("giver", "taker")
    offer = rows.first()
    if offer is None:
        return None
    me = request.actor.user_id
    return {
        "giver": offer.giver.name,
        "taker": offer.taker.name,
        "is_yours": offer.taker_id == me,
        "is_mine": offer.giver_id == me,
    }


def _back(request: ActorRequest, wanted: Wanted) -> dict[str, str]:
    if request.GET.get("from") == "sent":
        return {"list": "sent", "url": reverse("referrals:sent")}
    return {"list": "today", "url": address("referrals:today", wanted.parameters)}


def _near(request: ActorRequest, wanted: Wanted, sight: Sight) -> dict[str, Any] | None:
    """1 of 5 · Next: Thanh Nguyen; only when it was opened from the worklist."""
    if request.GET.get("from") != "today":
        return None
    around = neighbours(request.actor, wanted, sight.need, at=sight.at)
    if around.next is None:
        return None
    return {
        "place": around.place,
        "all": around.all,
        "name": name_of(around.next.subject),
        "url": need_url(around.next.pk, wanted),
    }


def _forms(request: ActorRequest, found: Need, failed: forms.Form | None) -> dict[str, forms.Form]:
    fresh: dict[str, forms.Form] = {
        "want_form": WantForm(prefix="want"),
        "word_form": WordForm(prefix="word"),
        "reply_form": ReplyForm(prefix="reply"),
        "go_form": GoOnForm(prefix="go"),
    }
    if access.can(request.actor, "needs.assign", found):
        people = [(str(user.pk), user.name) for user in colleagues_for(found)]
        usual = {"user": found.responsible_id}
        fresh["assign_form"] = AssignForm(people, prefix="assign", initial=usual)
    elif access.can(request.actor, "needs.offer", found):
        others = colleagues_for(found).exclude(pk=request.actor.as_user)
        people = [(str(user.pk), user.name) for user in others]
        if people:
            fresh["offer_form"] = AssignForm(people, prefix="offer")
    if failed is not None:
        fresh[f"{failed.prefix}_form"] = failed
    return fresh
