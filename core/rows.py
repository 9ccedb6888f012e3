"""Is this row one of those, or is there another that speaks for or against it? Conditions written by hand.

Django says the same: EXISTS through a query of its own that is built, relabelled and compiled anew
for each tab of a list, and IN with a parameter for each id. That was most of the work of a page.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models


class HasRow(models.Func):
    """`EXISTS (sql)`; `{}` in the SQL is the column of the row that is asked about."""

    output_field = models.BooleanField()

    def __init__(self, sql: str, column: str, *said: object) -> None:
        super().__init__(column)
        self.sql, self.said = sql, said

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # type: ignore[override]  # fewer arguments than Func
        column, before = compiler.compile(self.source_expressions[0])
        return f"EXISTS ({self.sql.format(column)})", [*before, *self.said]


class Among(models.Func):
    """`column = ANY (ids)`: one parameter, however many ids."""

    output_field = models.BooleanField()

    def __init__(self, column: str, ids: Iterable[UUID]) -> None:
        super().__init__(column)
        self.ids = list(ids)

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # type: ignore[override]  # fewer arguments than Func
        column, before = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY (%s)", [*before, self.ids]
