"""The walls between the owner's role and ours, and the tests' own databases."""

import threading

import psycopg
import pytest
from django.db import ProgrammingError, connection

from tests.conftest import APP


def one(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_tests_meet_the_same_walls_as_pages() -> None:
    assert one("SELECT current_user") == "app"
    assert not one("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    assert one("SELECT count(*) FROM django_migrations") > 10  # type: ignore[operator]  # a number


@pytest.mark.django_db
def test_the_app_cannot_make_or_change_a_table() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        one("CREATE TABLE theft (id int)")


@pytest.mark.django_db
def test_the_app_cannot_rewrite_which_migrations_ran() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        one("DELETE FROM django_migrations")


def count_sessions() -> object:
    return one("SELECT count(*) FROM django_session")


@pytest.mark.parametrize("again", [1, 2])
def test_what_one_test_commits_no_other_sees(transactional_db: None, again: int) -> None:
    del again
    assert count_sessions() == 0
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('a', 'b', now())")
    seen: list[object] = []

    def look() -> None:
        seen.append(count_sessions())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1]


def test_lower_case_knows_accents(transactional_db: None) -> None:
    del transactional_db
    assert one("SELECT lower('ÉCOLE Ñ')") == "école ñ"


def test_a_wrong_password_opens_nothing() -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(user="app", password="guess", host=APP["OPTIONS"]["host"])


@pytest.fixture
def a_session(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('c', 'd', now())")


@pytest.mark.django_db
@pytest.mark.parametrize("again", [1, 2])
def test_the_mark_and_a_database_of_its_own_mean_the_same(
    a_session: None, transactional_db: None, again: int
) -> None:
    del again, a_session, transactional_db
    assert connection.settings_dict["NAME"].count("_") == 2, "a database of this test's own"
    assert count_sessions() == 1


@pytest.mark.django_db
def test_a_fixture_writes_where_the_test_reads(a_session: None) -> None:
    assert count_sessions() == 1


@pytest.mark.django_db
def test_what_was_written_is_rolled_back() -> None:
    assert count_sessions() == 0


@pytest.mark.django_db
def test_a_forgotten_transaction_and_a_lock_that_never_comes_end_by_themselves() -> None:
    """Either would keep dead rows in the way of the sweep, or a person waiting."""
    assert one("SHOW idle_in_transaction_session_timeout") == "2min"
    assert one("SHOW lock_timeout") == "30s"


@pytest.mark.django_db
def test_a_page_with_many_tables_is_planned_as_it_is_written() -> None:
    """Weighing every order of ten tables behind walls took sixty times as long as the answer."""
    assert one("SHOW join_collapse_limit") == "4"


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["screening_need", "referrals_referral", "core_outbox"])
def test_what_changes_often_is_cleared_often(table: str) -> None:
    settings = one(f"SELECT reloptions::text FROM pg_class WHERE relname = '{table}'")
    assert "autovacuum_vacuum_scale_factor=0.01" in str(settings)
