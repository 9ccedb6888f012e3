"""Whoever comes in may write anything into an address and a form: it is answered, and is no error of ours."""

import pytest

from tests.matrix.cast import NOBODY, Who
from tests.matrix.doors import API, LET_IN, Door, address, knock
from tests.matrix.test_matrix import DOORS, ROUTES, places_of, typed, world
from tests.matrix.world import World

__all__ = ["world"]
# What pages read from an address, whether they have a form for it or not.
ASKED = (
    "after", "again", "before", "days", "from", "kind", "lang", "language", "miles", "next", "one", "only",
    "page", "reason", "room", "service", "several", "stage", "tab", "than", "turn", "wide", "words",
)  # fmt: skip
ODD = (
    "%00",
    "%ED%A0%80",
    "9" * 5000,
    "9999-12-31",
)  # no letter, half of one, no end, the last day of all
TYPED = ("\0", "9" * 5000, "9999-12-31", "0001-01-01")
PAGES = [route for route in ROUTES if not route.startswith(API)]


def let_in(door: Door, method: str) -> Who | None:
    """One of those who come in."""
    told = dict(door.answers()).get(method)
    if told is None:
        return None
    inside = (who for who, answer in door.knocks(told) if answer in LET_IN)
    return next(inside, NOBODY if door.is_open else None)


@pytest.mark.parametrize("route", PAGES)
def test_an_address_with_odd_words_is_answered(world: World, route: str) -> None:
    door = DOORS[route]
    if who := let_in(door, "get"):
        path = address(route, places_of(world, door))
        for odd in ODD:
            asked = "&".join(f"{name}={odd}" for name in ASKED)
            assert knock(world, who, "get", f"{path}?{asked}").response.status_code < 500


@pytest.mark.parametrize("route", PAGES)
def test_a_form_with_odd_words_is_answered(world: World, route: str) -> None:
    """Each field alone, so that it comes as far as it can with what else was typed; then all of them."""
    door = DOORS[route]
    if who := let_in(door, "post"):
        path, right = address(route, places_of(world, door)), typed(world, door)
        for odd in TYPED:
            for wrong in ({name: odd} for name in right):
                assert knock(world, who, "post", path, right | wrong).response.status_code < 500
            everything = dict.fromkeys(right, odd)
            assert knock(world, who, "post", path, everything).response.status_code < 500
