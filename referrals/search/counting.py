"""How many, without counting for ever? Several capped counts in one statement."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from core.rows import Where

MOST = 1000


class Said(NamedTuple):
    """A list in SQL, and what fills its places. A number needs no columns and no order."""

    tables: str
    where: str
    values: tuple[Any, ...]
    each: str = ""

    @property
    def counted(self) -> str:
        each = f"DISTINCT {self.each}" if self.each else ""
        return f"(SELECT count(*) FROM (SELECT {each} FROM {self.tables} WHERE {self.where} LIMIT {MOST + 1}) AS n)"  # noqa: S608 Django's own SQL


class Visible:
    """Rows behind one gate, which is put into words once: a dozen lists begin with it."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self._all = _said(rows)

    def those(self, *also: Where, each: str = "") -> Said | None:
        """Those of which all this is true as well; or how many different ones of a column."""
        if self._all is None:
            return None
        where = " AND ".join(f"({sql})" for sql in (self._all.where, *(one.sql for one in also)))
        values = (value for one in also for value in one.said)
        return Said(self._all.tables, where, (*self._all.values, *values), each)


def counts(**lists: QuerySet[Any, Any] | Said | None) -> dict[str, int]:
    """The number of rows in each list, one more than `MOST` at most: then it reads "1000+"."""
    said = dict(_those_that_have_rows(lists))
    if not said:
        return dict.fromkeys(lists, 0)
    columns = ", ".join(one.counted for one in said.values())
    values = [value for one in said.values() for value in one.values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", values)
        found = dict(zip(said, cursor.fetchone(), strict=True))
    return {name: found.get(name, 0) for name in lists}


def _those_that_have_rows(
    lists: dict[str, QuerySet[Any, Any] | Said | None],
) -> Iterator[tuple[str, Said]]:
    """One that can have no row, as nobody's may, is left out."""
    for name, rows in lists.items():
        said = _said(rows) if isinstance(rows, QuerySet) else rows
        if said:
            yield name, said


def _said(rows: QuerySet[Any, Any]) -> Said | None:
    """Its tables and its condition in Django's words; None when there can be no row."""
    compiler = rows.query.get_compiler(rows.db)
    tables, joined = compiler.get_from_clause()
    try:
        where, values = compiler.compile(rows.query.where)
    except EmptyResultSet:
        return None
    each = compiler.compile(rows.query.select[0])[0] if rows.query.distinct else ""
    return Said(" ".join(tables), where, (*joined, *values), each)


def count_words(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)
