"""Neighbouring changes of tables are made together, and come out as if they were made one by one."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from django.db import connection, migrations, models
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from core import migrating
from tests.conftest import OWNER, role

PORCH = migrations.CreateModel("Porch", [("id", models.AutoField(primary_key=True))])
STEPS = migrations.AddField("porch", "steps", models.IntegerField(default=3))
MORE_STEPS = migrations.AlterField("porch", "steps", models.BigIntegerField(default=3))
FEW = migrations.AddConstraint(
    "porch", models.CheckConstraint(condition=models.Q(steps__lt=9), name="porch_is_low")
)
BY_STEPS = migrations.AddIndex("porch", models.Index(fields=["steps"], name="porch_steps"))
LAMP = migrations.CreateModel(
    "Lamp",
    [
        ("id", models.AutoField(primary_key=True)),
        ("porch", models.ForeignKey("made_up.Porch", models.CASCADE)),
    ],
)
SQL = migrations.RunSQL("SELECT 1", "SELECT 1")


@pytest.fixture
def owner(transactional_db: None) -> Iterator[DatabaseWrapper]:
    """Who may make tables."""
    with_owner = DatabaseWrapper({**connection.settings_dict, **role(OWNER)})
    yield with_owner
    with_owner.close()


def migration_of(*several: Operation) -> migrations.Migration:
    class Made(migrating.Migration):
        operations: ClassVar = list(several)

    return Made("0001_made_up", "made_up")


def shape(owner: DatabaseWrapper) -> list[tuple[str, ...]]:
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_name LIKE 'made_up%'"
            " UNION SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid::regclass::text LIKE 'made_up%'"
            " UNION SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'made_up%' ORDER BY 1, 2"
        )
        return cursor.fetchall()


def made(owner: DatabaseWrapper, *several: Operation) -> list[tuple[str, ...]]:
    """What the tables look like; then everything is taken back again."""
    migration, state = migration_of(*several), ProjectState()
    with owner.schema_editor() as editor:
        migration.apply(state, editor)
    seen = shape(owner)
    with owner.schema_editor() as editor:
        migration.unapply(ProjectState(), editor)
    return seen


def test_tables_that_are_made_together_are_those_that_are_made_one_by_one(owner: DatabaseWrapper):
    changes = (PORCH, LAMP, STEPS, BY_STEPS, FEW)
    together = made(owner, *changes)
    apart = made(owner, *[one for change in changes for one in (change, SQL)])
    assert together == apart
    assert {"porch_is_low", "porch_steps", "porch_id"} <= {name for _table, name, _what in together}
    assert shape(owner) == []


def test_a_column_that_changes_twice_ends_as_the_second_change_says(owner: DatabaseWrapper):
    columns = {name: kind for _table, name, kind in made(owner, PORCH, SQL, STEPS, MORE_STEPS)}
    assert columns["steps"] == "bigint"


def test_sql_between_two_changes_stays_between_them():
    kinds = [type(one).__name__ for one in migration_of(PORCH, LAMP, SQL, STEPS, FEW).operations]
    assert kinds == ["Together", "RunSQL", "Together"]
