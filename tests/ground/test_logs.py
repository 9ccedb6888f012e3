"""A line in the log helps an operator, and tells nobody about a family."""

import json
import logging
import sys

import pytest

from config.logs import JsonFormatter, redacted
from core.http import request_id

PERSONAL = {
    "an address": ("mail to rosa.martinez@example.org failed", "rosa"),
    "a phone number": ("calling (415) 555-0134 now", "0134"),
    "another phone number": ("calling +1 415 555 0134", "0134"),
    "a birth date": ("born 1987-04-12, moved", "1987"),
    "a birth date as people write it": ("born 4/12/1987", "1987"),
    "a family's link": ("GET /f/AbCdEf012345-_x/ 200", "AbCdEf"),
    "a partner's link": ("POST /o/AbCdEf012345-_x/code/ 302", "AbCdEf"),
    "what was searched": ("GET /people/?name=Rosa 200", "Rosa"),
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
