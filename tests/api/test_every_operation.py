"""Does the API keep what its OpenAPI file says, whatever a machine asks, as whomever?"""

import os
from collections.abc import Iterator

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from tests.api.by_machine import OPERATIONS, knock, names, promised, strategy, with_ids
from tests.matrix.cast import FOREIGNER, MEMBERS, NOBODY, OWNER, STRANGER, UNEMPLOYED
from tests.matrix.test_matrix import TELLING
from tests.matrix.world import World

LONG = os.environ.get("FUZZ") == "long"  # an hour, and other questions each time
EXAMPLES = 2000 if LONG else 6
STRANGERS = (STRANGER, FOREIGNER, UNEMPLOYED, NOBODY)
INSIDE = [who for who in MEMBERS if who not in STRANGERS]
# Which thing of the story a field or a place in an address means.
MEANS = {
    "person": "person_id", "need": "need_id", "service": "service_id", "user": "colleague",
    "suggests": "rent", "membership_id": "membership_id", "person_id": "person_id", "need_id": "need_id",
    "right_id": "copy", "referral_id": "referral_id", "service_id": "service_id",
}  # fmt: skip

OF_FAMILIES = (
    "person_id", "need_id", "offered", "at_desk", "gap", "secret", "referral_id", "application", "rung",
    "alert_id", "glass_id", "case_id", "later_id", "right_id", "copy",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The story of the matrix, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.mark.parametrize("operation", OPERATIONS, ids=names)
def test_whatever_is_asked_the_answer_is_as_the_file_says(world: World, operation) -> None:
    known = {name: str(world.places[place]) for name, place in MEANS.items()}

    @seed(1)
    @settings(
        max_examples=EXAMPLES, derandomize=not LONG, database=None, deadline=None,
        phases=[Phase.generate] if not LONG else list(Phase),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy(operation), data=st.data())
    def ask(case, data) -> None:
        drawn = {"path": case.path_parameters, "query": case.query, "body": case.body}
        said = with_ids(drawn, known, lambda: data.draw(st.booleans()))
        for who in (OWNER, *(data.draw(st.sampled_from(some)) for some in (INSIDE, STRANGERS))):
            heard = knock(world, who, case, said)
            promised(case, heard.response)
            if heard.response.status_code >= 400:
                assert not heard.has_written, f"{who} was refused, and something was written"
            if who in STRANGERS:
                tells_nothing(world, str(said), heard.response.content)

    ask()


def tells_nothing(world: World, said: str, answer: bytes) -> None:
    """Neither a name of the story nor an id of it, but those that the stranger said first."""
    assert not [word for word in TELLING if word in answer]
    ids = [str(world.places[name]) for name in OF_FAMILIES]
    assert not [one for one in ids if one.encode() in answer and one not in said]
