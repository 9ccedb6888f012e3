"""How do months of long ago leave the database, and come back, so that their seals can still be checked?"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import OperationalError, ProgrammingError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable, UndefinedTable

from core import said_json
from core.ids import floor
from insights.actions.landing import land, landing
from insights.models import Seal
from insights.search.chain import TABLES, Fault, check_month, ends_of

CHUNK = 1 << 20
_CHILDREN = """
SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass ORDER BY 1
"""


class NotNow(Exception):
    """Why this month stays where it is."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one table."""

    table: str
    first: date

    @property
    def partition(self) -> str:
        return f"{self.table}_{self.first:%Y%m}"

    def file(self, folder: Path) -> Path:
        return folder / f"{self.partition}.copy.gz"


def months_before(before: date) -> Iterator[Month]:
    """Those that stand in the database now, the oldest first."""
    for table in TABLES:
        for name in _column(_CHILDREN, table):
            found = re.fullmatch(rf"{table}_(\d{{4}})(\d\d)", name)
            if found and (first := date(int(found[1]), int(found[2]), 1)) < before:
                yield Month(table, first)


def months_away(first: date) -> list[Month]:
    """What of this month stands in files now."""
    away = _column("SELECT of_table FROM core_archived_month WHERE month = %s", first)
    return [Month(table, first) for table in TABLES if table in away]


@transaction.atomic
def archive(month: Month, folder: Path, *, at: datetime) -> int:
    """The file is written and read back before the table goes. How many rows."""
    with _or_not_now(month):  # from before it is looked at: nothing is slipped in and goes unseen
        _do("SET LOCAL lock_timeout = '5s'")
        _do(f"LOCK TABLE {month.partition} IN SHARE ROW EXCLUSIVE MODE")
    _must_be_sealed(month)
    rows, columns = _write(month, folder)
    sha256 = _sha256(month.file(folder))
    said = {"table": month.table, "month": f"{month.first:%Y-%m}", "columns": columns, "rows": rows,
            "sha256": sha256}  # fmt: skip
    land(month.file(folder).with_suffix(".json"), json.dumps(said, indent=1).encode())
    with _or_not_now(month):
        _do(f"ALTER TABLE {month.table} DETACH PARTITION {month.partition}")
        _do(f"DROP TABLE {month.partition}")
    _do(
        "INSERT INTO core_archived_month (of_table, month, rows, sha256, archived_at) VALUES (%s, %s, %s, %s, %s)",
        month.table, month.first, rows, sha256, at,
    )  # fmt: skip
    return rows


@transaction.atomic
def restore(month: Month, folder: Path) -> int:
    """Only the very file that left, and only if its rows still fit their seals. How many rows."""
    kept = _column(
        "SELECT sha256 FROM core_archived_month WHERE of_table = %s AND month = %s",
        month.table, month.first,
    )  # fmt: skip
    if not kept:
        raise NotNow(f"{month.partition} was not archived.")
    if not month.file(folder).is_file() or _sha256(month.file(folder)) != kept[0]:
        raise NotNow(f"{month.file(folder).name} is missing, or not the file that was written.")
    rows, columns = _said_of(month, folder)
    _do("SELECT core_make_month(%s, %s)", month.table, month.first)
    _read(month, folder, columns)
    _do(
        "DELETE FROM core_archived_month WHERE of_table = %s AND month = %s",
        month.table,
        month.first,
    )
    if faults := _faults(month):
        raise NotNow(f"{month.partition} does not fit its seals: {faults[0].what}.")
    return rows


def _said_of(month: Month, folder: Path) -> tuple[int, list[str]]:
    """How many rows the file has, and of which columns."""
    beside = month.file(folder).with_suffix(".json")
    try:
        said = said_json.read(beside.read_bytes())
        columns = [name for name in said["columns"] if re.fullmatch(r"[a-z_]+", name)]
        return int(said["rows"]), columns
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        raise NotNow(f"{beside.name} is missing, or not the file that was written.") from None


@contextmanager
def _or_not_now(month: Month) -> Iterator[None]:
    """Somebody works there, or another run was quicker."""
    try:
        yield
    except (OperationalError, ProgrammingError) as problem:
        if not isinstance(problem.__cause__, (LockNotAvailable, DeadlockDetected, UndefinedTable)):
            raise
        raise NotNow(f"{month.partition} is in use, or just gone: run it again.") from None


def _must_be_sealed(month: Month) -> None:
    _begins, ends = ends_of(month.first)
    for network_id in _networks(month):
        sealed = Seal.objects.filter(
            network_id=network_id, table=month.table, to_id__gte=floor(ends)
        )
        if not sealed.exists():
            raise NotNow(f"{month.partition} is not sealed yet.")
    if faults := _faults(month):
        raise NotNow(f"{month.partition} does not fit its seals: {faults[0].what}.")


def _faults(month: Month) -> list[Fault]:
    return [
        fault
        for network_id in _networks(month)
        for fault in check_month(network_id, month.table, month.first)
    ]


def _networks(month: Month) -> list[Any]:
    """Of those that sealed anything there, too: a row that is gone must be missed."""
    begins, ends = ends_of(month.first)
    sealed = Seal.objects.filter(table=month.table, to_id__gt=floor(begins), to_id__lte=floor(ends))
    there = _column(f"SELECT DISTINCT network_id FROM {month.partition}")  # noqa: S608 our own table
    return sorted({*there, *sealed.values_list("network_id", flat=True)})


def _write(month: Month, folder: Path) -> tuple[int, list[str]]:
    columns = _column(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "ORDER BY attnum", month.partition,
    )  # fmt: skip
    sql = f"COPY (SELECT {', '.join(columns)} FROM {month.partition} ORDER BY id) TO STDOUT"  # noqa: S608 our own table
    with (
        landing(month.file(folder)) as landed,
        gzip.open(landed, "wb") as file,
        connection.cursor() as cursor,
    ):
        with cursor.copy(sql) as rows:
            for block in rows:
                file.write(block)
        return cursor.rowcount, columns


def _read(month: Month, folder: Path, columns: list[str]) -> None:
    sql = f"COPY {month.partition} ({', '.join(columns)}) FROM STDIN"
    with (
        gzip.open(month.file(folder), "rb") as file,
        connection.cursor() as cursor,
        cursor.copy(sql) as rows,
    ):
        while block := file.read(CHUNK):
            rows.write(block)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _do(sql: str, *said: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(said))  # type: ignore[arg-type]  # text, numbers and dates


def _column(sql: str, *said: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(said))  # type: ignore[arg-type]  # as above
        return [row[0] for row in cursor.fetchall()]
