"""What may the holder of a family's link read? One question; past the agreed word, their own page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from core.actor import Actor
from organizations.models.directory import Service
from organizations.models.network import Network
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS, is_sensitive
from people.lifecycle import Direction, Fact
from people.models.agreements import Consent
from people.models.contact import ContactPoint
from people.models.person import Person
from people.words.codes import FACT_WORDS
from referrals.models.referral import Referral
from referrals.search.standing import family_words
from referrals.words import Text
from screening.lifecycle import LaterKind, NeedStatus, Turn
from screening.models.later import Later
from screening.models.need import Need
from screening.words import FAMILY_NEED_WORDS, Standing

ANY_HELP_LINE = "211"
SHOWN_AFTER_CLOSING = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Question:
    """Which need the one question is about, as it stood when it was asked. It names nothing."""

    need_id: UUID
    stamp: str
    still: bool = False  # not "did it work out?" but "is all still well?"


@dataclass(frozen=True, slots=True)
class About:
    """One need, in the family's words."""

    need_id: UUID
    words: Text
    icon: str


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One need in the family's words, and what became of each live try."""

    need_id: UUID
    words: Text
    icon: str
    standing: Standing
    news: tuple[str, ...]
    can_stop: bool
    can_wait: bool = False
    until: date | None = None  # the day that they named

    @property
    def lines(self) -> tuple[Text, ...]:
        """What each partner who was asked says; without one, where the need itself stands."""
        return self.news or (self.standing.words,)


@dataclass(frozen=True, slots=True)
class Agreed:
    """With whom the family shares, and which facts."""

    partner_id: UUID
    partner: str
    facts: tuple[Text, ...]
    since: datetime
    until: datetime | None


def person_of(actor: Actor, *, at: datetime) -> Person:
    """The one person a link sees. DoesNotExist when the link leads to nobody any more: merged, or died."""
    people = Person.objects.visible_to(actor, at=at).select_related("custodian", "network")
    return people.get(died_at=None)


def question_for(actor: Actor, *, at: datetime, but_not: UUID | None = None) -> Question | None:
    """Of what is due, the question that has waited longest; never about a sensitive need."""
    waiting = Q(status=NeedStatus.TO_CONFIRM) | Q(
        status=NeedStatus.BEING_HELPED, waiting_on=Turn.FAMILY
    )
    needs = Need.objects.visible_to(actor, at=at).filter(waiting)
    rechecks = Later.objects.visible_to(actor, at=at).open().filter(kind=LaterKind.RECHECK)
    if but_not:
        needs, rechecks = needs.exclude(pk=but_not), rechecks.exclude(need=but_not)
    oldest = needs.order_by("since", "id").first()
    if oldest:
        return Question(oldest.pk, stamp_of(oldest))
    recheck = rechecks.order_by("on_day", "id").first()
    if recheck is None or recheck.need_id is None:
        return None
    return Question(recheck.need_id, look_stamp(recheck), still=True)


def stamp_of(need: Need) -> str:
    return f"{need.version}.{need.not_yet_count}"


def look_stamp(later: Later) -> str:
    return later.pk.hex


def asked_for(person: Person, actor: Actor, *, at: datetime) -> list[AskedFor]:
    """What was asked for me: what is open, and what ended lately. Nothing of who is contacted with care."""
    if person.contact_with_care:
        return []
    needs = Need.objects.visible_to(actor, at=at).filter(
        Q(closed_at=None) | Q(closed_at__gte=at - SHOWN_AFTER_CLOSING)
    )
    news: dict[UUID, list[str]] = {}
    for referral in _live(actor, at=at):
        news.setdefault(referral.need_id, []).append(family_words(referral))
    return [
        AskedFor(
            need.pk,
            TOPIC_WORDS[need.topic],
            TOPICS[need.topic].icon,
            FAMILY_NEED_WORDS[NeedStatus(need.status)],
            () if need.is_paused else tuple(news.get(need.pk, ())),
            can_stop=need.is_open,
            can_wait=need.can_be_paused,
            until=need.paused_until,
        )
        for need in needs.order_by("priority", "id")
        if need.status in FAMILY_NEED_WORDS
    ]


def told_about(actor: Actor, need_ids: Iterable[UUID], *, at: datetime) -> list[About]:
    """What the family has just answered about, in the order in which it was asked for."""
    needs = Need.objects.visible_to(actor, at=at).filter(pk__in=[*need_ids])
    return [
        About(need.pk, TOPIC_WORDS[need.topic], TOPICS[need.topic].icon)
        for need in needs.order_by("since", "id")
    ]


def services_to_go_to(person: Person, actor: Actor, *, at: datetime) -> list[Service]:
    """Where help was asked for and has not ended."""
    if person.contact_with_care:
        return []
    return list(
        {referral.service_id: referral.service for referral in _live(actor, at=at)}.values()
    )


def _live(actor: Actor, *, at: datetime) -> list[Referral]:
    live = Referral.objects.visible_to(actor, at=at).live().filter(released_at__lte=at)
    related = ("need", "service__organization__network", "receiver", "consent__recipient")
    rows = live.select_related(*related).order_by("id")
    return [one for one in rows if may_be_named_on_a_phone(one)]


def may_be_named_on_a_phone(referral: Referral) -> bool:
    """Whether the partner's mere name gives nothing away, whatever the help is for."""
    consent = referral.consent
    return not referral.receiver.is_told_by_its_name and (
        consent is None or may_stand_on_a_phone(consent)
    )


def agreed_to(person: Person, *, at: datetime) -> list[Agreed]:
    """Whom the family shares with now. What could give away a private matter is told by a person only."""
    if person.contact_with_care:
        return []
    held = Consent.objects.filter(person=person, direction=Direction.SEND).in_force(at=at)
    newest: dict[UUID, Agreed] = {}
    for consent in held.select_related("recipient").order_by("id"):
        if consent.recipient is not None and may_stand_on_a_phone(consent):
            newest[consent.recipient.pk] = _agreed(consent, consent.recipient.name)
    return list(newest.values())


def may_stand_on_a_phone(consent: Consent) -> bool:
    """Whether it says nothing that could give a private matter away to whoever holds the phone."""
    tells = consent.recipient is not None and consent.recipient.is_told_by_its_name
    private = tells or consent.needs_writing
    return not private and not any(map(is_sensitive, consent.topics))


def _agreed(consent: Consent, partner: str) -> Agreed:
    facts = tuple(FACT_WORDS[fact] for fact in Fact if fact in consent.facts)
    partner_id: UUID = consent.recipient_id  # type: ignore[assignment]  # asked above
    return Agreed(partner_id, partner, facts, consent.since, consent.until)


def ways_to_write(person: Person) -> Iterator[ContactPoint]:
    """The numbers and addresses that may be used now."""
    points = person.contact_points.order_by("rank", "id")
    return (point for point in points if point.is_usable)


def help_line() -> str:
    """Said where we do not know whose link it was. Networks with different lines: the nation's."""
    lines = set(Network.objects.values_list("help_line", flat=True)[:50])
    return lines.pop() if len(lines) == 1 else ANY_HELP_LINE
