"""How do words come under a newer key while everybody works on? In small batches, each for itself.

Nothing is noted beside: a value says in its first bytes under which key it lies. So whoever is killed
begins again anywhere, and what another process wrote under the older key meanwhile is found.
"""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from core.sealed import SealBroken, SealedTextField, newest_head, seal, unseal
from core.tenancy import tenant_context

log = logging.getLogger(__name__)
BEFORE_ALL = UUID(int=0)
_STALE = "octet_length({0}) > 0 AND substring({0} FROM 1 FOR {1}) <> %(head)s"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with sealed words, as one network has them; or those of no network."""

    model: type[models.Model]
    columns: tuple[str, ...]
    network_id: UUID | None

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    def _within(self) -> AbstractContextManager[None]:
        return tenant_context(self.network_id) if self.network_id else transaction.atomic()

    @property
    def _said(self) -> dict[str, Any]:
        return {"network": self.network_id, "head": newest_head(self.network_id)}

    @property
    def _stale(self) -> str:
        length = len(newest_head(self.network_id))
        stale = " OR ".join(_STALE.format(column, length) for column in self.columns)
        return f"({stale})" + (" AND network_id = %(network)s" if self.network_id else "")

    def remaining(self) -> int:
        """How many rows have a word under an older key."""
        with self._within(), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self.name} WHERE {self._stale}", self._said)  # noqa: S608 our own names
            count: int = cursor.fetchone()[0]
        return count

    def reseal(self, *, size: int) -> Iterator[int]:
        """Batch after batch, each a transaction of its own: how many rows it held."""
        last = BEFORE_ALL
        while ids := self._batch(last, size):
            yield len(ids)
            last = ids[-1]

    def _batch(self, last: UUID, size: int) -> list[UUID]:
        """Locked, so that what somebody saves at this moment is neither lost nor overwritten."""
        sql = (
            f"SELECT id, {', '.join(self.columns)} FROM {self.name} WHERE id > %(last)s AND {self._stale} "  # noqa: S608 our own names
            "ORDER BY id LIMIT %(size)s FOR NO KEY UPDATE"
        )
        with self._within(), connection.cursor() as cursor:
            cursor.execute(sql, {**self._said, "last": last, "size": size})
            rows = cursor.fetchall()
            if rows:
                self._write(cursor, rows)
        return [row[0] for row in rows]

    def _write(self, cursor: Any, rows: list[tuple[Any, ...]]) -> None:
        fresh = [
            (pk, *(self._anew(column, pk, bytes(old)) for column, old in zip(self.columns, olds, strict=True)))
            for pk, *olds in rows
        ]  # fmt: skip
        values = dict(zip(("id", *self.columns), map(list, zip(*fresh, strict=True)), strict=True))
        given = ", ".join(f"%({column})s::bytea[]" for column in self.columns)
        sets = ", ".join(f"{column} = fresh.{column}" for column in self.columns)
        cursor.execute("SELECT set_config('app.resealing', 'on', true)")
        cursor.execute(
            f"UPDATE {self.name} AS t SET {sets} "  # noqa: S608 our own names
            f"FROM unnest(%(id)s::uuid[], {given}) AS fresh (id, {', '.join(self.columns)}) "
            "WHERE t.id = fresh.id",
            values,
        )
        cursor.execute("SELECT set_config('app.resealing', '', true)")

    def _anew(self, column: str, pk: UUID, old: bytes) -> bytes:
        """What does not open stays as it is, remains counted, and keeps nobody else waiting."""
        place = f"{self.name}.{column}:{pk}"
        try:
            return seal(unseal(old, place, self.network_id), place, self.network_id) if old else old
        except SealBroken:
            log.warning("does not open", extra={"table": self.name, "row": str(pk)})
            return old


def tables_of(network_id: UUID | None) -> list[Table]:
    """All tables with sealed words that belong to networks; with None, those that belong to none."""
    return [
        Table(model, columns, network_id)
        for model in apps.get_models()
        if (columns := sealed_columns(model))
        and _has_network(model) is (network_id is not None)
    ]  # fmt: skip


def sealed_columns(model: type[models.Model]) -> tuple[str, ...]:
    fields = model._meta.concrete_fields
    return tuple(field.column or "" for field in fields if isinstance(field, SealedTextField))


def _has_network(model: type[models.Model]) -> bool:
    return any(field.attname == "network_id" for field in model._meta.concrete_fields)
