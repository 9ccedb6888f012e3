"""How much may anybody bring, and how long may anything take?"""

import os
import re
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from config import limits, web
from config.limits import SizeMiddleware, most_for
from interop.actions.uploads import MOST_BYTES
from referrals.forms import week_file

WEB = Path(web.__file__).read_text()


def unread(request: object) -> None:
    raise AssertionError("it was read")


@pytest.mark.parametrize("said", ["6000000", "99999999999999999999", "-1", "many", "²"])
def test_who_brings_too_much_is_refused_before_anything_is_read(said: str) -> None:
    request = SimpleNamespace(META={"CONTENT_LENGTH": said}, path="/people/new/")
    assert SizeMiddleware(unread)(request).status_code == 413


def test_a_page_of_our_own_says_that_it_was_too_much(client: Client) -> None:
    answer = client.post("/this-week/file/", {"file": BytesIO(b"0" * limits.MOST)})
    assert answer.status_code == 413
    assert "more than we can take at once" in answer.content.decode()
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_whatever_a_form_takes_fits_through_the_door() -> None:
    assert most_for("/network/import/") > MOST_BYTES
    assert most_for("/this-week/file/") > week_file.MOST_BYTES
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= limits.MOST
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS <= 1000
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES <= 100


def test_the_database_gives_up_before_the_page_does() -> None:
    ours = re.search(r'setdefault\("STATEMENT_SECONDS", "(\d+)"\)', WEB)
    assert 0 < int(ours[1]) < web.timeout


@pytest.mark.django_db
def test_a_question_that_never_ends_is_ended_before_the_page_is() -> None:
    """gunicorn would kill the whole worker; the database ends the one question, and the page says sorry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'")
        assert cursor.fetchone() == (int(os.environ["STATEMENT_SECONDS"]) * 1000,)
    with connection.cursor() as cursor, pytest.raises(OperationalError, match="statement timeout"):
        cursor.execute("SET LOCAL statement_timeout = '20ms'; SELECT pg_sleep(5)")


@pytest.mark.parametrize("name", ["lock_timeout", "idle_in_transaction_session_timeout"])
@pytest.mark.django_db
def test_nobody_waits_for_ever(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = %s", [name])
        assert 0 < cursor.fetchone()[0] <= 120_000


def test_a_long_address_or_many_headers_end_the_call() -> None:
    assert web.limit_request_line <= 4094
    assert web.limit_request_fields <= 64
    assert web.limit_request_field_size <= 8190
    assert web.timeout <= 30
