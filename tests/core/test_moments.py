"""Does a moment come out of the database as it went in?"""

from datetime import UTC, datetime

import pytest
from django.db import connection

MOMENTS = ("2026-03-08 06:59:59.999999+00", "2026-11-01 01:30:00.5-04", "1931-02-28 00:00:00+00")


@pytest.mark.parametrize("said", MOMENTS)
def test_a_moment_is_read_to_the_microsecond_and_by_the_same_clock(db, said: str):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz, NULL::timestamptz", [said])
        moment, never = cursor.fetchone()
    assert moment == datetime.fromisoformat(said)
    assert (moment.tzinfo, never) == (UTC, None)
