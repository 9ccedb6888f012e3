"""Months of long ago leave the database for files, and come back as they were: the chain holds all the while."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.ids import floor
from core.tenancy import tenant_context
from insights.actions.archiving import Month, NotNow, archive, restore
from insights.actions.sealing import seal_up_to
from insights.search.chain import check
from organizations.models.network import Network
from tests.conftest import APP, OWNER, connect_as, role

THEN, AFTER = datetime(2019, 12, 11, tzinfo=UTC), datetime(2020, 2, 3, tzinfo=UTC)
LOOKS, EVENTS = (
    Month("people_disclosure", date(2019, 12, 1)),
    Month("core_event", date(2019, 12, 1)),
)
WROTE = """
INSERT INTO core_event (id, network_id, kind, subject_type, subject_id, actor_kind, said_by, via,
                        happened_at, details, request_id)
SELECT overlay(%(id)s::text PLACING lpad(n::text, 12, '0') FROM 25)::uuid, %(network)s, 'a.b', 'a', %(network)s,
       'system',
       '', 'system', %(at)s, '{"said": "a\\tb"}', '' FROM generate_series(1, 3) AS n
"""


def sql(statement: str, **said: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, said)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def old(transactional_db: None, network: Network) -> Network:
    """A network with a December of long ago, sealed."""
    for month in (LOOKS, EVENTS):
        sql("SELECT core_make_month(%(table)s, %(month)s)", table=month.table, month=month.first)
    sql(WROTE, id=floor(THEN), network=network.pk, at=THEN)
    return network


@pytest.fixture
def as_owner(old: Network) -> Iterator[None]:
    connect_as(**role(OWNER))
    yield
    connect_as(**role(APP))


def sealed(network: Network) -> None:
    seal_up_to(network_id=network.pk, until=AFTER, at=AFTER)


def holds(network: Network) -> bool:
    with tenant_context(network.pk):
        return not list(check(network.pk))


def rows(network: Network) -> int:
    return sql("SELECT count(*) FROM core_event WHERE network_id = %(n)s", n=network.pk)[0][0]


def run(folder: Path, *words: str) -> None:
    call_command("archive_events", str(folder), *words, stdout=StringIO())


def test_a_month_leaves_and_comes_back_and_the_chain_holds_before_between_and_after(
    old: Network, as_owner: None, tmp_path: Path
):
    sealed(old)
    run(tmp_path, "--before", "2020-01")
    assert (rows(old), holds(old)) == (0, True)
    run(tmp_path, "--restore", "2019-12")
    assert (rows(old), holds(old)) == (3, True)
    assert sql("SELECT details->>'said' FROM core_event LIMIT 1") == [("a\tb",)]


def test_what_is_not_sealed_yet_stays(old: Network, as_owner: None, tmp_path: Path):
    with pytest.raises(CommandError, match="not sealed yet"):
        run(tmp_path, "--before", "2020-01")
    assert rows(old) == 3


def test_where_nothing_can_be_written_no_month_leaves_and_a_sentence_says_why(
    old: Network, as_owner: None, tmp_path: Path
):
    sealed(old)
    file = EVENTS.file(tmp_path)
    (tmp_path / f"{file.name}.partial").mkdir()  # as a full disk would, whoever runs the test
    with pytest.raises(CommandError, match="nothing has left the database"):
        run(tmp_path, "--before", "2020-01")
    assert (rows(old), file.exists()) == (3, False)


def test_what_does_not_fit_its_seals_is_not_put_away(old: Network, as_owner: None, tmp_path: Path):
    sealed(old)
    sql("ALTER TABLE core_event DISABLE TRIGGER USER")
    sql("DELETE FROM core_event WHERE id = (SELECT min(id::text)::uuid FROM core_event)")
    with pytest.raises(NotNow, match="does not fit"):
        archive(EVENTS, tmp_path, at=AFTER)
    assert rows(old) == 2


def test_another_file_than_the_one_that_left_is_refused(
    old: Network, as_owner: None, tmp_path: Path
):
    sealed(old)
    archive(EVENTS, tmp_path, at=AFTER)
    EVENTS.file(tmp_path).write_bytes(b"forged")
    with pytest.raises(NotNow, match="not the file"):
        restore(EVENTS, tmp_path)
    assert holds(old)


def test_a_month_that_was_dropped_without_being_put_away_is_missed(
    old: Network, as_owner: None, tmp_path: Path
):
    sealed(old)
    sql("ALTER TABLE core_event DETACH PARTITION core_event_201912")
    assert not holds(old)


def test_the_app_cannot_say_that_a_month_was_put_away(old: Network):
    with pytest.raises(Exception, match="permission denied"):
        sql("INSERT INTO core_archived_month VALUES ('core_event', '2019-12-01', 0, '', now())")


def test_a_month_that_came_back_by_half_comes_back_whole(
    old: Network, as_owner: None, tmp_path: Path
):
    sealed(old)
    run(tmp_path, "--before", "2020-01")
    restore(EVENTS, tmp_path)  # and then the run was killed
    run(tmp_path, "--restore", "2019-12")
    assert sql("SELECT count(*) FROM core_archived_month") == [(0,)]
    with pytest.raises(CommandError, match="all of it is back"):
        run(tmp_path, "--restore", "2019-12")
    assert (rows(old), holds(old)) == (3, True)


@pytest.mark.parametrize("left", [None, "{", "[]", '{"columns": 1, "rows": 3}', "[" * 100_000])
def test_what_stands_beside_a_month_is_no_error_of_ours_when_it_is_gone_or_odd(
    old: Network, as_owner: None, tmp_path: Path, left: str | None
):
    sealed(old)
    archive(EVENTS, tmp_path, at=AFTER)
    beside = EVENTS.file(tmp_path).with_suffix(".json")
    beside.unlink() if left is None else beside.write_text(left)
    with pytest.raises(NotNow, match="missing, or not the file"):
        restore(EVENTS, tmp_path)


def test_while_somebody_writes_into_a_month_it_stays(old: Network, as_owner: None, tmp_path: Path):
    """What is slipped in after the copy would be gone with the table, and nobody would ever see it."""
    sealed(old)
    with psycopg.connect(
        **{**connection.get_connection_params(), "cursor_factory": None, "context": None}
    ) as other:
        other.execute(f"LOCK TABLE {EVENTS.partition} IN ROW EXCLUSIVE MODE")
        with pytest.raises(NotNow, match="in use"):
            archive(EVENTS, tmp_path, at=AFTER)
    assert (rows(old), list(tmp_path.iterdir())) == (3, [])
