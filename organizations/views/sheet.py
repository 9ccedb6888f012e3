"""What does a page say about one service: where, when, how, with what room?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from core.languages import language_name
from organizations import search
from organizations.freshness import Freshness, freshness
from organizations.listing import phones_of
from organizations.models.directory import Capacity, Hours, Location, Phone, Service
from organizations.opening import Span, opening
from organizations.topic_words import TOPIC_WORDS
from organizations.words import (
    ASKS,
    FIRST_STEP,
    INTAKE,
    OVERCOMES,
    REPORTS_BACK,
    SERVICE_STATUS,
    WEEKDAYS,
    Chip,
    Words,
    confirmed_words,
    hours_words,
    opening_words,
    room_chip,
)

_PARTS = (
    "organization__network",
    "organization__phones",
    "hours",
    "phones",
    "places__location__phones",
)


@dataclass(frozen=True)
class Day:
    name: Words
    times: str


@dataclass(frozen=True)
class ServiceSheet:
    """One service, ready to be shown; built by `sheet_of`."""

    service: Service
    places: list[Location]
    phones: list[Phone]
    hours: list[Hours]
    room: Chip
    is_full: bool
    opening: str
    can_answer: bool
    confirmed: str = ""
    is_old: bool = False

    @property
    def intake(self) -> tuple[str, Words]:
        return INTAKE[self.service.intake]

    @property
    def first_step(self) -> Words:
        return FIRST_STEP[self.service.intake]

    @property
    def status(self) -> Words:
        return SERVICE_STATUS[self.service.status]

    @property
    def reports_back(self) -> Words:
        return REPORTS_BACK[self.service.reports_back]

    @property
    def week(self) -> list[Day]:
        """The days on which it is open, in order; empty when nobody wrote them down."""
        return week_of([row.span for row in self.hours if row.span])

    @property
    def hours_in_words(self) -> list[str]:
        """What somebody wrote that no clock can read."""
        return [row.description for row in self.hours if row.span is None and row.description]

    @property
    def topics(self) -> Iterator[Words]:
        return (TOPIC_WORDS[slug] for slug in self.service.topics if slug in TOPIC_WORDS)

    @property
    def languages(self) -> Iterator[str]:
        return (language_name(code) for code in self.service.languages)

    @property
    def asks(self) -> Iterator[Words]:
        return (ASKS.get(fact, fact) for fact in self.service.asks)

    @property
    def overcomes(self) -> Iterator[Words]:
        return (OVERCOMES[code] for code in self.service.overcomes if code in OVERCOMES)


def week_of(spans: Collection[Span]) -> list[Day]:
    days = (
        Day(name, hours_words(span for span in spans if span.weekday == weekday))
        for weekday, name in enumerate(WEEKDAYS)
    )
    return [day for day in days if day.times]


def sheet_of(service: Service, *, at: datetime) -> ServiceSheet:
    return sheets_of([service], at=at)[0]


def sheets_of(services: list[Service], *, at: datetime) -> list[ServiceSheet]:
    """The same for several; the number of statements does not grow with them."""
    prefetch_related_objects(services, *_PARTS)
    fresh = freshness(services[0].network_id, at=at) if services else Freshness()
    room = search.newest_room((service.pk for service in services), fresh=fresh)
    answering = search.who_can_answer({service.organization_id for service in services})
    return [
        _sheet(
            service, room.get(service.pk), at,
            answers=service.organization_id in answering, is_old=service.is_old(fresh.listing, at=at),
        )
        for service in services
    ]  # fmt: skip


def _sheet(
    service: Service, word: Capacity | None, at: datetime, *, answers: bool, is_old: bool
) -> ServiceSheet:
    local = at.astimezone(ZoneInfo(service.organization.open_days.zone))
    hours = list(service.hours.all())
    return ServiceSheet(
        service=service,
        places=[offer.location for offer in service.places.all() if offer.location.address],
        phones=list(phones_of(service)),
        hours=hours,
        room=room_chip(word, at=local),
        is_full=word is not None and word.is_full(at=at),
        opening=opening_words(opening([row.span for row in hours if row.span], local), local),
        can_answer=answers,
        confirmed=confirmed_words(service.confirmed_at, at=local),
        is_old=is_old,
    )
