"""Which services could help with this, nearest and open first, and can somebody there answer?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db.models import (
    Aggregate,
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Concat

from organizations import ranking
from organizations.freshness import Freshness, freshness
from organizations.lifecycle import TAKES_PART, Stage
from organizations.models.directory import Capacity, Hours, Location, Service
from organizations.models.members import OrganizationUserObjectPermission
from organizations.models.network import Network, Organization
from organizations.opening import Span, opening
from organizations.ranking import Facts, Point
from organizations.term_map import topics_for
from organizations.words import (
    INTAKE,
    OLD_LISTING,
    OVERCOMES,
    Chip,
    miles_words,
    opening_words,
    room_chip,
    spoken_words,
)

CANDIDATES = 2000  # the nearest, or the best matching: so many are weighed against each other
ALIKE = 0.4  # how alike a misspelt word must be: "panrty" finds "pantry"
ZIP_DIGITS = 5


class Wishes(TypedDict, total=False):
    """What is looked for. Languages and barriers only move a service up, unless `only_matching`."""

    topics: Iterable[str]
    near: Point | None
    within_miles: float | None
    words: str
    languages: Iterable[str]
    overcomes: Iterable[str]
    only_with_room: bool
    only_matching: bool
    exclude_organizations: Iterable[UUID]


@dataclass(frozen=True, slots=True)
class _Asked:
    topics: Iterable[str] = ()
    near: Point | None = None
    within_miles: float | None = None
    words: str = ""
    languages: Iterable[str] = ()
    overcomes: Iterable[str] = ()
    only_with_room: bool = False
    only_matching: bool = False
    exclude_organizations: Iterable[UUID] = ()


class _Candidate(NamedTuple):
    """A service at one of its places, before it is weighed."""

    service_id: UUID
    name: str
    organization_id: UUID
    zone: str
    languages: list[str]
    overcomes: list[str]
    match: float
    location_id: UUID | None
    kind: str
    latitude: float | None
    longitude: float | None

    @property
    def point(self) -> Point | None:
        if self.kind != Location.Kind.PHYSICAL or self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    def miles(self, near: Point | None) -> float | None:
        here = self.point
        return None if near is None or here is None else ranking.miles_between(near, here)


class _Weighed(NamedTuple):
    candidate: _Candidate
    facts: Facts
    said: Capacity | None


@dataclass(frozen=True, slots=True)
class Found:
    """One service with everything that a list says about it."""

    service: Service
    place: Location | None
    facts: Facts
    room_chip: Chip
    reasons: tuple[str, ...]

    @property
    def can_answer(self) -> bool:
        return self.facts.answers

    @property
    def miles(self) -> float | None:
        return self.facts.miles

    @property
    def has_room(self) -> bool:
        return self.facts.room in ranking.HAS_ROOM

    @property
    def may_have_room(self) -> bool:
        """Not known is worth a question; a wait list or a full house is known."""
        return self.has_room or self.facts.room == Capacity.Room.UNKNOWN

    @property
    def meta(self) -> str:
        return " · ".join(self.reasons)


def find_services(
    *,
    network_id: UUID,
    at: datetime,
    limit: int = 20,
    after: int = 0,
    **wishes: Unpack[Wishes],
) -> list[Found]:
    """Services on offer, best first, leaving out the first `after`: eight statements at most."""
    asked = _Asked(**wishes)
    network = Network.objects.get(pk=network_id)
    fresh = freshness(network_id, at=at)
    weighed = _weighed(network, asked, fresh, at)
    if asked.only_with_room:
        weighed = [one for one in weighed if one.facts.room in ranking.HAS_ROOM]
    weighed.sort(
        key=lambda one: (-ranking.points(one.facts), one.candidate.name, one.candidate.service_id)
    )
    return list(_found(weighed[after : after + limit], asked, fresh.listing))


# --- candidates ---------------------------------------------------------------------------------


def _weighed(network: Network, asked: _Asked, fresh: Freshness, at: datetime) -> list[_Weighed]:
    """Each candidate once, at its nearest place, with what counts about it."""
    candidates = list(_nearest_places(_candidates(network, asked), asked.near))
    ids = [candidate.service_id for candidate in candidates]
    hours, said = _hours(ids), newest_room(ids, fresh=fresh)
    answering = who_can_answer({candidate.organization_id for candidate in candidates})
    best = max((candidate.match for candidate in candidates), default=0.0) or 1.0
    weighed = []
    for one in candidates:
        local = at.astimezone(ZoneInfo(one.zone or network.time_zone))
        word = said.get(one.service_id)
        spans = [span for where, span in hours[one.service_id] if where in {None, one.location_id}]
        facts = Facts(
            opening=opening(spans, local),
            at=local,
            room=_room(word, at),
            miles=one.miles(asked.near),
            match=one.match / best,
            speaks=not frozenset(asked.languages).isdisjoint(one.languages),
            barriers_taken=len(frozenset(asked.overcomes) & frozenset(one.overcomes)),
            answers=one.organization_id in answering,
        )
        weighed.append(_Weighed(one, facts, word))
    return weighed


def _nearest_places(rows: Iterable[_Candidate], near: Point | None) -> Iterator[_Candidate]:
    places: dict[UUID, list[_Candidate]] = defaultdict(list)
    for row in rows:
        places[row.service_id].append(row)
    for offers in places.values():
        yield min(offers, key=lambda row: (row.point is None, row.miles(near) or 0.0))


def _candidates(network: Network, asked: _Asked) -> list[_Candidate]:
    services = _offered(network, asked)
    if not asked.words.strip():
        return _rows(services.annotate(match=Value(0.0)), asked)
    return _rows(_matching(services, asked.words), asked) or _rows(
        _alike(services, asked.words), asked
    )


def _offered(network: Network, asked: _Asked) -> QuerySet[Service]:
    services = Service.objects.filter(network=network, status=Service.Status.ACTIVE).exclude(
        Q(organization__status=Stage.PAUSED)
        | Q(organization__status=Stage.LEFT, organization__keeps_listing=False)
        | Q(organization_id__in=list(asked.exclude_organizations))
    )
    if asked.topics:
        services = services.filter(topics__overlap=list(asked.topics))
    if asked.only_matching and asked.languages:
        services = services.filter(languages__overlap=list(asked.languages))
    if asked.only_matching and asked.overcomes:
        services = services.filter(overcomes__contains=list(asked.overcomes))
    if asked.near and asked.within_miles:
        services = services.filter(_in_reach(asked.near, asked.within_miles))
    return services


def _in_reach(near: Point, miles: float) -> Q:
    """In the box around a family; or nowhere in particular, by telephone, on the web."""
    south_west, north_east = ranking.box(near, miles)
    return (
        Q(places=None)
        | ~Q(places__location__kind=Location.Kind.PHYSICAL)
        | Q(
            places__location__latitude__range=(south_west.latitude, north_east.latitude),
            places__location__longitude__range=(south_west.longitude, north_east.longitude),
        )
    )


def _matching(services: QuerySet[Service], words: str) -> QuerySet[Service]:
    """By every word that was typed, or by the topic that they speak of."""
    query = SearchQuery(_plain(Value(words)), config="english", search_type="websearch")
    services = services.annotate(search=_Search(), match=SearchRank(_Search(), query))
    return services.filter(Q(search=query) | Q(topics__overlap=sorted(topics_for([words]))))


def _alike(services: QuerySet[Service], words: str) -> QuerySet[Service]:
    """By words that look like those typed, in the names: for what is misspelt."""
    names = _plain(Concat("name", Value(" "), "organization__name"))
    alike = Func(_plain(Value(words)), names, function="word_similarity", output_field=FloatField())
    return services.annotate(match=alike).filter(match__gte=ALIKE)


class _Search(Func):
    """The column that migration 0003 keeps. Django does not know it: no page carries it about."""

    template = '"organizations_service"."search"'
    output_field = SearchVectorField()


def _plain(words: Any) -> Func:
    return Func(words, function="organizations_plain", output_field=TextField())


def _rows(services: QuerySet[Any], asked: _Asked) -> list[_Candidate]:
    if asked.near:
        services = services.annotate(far=_roughly(asked.near))
    first = [F("far").asc(nulls_last=True)] if asked.near else [F("match").desc(), F("name").asc()]
    columns = (
        "pk", "name", "organization_id", "organization__time_zone", "languages", "overcomes",
        "match", "places__location_id", "places__location__kind", "places__location__latitude",
        "places__location__longitude",
    )  # fmt: skip
    rows = services.order_by(*first).values_list(*columns)[:CANDIDATES]
    found = [_Candidate(*row) for row in rows]
    if not (asked.near and asked.within_miles):
        return found
    return [row for row in found if (row.miles(asked.near) or 0.0) <= asked.within_miles]


def _roughly(near: Point) -> Any:
    """Good enough to take the nearest thousands; the list itself uses miles."""
    east = ranking.east_shrinks(near)
    north_part = F("places__location__latitude") - Value(near.latitude)
    east_part = (F("places__location__longitude") - Value(near.longitude)) * Value(east)
    return Func(
        north_part * north_part + east_part * east_part, function="", output_field=FloatField()
    )


def _hours(service_ids: list[UUID]) -> Mapping[UUID, list[tuple[UUID | None, Span]]]:
    hours: dict[UUID, list[tuple[UUID | None, Span]]] = defaultdict(list)
    for row in Hours.objects.filter(service_id__in=service_ids):
        if row.span:
            hours[row.service_id].append((row.location_id, row.span))
    return hours


def _room(word: Capacity | None, at: datetime) -> str:
    if word is None:
        return Capacity.Room.UNKNOWN.value
    return word.room_now(at=at)


def _found(page: list[_Weighed], asked: _Asked, believed: timedelta) -> Iterator[Found]:
    services = Service.objects.select_related("organization").in_bulk(
        [one.candidate.service_id for one in page]
    )
    places = Location.objects.in_bulk(
        [one.candidate.location_id for one in page if one.candidate.location_id]
    )
    for one in page:
        service = services[one.candidate.service_id]
        yield Found(
            service=service,
            place=places.get(one.candidate.location_id) if one.candidate.location_id else None,
            facts=one.facts,
            room_chip=room_chip(one.said, at=one.facts.at),
            reasons=tuple(filter(None, _reasons(service, one.facts, asked, believed))),
        )


def _reasons(service: Service, facts: Facts, asked: _Asked, believed: timedelta) -> Iterator[str]:
    """Why it stands where it stands, in words."""
    if facts.miles is not None:
        yield miles_words(facts.miles)
    yield opening_words(facts.opening, facts.at)
    wanted = frozenset(asked.languages) or frozenset(service.languages) - {"en"}
    yield from (spoken_words(code) for code in sorted(wanted & frozenset(service.languages))[:2])
    yield str(OLD_LISTING) if service.is_old(believed, at=facts.at) else ""
    yield str(INTAKE[service.intake][1])
    taken = frozenset(asked.overcomes) & frozenset(service.overcomes)
    yield from (str(OVERCOMES[code]) for code in sorted(taken) if code in OVERCOMES)


# --- what others ask about the directory --------------------------------------------------------


def newest_room(service_ids: Iterable[UUID], *, fresh: Freshness) -> dict[UUID, Capacity]:
    """The last word on room of each service that has one, believed as partners decided."""
    words = (
        Capacity.objects.filter(service_id__in=list(service_ids))
        .order_by("service_id", "-said_at", "-id")
        .distinct("service_id")
    )
    found = {}
    for word in words:
        word.believed = fresh.room
        found[word.service_id] = word
    return found


def who_can_answer(organization_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those that take part and have a mailbox, or somebody who works on requests. One statement."""
    at_work = OrganizationUserObjectPermission.objects.filter(
        content_object_id=OuterRef("pk"),
        permission__codename="work_referrals",
        user__is_active=True,
    )
    able = Organization.objects.filter(
        ~Q(email="") | Exists(at_work),
        pk__in=list(organization_ids),
        status__in=sorted(TAKES_PART),
    )
    return frozenset(able.values_list("pk", flat=True))


def can_answer(organization: Organization) -> bool:
    """Nothing is sent to an organization where nobody can answer: it is called, or invited.

    Whether it has a mailbox stands on the row itself.
    """
    if organization.is_live and organization.email:
        return True
    return organization.pk in who_can_answer([organization.pk])


def centre_of_zip(network_id: UUID, postal_code: str) -> Point | None:
    """The middle of the places that the directory knows in this ZIP code: there is no geocoder."""
    digits = postal_code.strip()[:ZIP_DIGITS]
    if not digits:
        return None
    middle = Location.objects.filter(
        network_id=network_id,
        postal_code__startswith=digits,
        latitude__isnull=False,
        longitude__isnull=False,
    ).aggregate(north=_Median("latitude"), east=_Median("longitude"))
    return None if middle["north"] is None else Point(middle["north"], middle["east"])


class _Median(Aggregate):
    """Not the mean: one place with a wrong coordinate must not move a whole ZIP code."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()
