"""A service has room: which needs that nobody could help with does it open again?

Asked in the transaction in which the service opened, and by the clock, so that nothing is missed.
Asking twice opens nothing twice: what was opened lately is counted against the service's places.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from core.actor import Actor
from core.history import record_all
from core.tenancy import action
from organizations.freshness import freshness
from organizations.lifecycle import COMES_IN, TAKES_PART
from organizations.models.directory import Capacity, Location, Service
from organizations.ranking import Point, miles_between
from organizations.search import centre_of_zip, newest_room
from people.models.person import Exclusion
from referrals.models.referral import Referral
from screening.actions.gaps import open_again
from screening.lifecycle import NeedStatus, WhyNobody
from screening.models.gap import Gap
from screening.models.need import Need

AT_ONCE = 2  # needs opened for one place: not every family goes there in the end
WEEK = timedelta(days=7)
LATELY = timedelta(days=30)
LOOKED_AT = 200
PLACES = {"open": 10, "limited": 3, "unknown": 3}  # when nobody said how many
FAR, NEAR = 25.0, 10.0  # miles as the crow flies; near, for whom everything else was too far
# A no of the same organization that another opening does not change.
STAYS_NO = (
    "not_eligible", "outside_area", "not_offered", "language", "denied", "safety",
    "family_declined", "family_changed_mind", "consent_withdrawn",
)  # fmt: skip
CentreOf = Callable[[str], Point | None]


@action
def open_needs_for(*, service: Service, at: datetime) -> int:
    """Opens again what this service may help with, most urgent first; how many."""
    free = _free(service, at)
    system = Actor.system(service.network_id)
    gaps = _locked(list(islice(_fitting(service), free))) if free > 0 else []
    facts = [open_again(gap, service, actor=system, at=at) for gap in gaps]
    if facts:
        record_all(facts, actor=system, at=at)
    return len(facts)


_OPENED = """
SELECT DISTINCT s.id FROM organizations_service AS s
JOIN screening_gap AS g ON g.network_id = s.network_id AND g.ended_at IS NULL
     AND g.topic = ANY (s.topics) AND g.recorded_at < s.opened_at
WHERE s.network_id = %s AND s.status = 'active' AND s.opened_at > %s
"""


def look_for_openings(*, network_id: UUID, at: datetime) -> int:
    """What was missed: a directory that was read in, or more needs than there were places at once."""
    with connection.cursor() as cursor:
        cursor.execute(_OPENED, [network_id, at - LATELY])
        ids = [row[0] for row in cursor.fetchall()]
    services = Service.objects.filter(pk__in=ids).select_related("organization")
    return sum(open_needs_for(service=service, at=at) for service in services.order_by("id"))


def _free(service: Service, at: datetime) -> int:
    """Twice its places, less what it has opened within a week."""
    takes_part = service.organization.status in TAKES_PART | COMES_IN
    if not service.is_offered or not takes_part or service.opened_at is None:
        return 0
    lately = Gap.objects.filter(service=service, ended_at__gt=at - WEEK).count()
    return (
        AT_ONCE
        * _places(
            newest_room([service.pk], fresh=freshness(service.network_id, at=at)).get(service.pk),
            at,
        )
        - lately
    )


def _places(word: Capacity | None, at: datetime) -> int:
    if word is None:
        return PLACES["unknown"]
    room = word.room_now(at=at)
    return word.places if word.places and room in PLACES else PLACES.get(room, 0)


def _fitting(service: Service) -> Iterator[Gap]:
    """The most urgent first. Distance and barriers are read from the person: sealed, so not in SQL."""
    points = _points(service)
    centre_of: CentreOf = cache(lambda code: centre_of_zip(service.network_id, code))
    for gap in _waiting_for(service):
        if _is_near(gap, points, centre_of) and _takes_barrier(gap, service):
            yield gap


def _waiting_for(service: Service) -> QuerySet[Gap]:
    shut_out = Exclusion.objects.filter(
        person_id=OuterRef("need__subject_id"), organization_id=service.organization_id
    )
    stays_no = Referral.objects.filter(
        need_id=OuterRef("need_id"),
        receiver_id=service.organization_id,
        ended_at__isnull=False,
        reason__in=STAYS_NO,
    )
    gaps = Gap.objects.open().filter(
        ~Exists(shut_out),
        ~Exists(stays_no),
        network_id=service.network_id,
        topic__in=service.topics,
        recorded_at__lt=service.opened_at,
    )
    others = gaps.exclude(need__organization_id=service.organization_id)
    people = others.select_related("need__subject").prefetch_related("need__subject__barriers")
    return people.most_urgent_first()[:LOOKED_AT]


def _points(service: Service) -> list[Point]:
    """Where it is; nowhere for what is done by telephone or on the web."""
    places = Location.objects.filter(offers__service=service, kind=Location.Kind.PHYSICAL)
    return [place.point for place in places if place.point]


def _is_near(gap: Gap, points: list[Point], centre_of: CentreOf) -> bool:
    home = centre_of(gap.need.subject.postal_code) if points else None
    reach = NEAR if gap.why == WhyNobody.TOO_FAR else FAR
    return home is None or any(miles_between(home, point) <= reach for point in points)


def _takes_barrier(gap: Gap, service: Service) -> bool:
    """Where a barrier stood in the way, only a service that takes it away is news."""
    barriers = {barrier.code for barrier in gap.need.subject.barriers.all()}
    return gap.why != WhyNobody.BARRIER or not barriers.isdisjoint(service.overcomes)


def _locked(gaps: list[Gap]) -> list[Gap]:
    """As they are now, in their order. A need that somebody works on is left to them, or to the next look."""
    waiting = Need.objects.filter(
        pk__in=[gap.need_id for gap in gaps], status=NeedStatus.NO_RESOURCE
    )
    rows = waiting.select_related("organization__network").prefetch_related("subject")
    locked = rows.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("id")
    needs = {need.pk: need for need in locked}
    still = {gap.need_id: gap for gap in Gap.objects.open().filter(need__in=needs)}
    taken = [still[gap.need_id] for gap in gaps if gap.need_id in still]
    for gap in taken:
        gap.need = needs[gap.need_id]
    return taken
