"""Promise 13: nothing delicate lies at a desk that the family has not named, by raw SQL and by two at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.tenancy import tenant_context
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Person
from screening.models.need import Need
from tests.referrals.meanwhile import meanwhile
from tests.story import Worker

TO_THE_DESK = (
    "UPDATE screening_need SET is_at_desk = true, at_desk_since = %s, at_desk_why = 'asked', "
    "waiting_on = 'desk' WHERE id = %s"
)
WITHDRAWN = "UPDATE people_consent SET withdrawn_at = since + interval '1 day' WHERE id = %s"


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(do: Callable[[], None]) -> bool:
    """Whether it may not be committed; kept when it may."""
    try:
        with transaction.atomic():
            do()
            connection.check_constraints()
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name == "need_desk_is_named"
    return False


@pytest.fixture
def delicate(need: Need) -> Need:
    Need.objects.filter(pk=need.pk).update(is_sensitive=True)
    return need


def agree(person: Person, now: datetime, *topics: str, direction: str = Direction.DESK) -> Consent:
    return Consent.objects.create(
        network=person.network, person=person, direction=direction, topics=list(topics),
        form=Form.VERBAL, language="es", words="Sí", since=now,
    )  # fmt: skip


def test_13_nothing_delicate_comes_to_a_desk_that_the_family_has_not_named(
    delicate: Need, now: datetime
):
    assert refused(lambda: run(TO_THE_DESK, now, delicate.pk))
    agree(delicate.subject, now, "legal_aid")  # about something else
    assert refused(lambda: run(TO_THE_DESK, now, delicate.pk))


def test_13_of_somebody_else_an_agreement_names_nothing(
    delicate: Need, stranger: Worker, now: datetime
):
    other = Person.objects.create(
        network=delicate.network, custodian=stranger.organization, first_name="Ana",
        created_at=now, created_by=stranger.user,
    )  # fmt: skip
    agree(other, now, delicate.topic)
    assert refused(lambda: run(TO_THE_DESK, now, delicate.pk))


def test_13_where_the_family_has_named_the_desk_it_may_come(delicate: Need, now: datetime):
    agree(delicate.subject, now, delicate.topic)
    assert not refused(lambda: run(TO_THE_DESK, now, delicate.pk))


def test_13_what_was_agreed_later_or_has_run_out_names_nothing(delicate: Need, now: datetime):
    later = agree(delicate.subject, now + timedelta(1), delicate.topic)
    assert refused(lambda: run(TO_THE_DESK, now, delicate.pk))
    Consent.objects.filter(pk=later.pk).update(since=now - timedelta(2), until=now - timedelta(1))
    assert refused(lambda: run(TO_THE_DESK, now, delicate.pk))


def test_13_what_lies_at_a_desk_becomes_delicate_only_with_the_familys_word(
    need: Need, now: datetime
):
    assert not refused(lambda: run(TO_THE_DESK, now, need.pk))
    assert refused(
        lambda: run("UPDATE screening_need SET is_sensitive = true WHERE id = %s", need.pk)
    )
    agree(need.subject, now, need.topic)
    assert not refused(
        lambda: run("UPDATE screening_need SET is_sensitive = true WHERE id = %s", need.pk)
    )


@pytest.mark.parametrize(
    "ends",
    [
        WITHDRAWN,
        "UPDATE people_consent SET topics = '{legal_aid}' WHERE id = %s",
        "UPDATE people_consent SET direction = 'contact' WHERE id = %s",
    ],
)
def test_13_the_desk_is_named_as_long_as_something_delicate_lies_there(
    delicate: Need, now: datetime, ends: str
):
    named = agree(delicate.subject, now, delicate.topic)
    assert not refused(lambda: run(TO_THE_DESK, now, delicate.pk))
    assert refused(lambda: run(ends, named.pk))
    again = agree(delicate.subject, now, delicate.topic)
    assert not refused(lambda: run(ends, named.pk))  # another one names it
    assert refused(lambda: run(WITHDRAWN, again.pk))


def test_13_bringing_it_there_while_the_family_takes_its_word_back_lets_one_wait_and_see(
    transactional_db: None, delicate: Need, now: datetime
):
    """Write skew: without the lock both would commit, and it would lie at a desk without a word."""
    named = agree(delicate.subject, now, delicate.topic)

    def bring() -> bool:
        with tenant_context(delicate.network_id):
            return refused(lambda: run(TO_THE_DESK, now, delicate.pk))

    with transaction.atomic():
        run(WITHDRAWN, named.pk)
        brought = meanwhile(bring)
    assert brought.result(60) is True
    assert not Need.objects.get(pk=delicate.pk).is_at_desk


def test_13_taking_the_word_back_while_it_comes_there_is_refused_until_it_has_left(
    transactional_db: None, delicate: Need, now: datetime
):
    named = agree(delicate.subject, now, delicate.topic)

    def withdraw() -> bool:
        with tenant_context(delicate.network_id):
            return refused(lambda: run(WITHDRAWN, named.pk))

    with transaction.atomic():
        run(TO_THE_DESK, now, delicate.pk)
        connection.check_constraints()
        withdrawn = meanwhile(withdraw)
    assert withdrawn.result(60) is True
    with transaction.atomic():
        run("UPDATE screening_need SET is_at_desk = false, at_desk_since = NULL, at_desk_why = '', "
            "waiting_on = 'owner' WHERE id = %s", delicate.pk)  # fmt: skip
        run(WITHDRAWN, named.pk)
    assert Consent.objects.get(pk=named.pk).withdrawn_at is not None
