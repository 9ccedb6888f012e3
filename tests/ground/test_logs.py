"""A line in the log helps an operator, and tells nobody about a family."""

import json
import logging
import re
import sys

import pytest
from celery import shared_task
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config.logs import BESIDE, JsonFormatter, redacted
from core.http import request_id
from tests.architecture.source import APPS, files

EXTRA = re.compile(r"\bextra=\{(.*?)\}")
PERSONAL = {
    "an address": ("mail to rosa.martinez@example.org failed", "rosa"),
    "a phone number": ("calling (415) 555-0134 now", "0134"),
    "another phone number": ("calling +1 415 555 0134", "0134"),
    "a birth date": ("born 1987-04-12, moved", "1987"),
    "a birth date as people write it": ("born 4/12/1987", "1987"),
    "a family's link": ("GET /f/AbCdEf012345-_x/ 200", "AbCdEf"),
    "a partner's link": ("POST /o/AbCdEf012345-_x/code/ 302", "AbCdEf"),
    "what was searched": ("GET /people/?name=Rosa 200", "Rosa"),
    "a program's key": ("Authorization: Bearer plk_Zx81bcDEF_0123456789 refused", "Zx81"),
    "a key in a message": ("no key for token plk_Zx81bcDEF_0123456789", "Zx81"),
    "the database's password": ("cannot reach postgresql://app:s3cr3tZx81@db/porchlight", "Zx81"),
    "a setting": ("SECRET_KEY=Zx81-abcdef is set", "Zx81"),
    "keys of sealed fields": ("PHI_KEYS: k1:Zx81abcdef=", "Zx81"),
    "a dictionary": ("{'password': 'Zx81 horse', 'name': 1}", "Zx81"),
    "a session": ("Cookie: sessionid=Zx81abcdef; csrftoken=Zx81gh", "Zx81"),
    "a provider's signature": ('headers {"X-Twilio-Signature": "Zx81abc="}', "Zx81"),
    "a row that is repeated": ("duplicate: Key (email)=(Rosa M) already exists", "Rosa"),
}


def written(record: logging.LogRecord) -> dict[str, object]:
    line = JsonFormatter().format(record)
    assert "\n" not in line
    return json.loads(line)


def record(message: str, **more: object) -> logging.LogRecord:
    return logging.LogRecord(
        "porchlight", logging.INFO, __file__, 1, message, (), more.get("error")
    )


@pytest.mark.parametrize(("said", "secret"), PERSONAL.values(), ids=PERSONAL)
def test_what_is_personal_is_cut(said: str, secret: str) -> None:
    line = written(record(said))
    assert secret not in str(line)
    assert line["message"]


def test_ids_and_times_stay_readable() -> None:
    kept = (
        "referral 01989d7e-3c1b-7d3a-9f00-123456789012 swept 500 at 2026-11-21T22:43:52.549+00:00"
    )
    assert redacted(kept) == kept


def test_every_line_of_a_request_carries_its_id() -> None:
    token = request_id.set("abc123")
    line = written(record("hello"))
    request_id.reset(token)
    assert line["request_id"] == "abc123"
    assert "request_id" not in written(record("outside"))


def test_an_error_tells_where_and_no_values() -> None:
    def broken(name: str) -> None:
        raise ValueError(f"no such person: {name}@example.org")

    try:
        broken("rosa")
    except ValueError:
        line = written(record("failed", error=sys.exc_info()))
    assert line["error"] == "ValueError"
    assert line["where"][-1].endswith(" broken")
    assert "rosa" not in str(line)


def test_whoever_runs_the_place_reads_which_row_it_was_and_nothing_else_a_line_carries() -> None:
    said = record("does not open")
    said.table, said.row, said.name_of_them = "people_person", "01a2", "Rosa"
    line = written(said)
    assert (line["table"], line["row"]) == ("people_person", "01a2")
    assert "Rosa" not in str(line)


def test_no_line_of_ours_carries_what_is_never_written() -> None:
    said = " ".join(path.read_text() for path in files(*APPS, "config"))
    carried = {name for row in EXTRA.findall(said) for name in re.findall(r'"(\w+)":', row)}
    assert carried == set(BESIDE)


def test_every_line_of_a_task_carries_the_tasks_id() -> None:
    said: list[dict[str, object]] = []

    @shared_task
    def speak() -> None:
        said.append(written(record("swept")))

    done = speak.apply()
    assert said[0]["request_id"] == done.id.replace("-", "")
    assert "request_id" not in written(record("between two tasks"))


PLANTED = "Zx81-planted-Delgado"


def boom(request: HttpRequest) -> HttpResponse:
    password = PLANTED
    raise ValueError(f"no person called {password}@example.org, password={password}")


class Addresses:
    urlpatterns = [
        path("boom/", login_not_required(boom)),
        path("api/boom/", login_not_required(boom)),
    ]
    handler500 = "config.broken.broken"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/boom/", "/api/boom/"])
def test_an_error_page_shows_nothing_of_what_was_at_hand(
    settings, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the page nor the line in the log: no locals, no cookie, no word of the error, no setting."""
    settings.ROOT_URLCONF = Addresses
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {PLANTED}"})
    client.cookies["sessionid"] = PLANTED
    answer = client.post(f"{address}?q={PLANTED}", {"password": PLANTED})
    assert answer.status_code == 500
    shown = answer.content.decode() + str(answer.headers)
    shown += "".join(JsonFormatter().format(line) for line in caplog.records)
    assert PLANTED not in shown
    for name in ("SECRET_KEY", "INDEX_KEY", "LINK_KEY"):
        assert getattr(settings, name) not in shown
    assert '"error": "ValueError"' in shown
