"""Which browser, which server, who visits? No browser is said loudly; in CI it is a failure."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, StorageState, sync_playwright
from pytest_django import DjangoDbBlocker

from config.embedded.postgres import DATABASE
from scripts.browser import installed
from tests.browser.places import Places
from tests.browser.places import places as sample_places
from tests.browser.site import Site, prepare, running
from tests.browser.visitor import Visitor, visiting
from tests.conftest import OWNER, connect_as, copy_of, drop, once_per_run, role

# Playwright's sync API runs an event loop in this thread; Django would not speak to the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

OURS = f"porchlight_browser_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
InItsDatabase = Callable[[], AbstractContextManager[None]]
HERE = Path(__file__).parent
AWAY = 10 * 60  # seconds; after fifteen minutes in which nobody needs them, their screen locks
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = installed()
    if not path and os.environ.get("CI"):
        pytest.fail("NO BROWSER: set BROWSER_PATH")
    if not path:
        pytest.skip("NO BROWSER: set BROWSER_PATH to run these tests")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Made as `make run` makes it: what journeys write there meets no other test."""
    once_per_run(DATABASE, prepare)
    copy_of(DATABASE, OURS)
    with running(OURS, tmp_path_factory.mktemp("site")) as site:
        yield site
    drop(OURS)


@pytest.fixture(scope="session")
def in_its_database(site: Site, django_db_blocker: DjangoDbBlocker) -> InItsDatabase:
    """Ask the site's own database something, with our own models."""

    @contextmanager
    def inside() -> Iterator[None]:
        before = connections["default"].settings_dict
        kept = {name: before[name] for name in ("NAME", "USER", "PASSWORD")}
        with django_db_blocker.unblock():
            connect_as(NAME=site.database, **role(OWNER))
            try:
                yield
            finally:
                connect_as(**kept)

    return inside


@pytest.fixture(scope="session")
def places(in_its_database: InItsDatabase) -> Places:
    with in_its_database():
        return sample_places()


@pytest.fixture(scope="session")
def keys(browser: Browser, site: Site) -> Callable[[str], StorageState]:
    """The cookies of somebody who signed in through the door, once for all tests that follow soon."""
    known: dict[str, StorageState] = {}
    came: dict[str, float] = {}

    def of(who: str) -> StorageState:
        if who not in known or time.monotonic() - came[who] > AWAY:
            with visiting(browser, site.url) as visitor:
                visitor.sign_in(who, site.password)
                known[who] = visitor.page.context.storage_state()
        came[who] = time.monotonic()
        return known[who]

    return of


@pytest.fixture
def visit(
    browser: Browser, site: Site, keys: Callable[[str], StorageState]
) -> Iterator[Callable[..., Visitor]]:
    """`visit("navigator", language="es", scripts=False)`: a window, which must have been quiet."""
    with ExitStack() as windows:
        opened: list[tuple[Visitor, bool]] = []

        def open_window(who: str = "", *, scripts: bool = True, **how: Any) -> Visitor:
            cookies = keys(who) if who else None
            window = visiting(browser, site.url, scripts=scripts, cookies=cookies, **how)
            visitor = windows.enter_context(window)
            opened.append((visitor, scripts))
            return visitor

        yield open_window
        for visitor, scripts in opened:
            if scripts:
                visitor.assert_quiet()
