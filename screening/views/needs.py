"""How do needs look in a list on a person's record or after a screening?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from core.actor import Actor
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from screening.lifecycle import NeedStatus
from screening.models.need import Need
from screening.words import NEED_WORDS, NEXT_STEP_WORDS, Standing, Text


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need in words: what it is about, where it stands, what is owed next."""

    need: Need
    words: Text
    icon: str
    standing: Standing
    next_step: Text
    is_overdue: bool
    url: str
    find_url: str


def rows_of(needs: Iterable[Need], actor: Actor, *, at: datetime) -> list[NeedRow]:
    """Links only where the actor may follow them: a screener reads, and hands on."""
    opens = actor.holds_anywhere(["see_people"])
    finds = actor.holds_anywhere(["send_referrals"])
    return [_row(need, opens=opens, finds=finds, at=at) for need in needs]


def _row(need: Need, *, opens: bool, finds: bool, at: datetime) -> NeedRow:
    url = page_of(need)
    return NeedRow(
        need=need,
        words=TOPIC_WORDS[need.topic],
        icon=TOPICS[need.topic].icon,
        standing=NEED_WORDS[NeedStatus(need.status)],
        next_step=NEXT_STEP_WORDS.get(need.next_step, ""),
        is_overdue=need.is_overdue(at=at),
        url=url if opens else "",
        find_url=f"{url}#next" if finds and url else "",
    )


def page_of(need: Need) -> str:
    """The need's own page belongs to an app above this one: without it there is no link."""
    try:
        return reverse("referrals:need", args=[need.pk])
    except NoReverseMatch:
        return ""
