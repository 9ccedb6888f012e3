"""Row by row, the database keeps networks apart; a new table stands behind the wall, or says why not."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from referrals.actions.guards import BEFORE_THE_WALL, GUARDS
from tests.architecture.source import APPS, ROOT, files

OF_A_NETWORK = [
    model
    for model in apps.get_models()
    if model._meta.app_label in APPS
    and any(field.attname == "network_id" for field in model._meta.concrete_fields)
]
WALLED = [model for model in OF_A_NETWORK if model._meta.db_table not in BEFORE_THE_WALL]
TABLES = {model._meta.db_table for model in WALLED}
WALLS = """
SELECT c.relname, c.relrowsecurity, array_agg(DISTINCT (p.polcmd::text, p.polpermissive, p.polroles::oid[]::text,
       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))::text)
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
GROUP BY c.oid
"""
PARTS_WE_MAY_TOUCH = """
SELECT c.relname FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid
JOIN pg_class parent ON parent.oid = i.inhparent
WHERE parent.relname = ANY (%s) AND has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE')
"""
TRIGGERS = """
SELECT p.proname, p.prosrc, p.prosecdef, coalesce(p.proconfig::text, '') FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype = 'trigger'::regtype
"""
FUNCTIONS = """
SELECT p.proname, p.prosrc FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
"""
GUARDS_MADE = """
SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND NOT c.relispartition
"""
VIEWS = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND (relkind = 'm'
    OR relkind = 'v' AND NOT coalesce(reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on'])
"""


def rows(question: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return cursor.fetchall()


@pytest.mark.django_db
def test_every_table_of_a_network_has_the_one_wall_or_says_why_not() -> None:
    found = {name: policies for name, has_wall, policies in rows(WALLS) if has_wall}
    missing = "End its migration with WallTenantTables, or say in BEFORE_THE_WALL why it has none"
    assert set(found) == TABLES, missing
    assert len({tuple(policies) for policies in found.values()}) == 1  # the same for all
    [policy] = found["people_person"]
    assert "current_setting('app.network_id'::text, true)" in policy
    assert "( SELECT (NULLIF(" in policy  # asked once a statement
    assert policy.startswith("(*,t,{0},")  # for every command, and for everybody


def test_whoever_stands_before_the_wall_exists() -> None:
    assert set(BEFORE_THE_WALL) <= {model._meta.db_table for model in OF_A_NETWORK}


@pytest.mark.django_db
def test_the_months_of_a_table_cannot_be_reached_around_its_wall() -> None:
    assert rows(PARTS_WE_MAY_TOUCH, list(TABLES)) == []


def _reads_behind_the_wall(source: str, through: set[str]) -> bool:
    words = set(re.findall(r"\w+", source))
    return bool(words & (TABLES | through))


@pytest.mark.django_db
def test_a_trigger_that_keeps_a_promise_sees_over_the_wall() -> None:
    """Else a promise about rows that nobody has said the network of would be kept by seeing none."""
    calls = {
        str(name) for name, source in rows(FUNCTIONS) if _reads_behind_the_wall(str(source), set())
    }
    for name, source, as_owner, settings in rows(TRIGGERS):
        if _reads_behind_the_wall(str(source), calls):
            assert as_owner, name
            assert "search_path=public, pg_temp" in str(settings), name


@pytest.mark.django_db
def test_no_view_looks_over_the_wall() -> None:
    assert rows(VIEWS) == []


def test_a_network_is_said_in_one_place_and_for_one_transaction_only() -> None:
    """A setting of the session would be there for the next request on the same connection."""
    says = {path: path.read_text() for path in files(*APPS, "config")}
    [place] = [path for path, source in says.items() if "app.network_id'" in source]
    assert place == ROOT / "core/tenancy.py"
    assert re.findall(r"set_config\([^)]*\)", says[place]) == [
        "set_config('app.network_id', %s, true)"
    ]


def test_models_behind_the_wall_are_many() -> None:
    """A list that is empty by a slip would make all of the above true."""
    assert len(WALLED) > 35
    assert all(issubclass(model, Model) for model in WALLED)


@pytest.mark.django_db
def test_the_night_asks_after_every_guard_that_the_migrations_make() -> None:
    made = {str(name) for (name,) in rows(GUARDS_MADE)}
    assert made == set(GUARDS), "write it into GUARDS, or strike it"
    assert len(GUARDS) == len(set(GUARDS))
