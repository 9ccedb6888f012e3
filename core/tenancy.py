"""Whose rows are these? One network at a time, said to the database inside the transaction."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.migrations.operations import base as operations
from django.db.models import Model

P = ParamSpec("P")
R = TypeVar("R")
_current: ContextVar[UUID | None] = ContextVar("network", default=None)


def current_network() -> UUID | None:
    return _current.get()


@contextmanager
def tenant_context(network_id: UUID) -> Iterator[None]:
    """A transaction in which `app.network_id` is set (SET LOCAL). Refuses to nest another network.

    Inside another transaction, as in a test, the setting goes back on the way out to what it was:
    that one goes on, and a forgotten context must not be hidden by the one before it.
    """
    if _current.get() not in {None, network_id}:
        raise RuntimeError("A second network inside the first one's transaction.")
    goes_on = connection.in_atomic_block and _current.get() is None
    token = _current.set(network_id)
    try:
        with transaction.atomic():
            before = _tell(str(network_id))
            yield
            if goes_on and not connection.needs_rollback:
                _tell(before)  # a rollback has done so already
    finally:
        _current.reset(token)


_TELL = (
    "SELECT set_config('app.network_id', %s, true), coalesce(before, '') "
    "FROM current_setting('app.network_id', true) AS before"
)


def _tell(value: str) -> str:
    """What was said before."""
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [value])
        before: str = cursor.fetchone()[1]
    return before


def action(function: Callable[P, R]) -> Callable[P, R]:
    """One verb: one transaction, and the promises are checked before it returns, not at COMMIT.

    A broken promise is then an error inside the action that broke it, for tests, pages and API.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            result = function(*args, **kwargs)
            _check_promises()
            return result

    return run


def _check_promises() -> None:
    """`connection.check_constraints()`, sent in one go."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


# --- what migrations of tenant tables need -----------------------------------------------------


class ForTables(operations.Operation):
    """Something that only the database knows about the tables of these models."""

    reversible = True

    def __init__(self, *models: str) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        return type(self).__qualname__, list(self.models), {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's models do not change."""

    def tables(self, app_label: str, state: Any) -> list[type[Model]]:
        """Of this app, or of the one that a name begins with."""
        labels = (name if "." in name else f"{app_label}.{name}" for name in self.models)
        return [state.apps.get_model(label) for label in labels]


class GuardTenantTables(ForTables):
    """The network of these tables never changes, and their foreign keys cannot cross networks.

    For each model: UNIQUE (network_id, id), so that others may point to it; a trigger against
    moving; and for every foreign key to a tenant table (network_id, key) -> (network_id, id).
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        tables = self.tables(app_label, to_state)
        for model in tables:
            schema_editor.execute(_OWN.format(table=model._meta.db_table))
        for model in tables:
            for column, target in tenant_keys(model):
                schema_editor.execute(
                    _SAME.format(table=model._meta.db_table, column=column, target=target)
                )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Nothing to do: the tables go, and their constraints and triggers with them."""

    def describe(self) -> str:
        return f"Keep {', '.join(self.models)} within their network"


class WallTenantTables(ForTables):
    """Whoever has not said a network finds nothing in these tables; whoever has, what is of that one.

    The owner sees over the wall (no FORCE): migrations, promises checked by triggers, backups.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for model in self.tables(app_label, to_state):
            schema_editor.execute(_WALL.format(table=model._meta.db_table))

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for model in self.tables(app_label, from_state):
            schema_editor.execute(_NO_WALL.format(table=model._meta.db_table))

    def describe(self) -> str:
        return f"Show rows of {', '.join(self.models)} to their network only"


def tenant_keys(model: type[Model]) -> Iterator[tuple[str, str]]:
    """(column, target table) of each foreign key from one tenant table to another."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and any(
            f.attname == "network_id" for f in target._meta.concrete_fields
        ):
            yield field.attname, target._meta.db_table


_OWN = """
ALTER TABLE {table} ADD CONSTRAINT {table}_network_key UNIQUE (network_id, id);
CREATE TRIGGER {table}_keeps_network BEFORE UPDATE OF network_id ON {table}
    FOR EACH ROW WHEN (OLD.network_id IS DISTINCT FROM NEW.network_id) EXECUTE FUNCTION core_network_is_for_life();
"""
_SAME = """
ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_network FOREIGN KEY (network_id, {column})
    REFERENCES {target} (network_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
# The SELECT around it is asked once a statement, not once a row. What is not said is NULL, and
# nothing equals that. Without a WITH CHECK of its own the same holds for what is written.
_WALL = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_of_network ON {table}
    USING (network_id = (SELECT nullif(current_setting('app.network_id', true), '')::uuid));
"""
_NO_WALL = """
DROP POLICY {table}_of_network ON {table};
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
