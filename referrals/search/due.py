"""What do the clock's own questions find? Plain rows: it asks for hundreds and makes no objects of them."""

from typing import Any

from django.db import connection


def rows_of(sql: str, said: Any) -> list[dict[str, Any]]:
    """Each row by the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, said)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
