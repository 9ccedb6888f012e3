"""What stands beside a need: the partner who is asked, what is shared, what else this person needs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.templatetags.look import day_within
from organizations.search import Found
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import COUNTED_BY_PLANS, TOPICS
from organizations.views.sheet import ServiceSheet, sheet_of
from people.lifecycle import Direction
from people.models.agreements import Consent
from people.models.person import Person
from people.words.codes import CHANNEL_ICONS, FACT_WORDS
from referrals.models.referral import Referral
from referrals.search.alternatives import title_of
from referrals.search.lines import Line
from referrals.search.today import Wanted
from referrals.views.happened import Happened, ended_words, happened, live_words
from referrals.views.rows import need_url
from screening.followup import counted_until
from screening.models.need import Need

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Choice:
    """One service that could help, as a radio card."""

    found: Found
    title: str
    meta: str
    before: Text  # what became of it when it was asked before

    @property
    def id(self) -> object:
        return self.found.service.pk


def choices_of(
    found: Iterable[Found], before: Mapping[UUID, Referral], *, at: datetime
) -> list[Choice]:
    """Room, distance, language and opening stand in the reasons that the search gives."""
    return [
        Choice(one, title_of(one), one.meta, _before(before.get(one.service.pk), at))
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Mark:
    """Until when help for what a screening found counts in the measure of health plans (HEDIS SNS-E)."""

    until: date
    is_past: bool


def mark_of(need: Need, *, at: datetime) -> Mark | None:
    """While nobody has talked it over: afterwards what was done says it better."""
    if not need.is_found or need.found_by_id is None or need.category not in COUNTED_BY_PLANS:
        return None
    days = need.organization.open_days
    until = counted_until(days.local_date(need.found_at))
    return Mark(until, is_past=days.local_date(at) > until)


@dataclass(frozen=True, slots=True)
class AlsoAsked:
    """A request that goes on although somebody else has said yes."""

    referral: Referral
    words: Text
    may_take_back: bool


def also_asked(tries: Iterable[Referral], actor: Actor, *, at: datetime) -> list[AlsoAsked]:
    """Somebody helps now: what shall become of the others? Nothing to ask while nobody does."""
    live = [one for one in tries if one.is_live]
    if not any(one.is_helping for one in live):
        return []
    return [
        AlsoAsked(one, live_words(one, at=at).clinic, access.can(actor, "referrals.cancel", one))
        for one in live
        if not one.is_helping
    ]


def _before(referral: Referral | None, at: datetime) -> Text:
    if referral is None:
        return ""
    words = live_words(referral, at=at) if referral.is_open else ended_words(referral)
    return _("Asked on %(day)s: %(status)s") % {
        "day": day_within(referral.sent_at, at), "status": words.clinic,
    }  # fmt: skip


def partner_card(referral: Referral | None, *, at: datetime) -> ServiceSheet | None:
    return sheet_of(referral.service, at=at) if referral else None


@dataclass(frozen=True, slots=True)
class Shared:
    """What a partner may read now, and what it may not."""

    partner: str
    shared: list[Text]
    kept: list[Text]
    until: datetime | None
    is_stopped: bool = False


def sharing(person: Person, referral: Referral | None, *, at: datetime) -> list[Shared]:
    """For the request that stands; before there is one, for every partner whom the family named."""
    if referral and referral.consent:
        return [_shared(referral.receiver.name, referral.shared_facts, referral.consent, at)]
    named = [
        consent
        for consent in person.consents.all()
        if consent.direction == Direction.SEND and consent.holds(at=at) and consent.recipient
    ]
    return [_shared(one.recipient.name, one.facts, one, at) for one in named if one.recipient]


def _shared(partner: str, facts: Iterable[str], consent: Consent, at: datetime) -> Shared:
    holds = consent.holds(at=at)
    read = frozenset(facts) if holds else frozenset()
    return Shared(
        partner=partner,
        shared=[words for fact, words in FACT_WORDS.items() if fact in read],
        kept=[words for fact, words in FACT_WORDS.items() if fact not in read],
        until=consent.until,
        is_stopped=not holds,
    )


def reach(person: Person) -> list[dict[str, Any]]:
    """The safe and working ways to reach the family, best first; for the step that calls them."""
    if person.contacting_prohibited or person.is_dead:
        return []
    usable = sorted((p for p in person.contact_points.all() if p.is_usable), key=lambda p: p.rank)
    return [
        {"icon": CHANNEL_ICONS[p.channel], "value": p.value, "when": p.safe_when} for p in usable
    ]


@dataclass(frozen=True, slots=True)
class OtherNeed:
    url: str
    icon: str
    about: Text
    happened: Happened


def others(lines: Iterable[Line], wanted: Wanted, *, at: datetime) -> Iterator[OtherNeed]:
    for line in lines:
        topic = line.need.topic
        yield OtherNeed(
            need_url(line.need.pk, wanted),
            TOPICS[topic].icon,
            TOPIC_WORDS[topic],
            happened(line, at=at),
        )
