"""Which help comes first, and why?

Every service gets points, and each point stands for a reason that the list says in words. Nobody
can buy one, and no outcome counts here. Points, most first:

    near          40 at the door, half of it every two miles; none where no distance is known
    words         30 for the best match with what was typed
    room          30 yes, 20 a few places, 10 not known, 3 a wait list, 0 full
    open          15 now, 8 later today
    language      10 when the family's language is spoken there
    barriers      10 for each one it takes away, two at most
    answers       5 when somebody there can answer a request

So a pantry that is full comes after one two miles further that has room, and before one across the
county. Equal points: by name, so that the same question gives the same list.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from organizations.opening import Opening

EARTH_MILES = 3958.8
MILES_A_DEGREE = 69.0
NEAR, HALF_AS_GOOD = 40.0, 2.0
WORDS = 30.0
ROOM = {"open": 30.0, "limited": 20.0, "unknown": 10.0, "waitlist": 3.0, "full": 0.0}
OPEN_NOW, OPEN_TODAY = 15.0, 8.0
LANGUAGE = 10.0
BARRIER, BARRIERS_AT_MOST = 10.0, 2
ANSWERS = 5.0
HAS_ROOM = frozenset({"open", "limited"})


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What counts about one service at one moment."""

    opening: Opening
    at: datetime  # on the clock of the place
    room: str = "unknown"
    miles: float | None = None
    match: float = 0.0  # 0 to 1
    speaks: bool = False
    barriers_taken: int = 0
    answers: bool = False


def points(facts: Facts) -> float:
    near = 0.0 if facts.miles is None else NEAR * 0.5 ** (facts.miles / HALF_AS_GOOD)
    return (
        near
        + WORDS * facts.match
        + ROOM[facts.room]
        + _open(facts)
        + LANGUAGE * facts.speaks
        + BARRIER * min(facts.barriers_taken, BARRIERS_AT_MOST)
        + ANSWERS * facts.answers
    )


def _open(facts: Facts) -> float:
    if facts.opening.is_open:
        return OPEN_NOW
    return OPEN_TODAY if facts.opening.opens_on(facts.at) else 0.0


def room_now(
    room: str, *, said_at: datetime, good_until: datetime | None, believed: timedelta, at: datetime
) -> str:
    """The word on room while it holds: until its date, else as long as it is believed. Then nobody knows."""
    return room if at < (good_until or said_at + believed) else "unknown"


def miles_between(here: Point, there: Point) -> float:
    """As the crow flies (haversine)."""
    north = radians(there.latitude - here.latitude) / 2
    east = radians(there.longitude - here.longitude) / 2
    part = (
        sin(north) ** 2
        + cos(radians(here.latitude)) * cos(radians(there.latitude)) * sin(east) ** 2
    )
    return 2 * EARTH_MILES * asin(sqrt(part))


def box(centre: Point, miles: float) -> tuple[Point, Point]:
    """The corners, south-west and north-east, of a square that holds every point within `miles`."""
    north = miles / MILES_A_DEGREE
    east = north / east_shrinks(centre)
    return (
        Point(centre.latitude - north, centre.longitude - east),
        Point(centre.latitude + north, centre.longitude + east),
    )


def east_shrinks(centre: Point) -> float:
    """How much shorter a degree of longitude is there than at the equator; never nothing."""
    return max(cos(radians(centre.latitude)), 0.01)
