"""How many, without counting for ever? Several capped counts in one statement."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.where import WhereNode

MOST = 1000
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


def said_once(rows: Rows) -> Rows:
    """The same rows, their condition already put into words: a dozen lists begin with it.

    For `counts` only: inside another query the words would go on naming the table as it is here.
    """
    query = rows.query
    try:
        sql, said = query.get_compiler(rows.db).compile(query.where)
    except EmptyResultSet:
        return rows
    again = rows.all()
    words = RawSQL(sql, said, BooleanField())  # noqa: S611 made by Django
    again.query.where = WhereNode([words])  # type: ignore[list-item]  # any expression stands there
    return again


def counts(**lists: QuerySet[Any, Any]) -> dict[str, int]:
    """The number of rows in each list, one more than `MOST` at most: then it reads "1000+"."""
    compiled = dict(_compiled(lists))
    if not compiled:
        return dict.fromkeys(lists, 0)
    columns = ", ".join(f"(SELECT count(*) FROM ({sql}) AS n)" for sql, _said in compiled.values())  # noqa: S608 Django's own SQL
    said = [value for _sql, values in compiled.values() for value in values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", said)
        found = dict(zip(compiled, cursor.fetchone(), strict=True))
    return {name: found.get(name, 0) for name in lists}


def _compiled(
    lists: dict[str, QuerySet[Any, Any]],
) -> Iterator[tuple[str, tuple[str, list[Any]]]]:
    """One that can have no row, as nobody's may, is left out."""
    for name, rows in lists.items():
        try:
            yield name, _capped(rows)
        except EmptyResultSet:
            continue


def _capped(rows: QuerySet[Any, Any]) -> tuple[str, list[Any]]:
    """Its tables and its condition in Django's words. A number needs no columns and no order."""
    query = rows.query
    compiler = query.get_compiler(rows.db)
    tables, joined = compiler.get_from_clause()
    where, said = compiler.compile(query.where)
    each = f"DISTINCT {compiler.compile(query.select[0])[0]}" if query.distinct else ""
    sql = f"SELECT {each} FROM {' '.join(tables)} WHERE {where} LIMIT {MOST + 1}"  # noqa: S608 as above
    return sql, [*joined, *said]


def count_words(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)
