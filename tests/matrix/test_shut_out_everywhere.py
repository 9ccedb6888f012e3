"""Rosa has shut him out. He holds every role where she is cared for and where she was sent; no door tells of her."""

import itertools
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from core.tenancy import tenant_context
from organizations.grants import Role
from people.models.person import Exclusion, Person
from tests.matrix.cast import CLINIC, PANTRY, Who
from tests.matrix.doors import NEVER_MADE, address, body_of, knock, names_of
from tests.matrix.test_matrix import DOORS, ROUTES, TELLING, places_of, typed
from tests.matrix.world import World

HIM = tuple(Who("him", place, frozenset(Role)) for place in (CLINIC, PANTRY))
# What is hers. The demand of a court names no person to an officer; who takes it back is asked in its own tests.
HERS = frozenset(
    {"person_id", "need_id", "referral_id", "right_id", "hold_id", "recall_id", "glass_id", "alert_id", "voice_id",
     "screening_id", "consent_id", "later_id", "link_id", "contact_id", "household_id"}
)  # fmt: skip
OF_HERS = [route for route in ROUTES if HERS & set(names_of(route))]
LISTS = [route for route in ROUTES if not names_of(route) and not route.startswith("styleguide")]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        for him in HIM:
            world.let_in(him)
            with tenant_context(world.network.pk):
                named = {"network": world.network, "user": world.workers[him].user}
                for person in Person.objects.filter(network=world.network):
                    Exclusion.objects.create(**named, person=person)
        yield world
        transaction.set_rollback(True)


@pytest.mark.parametrize("route", OF_HERS)
def test_what_is_hers_answers_him_as_what_was_never_made(world: World, route: str) -> None:
    """The same words, and as many questions to the database."""
    door = DOORS[route]
    there = places_of(world, door)
    nowhere = there | {name: NEVER_MADE for name in names_of(route) if name in HERS}
    for method, _told in door.answers():
        for him in HIM:
            said = [
                heard(world, him, method, address(route, places), typed(world, door))
                for places in (there, nowhere)
            ]
            assert said[0] == said[1], f"{method.upper()} {route} by {him}"


def heard(world: World, him: Who, *asked: object) -> tuple[object, ...]:
    _method, path, _typed = asked
    count = itertools.count()

    def one_more(execute, *what):
        next(count)
        return execute(*what)

    with connection.execute_wrapper(one_more):
        answer = knock(world, him, *asked)
    return answer.answer, answer.has_written, body_of(answer.response, path), next(count)


@pytest.mark.parametrize("route", LISTS)
def test_no_list_of_his_names_her_or_leads_to_her(world: World, route: str) -> None:
    hers = [str(world.places[name]).encode() for name in HERS & set(world.places)]
    for him in HIM:
        if DOORS[route].get is not None:
            shown = knock(world, him, "get", address(route, world.places)).response
            page = shown.getvalue() if shown.streaming else shown.content
            assert not [word for word in (*TELLING, *hers) if word in page], f"{route} by {him}"
