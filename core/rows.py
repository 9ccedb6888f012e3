"""Is this row one of those, and does another speak for or against it? Conditions and words written by hand.

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


class IsOneOf(models.Func):
    """`column IN (sql)`: for those few that are the same whichever row asks. They are looked up once.

    As EXISTS, PostgreSQL weighs them as one more table of each list: planning the numbers of a page
    took it longer than counting. A row that names nobody is none of them.
    """

    output_field = models.BooleanField()

    def __init__(self, sql: str, column: str, *said: object) -> None:
        super().__init__(column)
        self.sql, self.said = sql, said

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # type: ignore[override]  # fewer arguments than Func
        column, before = compiler.compile(self.source_expressions[0])
        return f"({column} IN ({self.sql}) IS TRUE)", [*before, *self.said]


class Among(models.Func):
    """`column = ANY (ids)`: one parameter, however many ids."""

    output_field = models.BooleanField()

    def __init__(self, column: str, ids: Iterable[UUID]) -> None:
        super().__init__(column)
        self.ids = list(ids)

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # type: ignore[override]  # fewer arguments than Func
        column, before = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY (%s)", [*before, self.ids]


class Where(models.Expression):
    """A condition in SQL that names its columns with their table.

    Lists and their numbers say it alike, and a dozen numbers only put the words together. Not for a
    query inside another one: there the table may go by another name.
    """

    output_field = models.BooleanField()

    def __init__(self, sql: str, *said: object) -> None:
        super().__init__()
        self.sql, self.said = sql, said

    @classmethod
    def one_of(cls, column: str, codes: Iterable[str]) -> "Where":
        """IN, one place for each: an index in this order is of use for a single one."""
        said = [str(code) for code in codes]
        return cls(f"{column} IN ({', '.join(['%s'] * len(said))})", *said)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return f"({self.sql})", self.said

    @property
    def contrary(self) -> "Where":
        return Where(f"NOT ({self.sql})", *self.said)


class ValueOf(models.Func):
    """`(SELECT ...)`: one word of another table; `{}` in the SQL is the column that points there.

    PostgreSQL weighs the order of all tables that are joined: two more for two names, and planning
    a list took it longer than answering.
    """

    def __init__(self, sql: str, column: str) -> None:
        super().__init__(column, output_field=models.TextField())
        self.sql = sql

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # type: ignore[override]  # fewer arguments than Func
        column, said = compiler.compile(self.source_expressions[0])
        return f"({self.sql.format(column)})", said
