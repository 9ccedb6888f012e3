"""What lies in the database, in the log and in an event says nothing about anybody."""

import logging

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from core.sealed import SealBroken
from people.actions.contact import Safety, set_safety
from people.actions.searches import remember_search
from people.models.person import Person
from tests.chance import stands_in
from tests.people.conftest import ROSA
from tests.people.test_consent import agreed
from tests.story import NOW

SAID = (
    "Rosa",
    "Delgado",
    "Jim",
    "1994",
    "20481",
    "Mill Street",
    "10453",
    "010-0142",
    "0142",
    "after 5 pm",
    "tulip",
    "Dana Ortiz",
)


def everything_in(app: str) -> str:
    """All rows of all its tables as PostgreSQL writes them down; bytes as text where they are text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE %s AND relkind IN ('r', 'p') AND NOT relispartition",
            [f"{app}\\_%"],
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            found += [
                (
                    bytes(value).decode("latin-1")
                    if isinstance(value, bytes | memoryview)
                    else str(value)
                )
                for row in cursor.fetchall()
                for value in row
            ]
    return "\n".join(found)


@pytest.fixture
def everything_said(rosa, navigator, pantry):
    safety = Safety(
        agreed_word="tulip", meeting_place="Mill Street library", meeting_time="after 5 pm"
    )
    set_safety(actor=navigator.actor, person_id=rosa.pk, safety=safety, version=1, at=NOW)
    agreed(navigator, rosa, pantry, interpreter="Dana Ortiz", witness="Dana Ortiz")
    remember_search(actor=navigator.actor, words="Rosa Delgado", session_key="abc", at=NOW)
    return rosa


def test_nothing_that_was_said_lies_in_the_database_in_the_clear(everything_said):
    rows = everything_in("people")

    assert str(everything_said.pk) in rows
    assert not [words for words in SAID if stands_in(rows, words)]


def test_no_event_and_no_outbox_row_names_anybody(everything_said):
    rows = everything_in("core")

    assert str(everything_said.pk) in rows
    assert not [words for words in SAID if stands_in(rows, words)]


def test_a_moved_ciphertext_does_not_open(rosa, navigator):
    other = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Ana", created_at=NOW
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET first_name = (SELECT first_name FROM people_person WHERE id = %s) WHERE id = %s",
            [rosa.pk, other.pk],
        )
    with pytest.raises(SealBroken):
        _ = Person.objects.get(pk=other.pk).first_name


def test_a_sealed_name_cannot_be_filtered_by(rosa):
    with pytest.raises(FieldError):
        Person.objects.filter(first_name="Rosa").exists()


def test_nobody_is_named_by_an_address_a_title_or_a_log_line(rosa, navigator, caplog):
    client = navigator.client
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        found = client.get(client.post("/people/", {"words": "rosa"}).url).content.decode()
        record = client.get(f"/people/{rosa.pk}/").content.decode()
    for page in (found, record):
        title = page.split("<title>")[1].split("</title>")[0]
        assert "Rosa" not in title
    assert "Rosa" not in caplog.text
    assert "Rosa" not in str(rosa)
    assert str(rosa) == f"person {rosa.pk}"


def test_a_message_after_a_change_carries_no_name(navigator):
    client = navigator.client
    response = client.post("/people/new/", {"first_name": "Rosa", "language": "en"})

    assert "Rosa" not in str(dict(client.session))
    assert response.status_code == 302
    assert "Rosa" not in response.url


def test_what_rosa_was_called_is_read_back_whole(rosa):
    again = Person.objects.get(pk=rosa.pk)

    assert (again.first_name, again.last_name, again.born) == (
        ROSA.first_name,
        ROSA.last_name,
        ROSA.birth_date,
    )
    assert again.zip3 == "104"
