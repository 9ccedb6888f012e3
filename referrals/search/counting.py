"""How many, without counting for ever? Several capped counts in one statement."""

from collections.abc import Callable, Iterable, Mapping
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

    def rows(self, column: str = "", also: str = "") -> str:
        return (
            f"(SELECT {column} FROM {self.tables} WHERE {self.where} {also} LIMIT {MOST + 1}) AS n"  # noqa: S608 Django's own SQL
        )

    def number(self) -> str:
        return f"SELECT ARRAY[count(*)] FROM {self.rows()}"  # noqa: S608 as above


class Numbers(NamedTuple):
    """An array in SQL with a number for each name, and what fills its places; no SQL: all are 0."""

    names: tuple[str, ...]
    sql: str
    values: tuple[Any, ...]


class Visible:
    """Rows behind one gate, which is put into words once: a dozen lists begin with it.

    PostgreSQL plans it anew wherever it stands, and that takes longer than counting: numbers of
    the same rows are therefore asked for together.
    """

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self._all = said_of(rows)

    def those(self, name: str, *also: Where) -> Numbers:
        """How many there are of which all this is true as well."""
        return self._ask((name,), also, Said.number)

    def and_those(
        self, names: tuple[str, str], marked: Where, *also: Where, each: str = ""
    ) -> Numbers:
        """How many rows, or different ones of the column `each`; and for how many `marked` is true."""

        def sql(said: Said) -> str:
            group = f"GROUP BY {each}" if each else ""
            rows = said.rows(f"{'bool_or' if each else ''}({marked.sql}) AS marked", group)
            return f"SELECT ARRAY[count(*), count(*) FILTER (WHERE marked)] FROM {rows}"  # noqa: S608 as above

        return self._ask(names, also, sql, marked.said)

    def in_each(self, column: str, kinds: Mapping[str, Iterable[str]], *also: Where) -> Numbers:
        """By name: how many have one of its codes in this column."""
        codes = [[str(code) for code in kind] for kind in kinds.values()]

        def sql(said: Said) -> str:
            rows = said.rows(also=f"AND {column} = ANY (kind.codes)")
            kind = ", ".join(f"({place}, %s::text[])" for place in range(len(codes)))
            return (
                f"SELECT ARRAY(SELECT (SELECT count(*) FROM {rows}) "  # noqa: S608 as above
                f"FROM (VALUES {kind}) AS kind(place, codes) ORDER BY kind.place)"
            )

        return self._ask(tuple(kinds), also, sql, after=codes)

    def _ask(
        self,
        names: tuple[str, ...],
        also: tuple[Where, ...],
        sql: Callable[[Said], str],
        before: Iterable[object] = (),
        after: Iterable[object] = (),
    ) -> Numbers:
        if self._all is None:
            return Numbers(names, "", ())
        where = " AND ".join(f"({one})" for one in (self._all.where, *(one.sql for one in also)))
        said = [value for one in also for value in one.said]
        values = (*before, *self._all.values, *said, *after)
        return Numbers(names, sql(self._all._replace(where=where)), values)


def counts(*together: Numbers, **lists: QuerySet[Any, Any]) -> dict[str, int]:
    """The number of rows in each list, one more than `MOST` at most: then it reads "1000+"."""
    asked = [*together, *(Visible(rows).those(name) for name, rows in lists.items())]
    found = {name: 0 for one in asked for name in one.names}
    if possible := [one for one in asked if one.sql]:
        columns = ", ".join(f"({one.sql})" for one in possible)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns}", [value for one in possible for value in one.values])
            for one, numbers in zip(possible, cursor.fetchone(), strict=True):
                found |= zip(one.names, numbers, strict=True)
    return found


def said_of(rows: QuerySet[Any, Any]) -> Said | None:
    """Its tables and its condition in Django's words; None when there can be no row."""
    compiler = rows.query.get_compiler(rows.db)
    tables, joined = compiler.get_from_clause()
    try:
        where, values = compiler.compile(rows.query.where)
    except EmptyResultSet:
        return None
    return Said(" ".join(tables), where, (*joined, *values))


def count_words(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)
