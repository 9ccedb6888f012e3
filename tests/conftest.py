"""The database of every test: made by the owner, used as `app`, thrown away."""

import fcntl
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import environment

environment.prepare()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402 settings read the environment made above

django.setup()

from django.conf import settings  # noqa: E402 Django is set up above

settings.MIDDLEWARE[:0] = [
    "tests.looks.LooksMiddleware",
    "tests.page_rules.PageRulesMiddleware",
    "tests.walls.OutsideMiddleware",
]

import environ  # noqa: E402 Django is set up above
import psycopg  # noqa: E402 Django is set up above
import pytest  # noqa: E402 Django is set up above
from celery.app.task import Task  # noqa: E402 Django is set up above
from django.core.management import BaseCommand  # noqa: E402 Django is set up above
from django.db import connections  # noqa: E402 Django is set up above
from django.utils import timezone, translation  # noqa: E402 Django is set up above
from hypothesis import HealthCheck  # noqa: E402 Django is set up above
from hypothesis import settings as examples  # noqa: E402 Django is set up above
from pytest_django import DjangoDbBlocker  # noqa: E402 Django is set up above

from config.prepare import migrate  # noqa: E402 Django is set up above
from governance import known  # noqa: E402 Django is set up above
from tests import kept_tables  # noqa: E402 Django is set up above
from tests.walls import begins_outside  # noqa: E402 Django is set up above

# A request (by its middleware), a task and a command must each say their network themselves.
Task.__call__ = begins_outside(Task.__call__)
BaseCommand.execute = begins_outside(BaseCommand.execute)

# A busy machine draws slowly, which says nothing about the rules; and the same tree draws the same examples:
# others each time are for the long runs, which ask for them.
examples.register_profile(
    "porchlight", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
examples.load_profile("porchlight")

pytest_plugins = ["tests.story", "tests.sample"]  # the named people of every story, and a county
OWNER = environ.Env().db_url("DATABASE_OWNER_URL")
APP = environ.Env().db_url("DATABASE_URL")
TEMPLATE = "template_of_tests"
numbers = itertools.count(1)
# First, or one process would still be at it when the others have nothing left to do.
LONGEST = (
    "tests/proof/",
    "tests/ground/test_make_run.py",
    "tests/ground/test_deployment.py",
    "tests/benchmarks/",
    "tests/browser/test_journeys.py",
    "tests/insights/test_sample_trial.py",
)


def connect_as(**changes: object) -> None:
    connections.close_all()
    connections["default"].settings_dict.update(changes)


def role(url: dict[str, object]) -> dict[str, object]:
    return {name: url[name] for name in ("USER", "PASSWORD")}


def as_admin(*statements: str) -> None:
    with psycopg.connect(os.environ["TEST_ADMIN_URL"], autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement.encode())


def once_per_run(what: str, make: Callable[[], None]) -> None:
    """By whichever process of pytest-xdist comes first; the others wait for it."""
    lock = Path(os.environ["TEST_FOLDER"]) / f"{what}.lock"
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not lock.stat().st_size:
            make()
            held.write("made")


def make_tables() -> None:
    """The owner makes every table, in a database that is only copied; kept for the next run."""
    as_admin(f"DROP DATABASE IF EXISTS {TEMPLATE}", f"CREATE DATABASE {TEMPLATE} OWNER owner")
    address = os.environ["TEST_ADMIN_URL"].replace("/postgres?", f"/{TEMPLATE}?")
    if kept_tables.restore(address):
        return
    connect_as(**role(OWNER), NAME=TEMPLATE)
    migrate()
    connections.close_all()
    kept_tables.keep(address)


def make_template() -> None:
    once_per_run(TEMPLATE, make_tables)


def copy_of(template: str, name: str) -> None:
    as_admin(f'CREATE DATABASE "{name}" TEMPLATE {template} OWNER owner STRATEGY FILE_COPY')


def drop(name: str) -> None:
    as_admin(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def own_copy(template: str) -> Iterator[None]:
    """A database of one test, in which commits are real; then the one that all share again."""
    name = connections["default"].settings_dict["NAME"]
    own = f"{name}_{next(numbers)}"
    copy_of(template, own)
    connect_as(NAME=own)
    yield
    connect_as(NAME=name)
    drop(own)


@pytest.fixture
def keeps_decisions(settings: object) -> Iterator[None]:
    """As in production a process believes for a while what partners decided; it begins knowing nothing."""
    settings.POLICY_SECONDS = 600.0
    known.forget_all()
    yield
    known.forget_all()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A copy for this process, used as `app`; the cluster goes away with the run."""
    with django_db_blocker.unblock():
        make_template()
        name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
        copy_of(TEMPLATE, name)
        connect_as(**role(APP), NAME=name)
        yield
        connections.close_all()


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of the test's own, where commits, threads and other processes are real.

    Keep this name: pytest-django sets up a database for it. Django's own way (flush every table)
    cannot work as `app`, and would empty what migrations have written.
    """
    with django_db_blocker.unblock(), own_copy(TEMPLATE):
        yield


@pytest.fixture
def _django_db_helper(request: pytest.FixtureRequest) -> None:
    """Beside `transactional_db` the mark django_db means that database, not Django's flush."""
    wanted = (
        "transactional_db" if "transactional_db" in request.fixturenames else request.fixturename
    )
    request.getfixturevalue(wanted)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """A page that the test before has opened speaks its language, and its clock, no further."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and (mark.args or mark.kwargs.get("transaction")):
            raise pytest.UsageError(
                f"{item.nodeid}: use the fixture transactional_db, not django_db(transaction=True)"
            )
