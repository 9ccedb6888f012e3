"""Who opens which door? Every address and every operation, knocked at by everybody who could try."""

import itertools
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.matrix.cast import COLLEAGUE, CONVENER, FOREIGNER, NOBODY, OWNER, STRANGER, Who
from tests.matrix.doors import (
    LET_IN,
    NEVER_MADE,
    Answer,
    Door,
    Heard,
    address,
    body_of,
    knock,
    names_of,
    routes,
)
from tests.matrix.headers import unsaid
from tests.matrix.of_needs import NEEDS
from tests.matrix.of_network import EVERYWHERE, NETWORK
from tests.matrix.of_partners import PARTNERS_DOORS
from tests.matrix.of_people import PEOPLE
from tests.matrix.of_programs import PROGRAMS
from tests.matrix.world import World

DOORS: Mapping[str, Door] = PEOPLE | NEEDS | PARTNERS_DOORS | NETWORK | EVERYWHERE | PROGRAMS
SIGNING_IN = (
    "accounts/"  # of the package that signs people in: nothing about anybody lies behind it
)
ROUTES = [route for route in routes() if not route.startswith(SIGNING_IN)]
HOW = """{} has no row, so nobody has said who may open it.

Write one in tests/matrix/of_*.py: `"{}": Door(get=only(CARE), post=...)` says who comes in;
everybody else must hear 404 (it does not exist for them), unless `others` or `hear_403` says that they know of it.
What stands in its places comes from tests/matrix/happenings.py (`happen`), or from `at={{...}}`."""
TELLING = (b"Rosa", b"Delgado", b"Mateo", b"010-0142")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once for all doors, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def places_of(world: World, door: Door) -> dict[str, object]:
    return world.places | {
        name: said[1:] if said.startswith("=") else world.places[said]
        for name, said in door.at.items()
    }


def typed(world: World, door: Door) -> dict[str, object]:
    """`{need_id}` stands for the id of that need."""
    known = {f"{{{name}}}": str(value) for name, value in world.places.items()}

    def said(value: object) -> object:
        return (
            [said(one) for one in value]
            if isinstance(value, list)
            else known.get(str(value), value)
        )

    return {name: said(value) for name, value in door.typed.items()}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    missing = [route for route in ROUTES if route not in DOORS]
    assert not missing, HOW.format(missing[0], missing[0])
    assert not set(DOORS) - set(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_each_hears_what_the_table_says(world: World, route: str) -> None:
    door = DOORS[route]
    path = address(route, places_of(world, door))
    wrong: list[str] = []
    for method, told in door.answers():
        for who, expected in door.knocks(told):
            heard = knock(world, who, method, path, typed(world, door))
            wrong += [f"{method.upper()} by {who}: {what}" for what in complaints(heard, expected)]
    assert not wrong, "\n".join([path, *wrong])


def complaints(heard: Heard, expected: Answer) -> Iterator[str]:
    if not heard.is_as(expected):
        yield f"heard {heard.answer}, not {expected}"
    yield from unsaid(heard.response)
    if expected in LET_IN:
        return
    if heard.has_written:
        yield "was refused, and something was written"
    yield from (f"was shown {word!r}" for word in TELLING if word in heard.response.content)


@pytest.mark.parametrize("route", [route for route in ROUTES if "uuid:" in route])
def test_what_a_stranger_may_not_see_answers_as_what_was_never_made(
    world: World, route: str
) -> None:
    """The same words, and as many questions to the database: neither page nor clock tells them apart."""
    door = DOORS[route]
    there = places_of(world, door)
    nowhere = there | {name: NEVER_MADE for name in names_of(route) if name.endswith("_id")}
    for method, told in door.answers():
        for who in (STRANGER, FOREIGNER):
            if door.expected(told, who) == 404:
                said = [
                    _counted(world, who, method, address(route, places), typed(world, door))
                    for places in (there, nowhere)
                ]
                assert said[0] == said[1], f"{method.upper()} {route} by {who}"


@pytest.mark.parametrize("route", [route for route in ROUTES if "<uuid:need_id>" in route])
def test_what_is_delicate_answers_a_colleague_as_what_was_never_made(
    world: World, route: str
) -> None:
    """Only those named on it know that it is there: not the next desk, and not the convener's."""
    door = DOORS[route]
    places = places_of(world, door)
    for method, _told in door.answers():
        for who in (COLLEAGUE, CONVENER):
            said = [
                _counted(world, who, method, address(route, places | {"need_id": one}), {})
                for one in (world.places["secret"], NEVER_MADE)
            ]
            assert said[0] == said[1], f"{method.upper()} {route} by {who}"


def _counted(
    world: World, who: Who, method: str, path: str, said: Mapping[str, object]
) -> tuple[int, int, bytes]:
    asked = itertools.count()

    def one_more(execute: Callable[..., object], *what: object) -> object:
        next(asked)
        return execute(*what)

    with connection.execute_wrapper(one_more):
        heard = knock(world, who, method, path, said)
    return heard.response.status_code, next(asked), body_of(heard.response, path)


@pytest.mark.parametrize("route", ROUTES)
def test_a_door_says_to_those_who_know_it_how_to_knock(world: World, route: str) -> None:
    """405 to whatever it has no row for: no way in that nobody has thought of."""
    door = DOORS[route]
    path = address(route, places_of(world, door))
    rowed = {method for method, _told in door.answers()}
    for method in {"get", "post"} - rowed if rowed else ():
        assert knock(world, OWNER, method, path).response.status_code == 405, method


# Before signing in, one comes as far as this.
TO_THE_DOOR = {
    "login/", "signup/", "inactive/", "login/code/confirm/", "password/reset/", "password/reset/done/",
    "password/reset/key/done/", "confirm-email/", "^confirm-email/(?P<key>[-:\\w]+)/$",
    "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "2fa/authenticate/", "logout/", "2fa/webauthn/login/",
}  # fmt: skip


def test_of_signing_in_nobody_reaches_more_than_the_way_there(world: World) -> None:
    reached, complaints = set(), []
    for route in routes():
        if route.startswith(SIGNING_IN):
            heard = knock(world, NOBODY, "get", address(route, world.places))
            complaints += [f"{route}: {what}" for what in unsaid(heard.response)]
            if heard.response.get("Location", "").startswith("/accounts/login/?next="):
                continue
            reached.add(route.removeprefix(SIGNING_IN))
    assert reached == TO_THE_DOOR
    assert not complaints
