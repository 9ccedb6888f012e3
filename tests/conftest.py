"""The database of every test: made by the owner, used as `app`, thrown away."""

import itertools
import os
from collections.abc import Iterator

from tests import environment

environment.prepare()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402 settings read the environment made above

django.setup()

from django.conf import settings  # noqa: E402

settings.MIDDLEWARE.insert(0, "tests.page_rules.PageRulesMiddleware")

import environ  # noqa: E402
import psycopg  # noqa: E402
import pytest  # noqa: E402
from django.db import connections  # noqa: E402

pytest_plugins = ["tests.story"]  # the named people of every story
OWNER = environ.Env().db_url("DATABASE_OWNER_URL")
APP = environ.Env().db_url("DATABASE_URL")
numbers = itertools.count(1)


def connect_as(**changes: object) -> None:
    connections.close_all()
    connections["default"].settings_dict.update(changes)


def role(url: dict[str, object]) -> dict[str, object]:
    return {name: url[name] for name in ("USER", "PASSWORD")}


def as_admin(*statements: str) -> None:
    with psycopg.connect(os.environ["TEST_ADMIN_URL"], autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement.encode())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    connect_as(**role(OWNER))


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """Made and migrated by the owner; from here on all are `app`. A copy is kept untouched."""
    with django_db_blocker.unblock():
        name = connections["default"].settings_dict["NAME"]
        connect_as(**role(APP))
        as_admin(
            f'DROP DATABASE IF EXISTS "{name}_fresh"',
            f'CREATE DATABASE "{name}_fresh" TEMPLATE "{name}" OWNER owner STRATEGY FILE_COPY',
        )
        yield
        connect_as(**role(OWNER))
        as_admin(f'DROP DATABASE "{name}_fresh"')


@pytest.fixture
def transactional_db(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """A database of the test's own, where commits, threads and other processes are real.

    Keep this name: pytest-django sets up a database for it. Django's own way (flush every table)
    cannot work as `app`, and would empty what migrations have written.
    """
    with django_db_blocker.unblock():
        name = connections["default"].settings_dict["NAME"]
        own = f"{name}_{next(numbers)}"
        as_admin(f'CREATE DATABASE "{own}" TEMPLATE "{name}_fresh" OWNER owner STRATEGY FILE_COPY')
        connect_as(NAME=own)
        yield
        connect_as(NAME=name)
        as_admin(f'DROP DATABASE "{own}" WITH (FORCE)')


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    """A rolled-back transaction, or the test's own database where it asked for one.

    pytest-django's would flush for `transactional_db`; the people of a story ask for `db` and so
    work with both.
    """
    own = "transactional_db" in request.fixturenames
    request.getfixturevalue("transactional_db" if own else "_django_db_helper")


@pytest.fixture
def _django_db_helper(request: pytest.FixtureRequest) -> None:
    """Beside `transactional_db` the mark django_db means that database, not Django's flush."""
    wanted = (
        "transactional_db" if "transactional_db" in request.fixturenames else request.fixturename
    )
    request.getfixturevalue(wanted)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and (mark.args or mark.kwargs.get("transaction")):
            raise pytest.UsageError(
                f"{item.nodeid}: use the fixture transactional_db, not django_db(transaction=True)"
            )
