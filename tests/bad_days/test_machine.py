"""The database restarts, or is gone for a while: what does somebody in the middle of their work see?"""

import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import path

from config.embedded import place
from config.embedded.processes import wait_until
from config.embedded.run import WEB
from config.embedded.supervisor import Supervisor
from config.urls import handler500, urlpatterns
from tests.conftest import as_admin
from tests.story import Worker

MISHAP = "Rosa Delgado was in this variable"


@dataclass(frozen=True)
class Answer:
    status: int
    page: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Site:
    """A real gunicorn on this test's database, and somebody who has signed in."""

    url: str
    cookie: str

    def get(self, where: str) -> Answer:
        headers = {"Cookie": self.cookie, "Authorization": "Bearer plk_of-somebody"}
        asked = urllib.request.Request(self.url + where, headers=headers)  # noqa: S310 our own
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 our own
                return Answer(answer.status, answer.read().decode(), dict(answer.headers))
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.read().decode(), dict(refused.headers))


@pytest.fixture
def site(transactional_db: None, navigator: Worker, tmp_path: Path) -> Iterator[Site]:
    at = f"127.0.0.1:{place.any_port()}"
    before, _, options = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    environment = {
        "DATABASE_URL": f"{before.rpartition('/')[0]}/{name}?{options}",
        "BIND": at,
        "WEB_WORKERS": "1",
    }
    cookie = f"{settings.SESSION_COOKIE_NAME}={navigator.client.session.session_key}"
    with Supervisor(tmp_path / "logs") as children:
        children.add("web", WEB, environment)
        served = Site(f"http://{at}", cookie)
        assert wait_until(lambda: children.ended() or _is_up(served), seconds=180)
        assert not children.ended(), children.last_words("web")
        yield served


def _is_up(site: Site) -> bool:
    try:
        return site.get("/healthz").status == 200
    except OSError:  # refused, reset, or not answered in time: it is still starting
        return False


def cut() -> None:
    """Every connection to this test's database ends, as when the server restarts."""
    name = connections["default"].settings_dict["NAME"]
    connections.close_all()
    as_admin(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


def let_in(yes: str) -> None:
    name = connections["default"].settings_dict["NAME"]
    as_admin(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {yes}')


def test_pages_come_back_by_themselves_when_the_database_restarts(site: Site) -> None:
    assert site.get("/today/").status == 200
    cut()
    first = site.get("/today/")
    assert first.status in {200, 503}
    assert [site.get("/today/").status for _ in range(3)] == [200, 200, 200]


def test_while_the_database_is_away_a_kind_page_says_so_and_ends_with_it(site: Site) -> None:
    assert site.get("/today/").status == 200
    let_in("false")
    cut()
    away, program, ready = (site.get(where) for where in ("/today/", "/api/v1/needs/", "/readyz"))
    let_in("true")
    assert away.status == 503
    assert away.headers["Retry-After"]
    assert "We will be back in a moment" in away.page
    for inside in ("OperationalError", "Traceback", "psycopg", "SELECT", "Priya"):
        assert inside not in away.page
    assert ready.status == 503
    assert (program.status, '"code": "unavailable"' in program.page) == (503, True)
    assert site.get("/today/").status == 200


def test_a_mistake_of_ours_shows_nothing_of_what_it_was_doing(
    navigator: Worker, settings, caplog
) -> None:
    settings.ROOT_URLCONF = __name__
    client = navigator.client
    client.raise_request_exception = False
    page, program = client.get("/mishap/"), Client(raise_request_exception=False).get("/api/mishap")
    assert page.status_code == program.status_code == 500
    assert "Something broke on our side" in page.content.decode()
    assert program.json()["code"] == "broken"
    assert MISHAP not in page.content.decode() + program.content.decode()
    assert "Priya" not in page.content.decode()
    caplog.clear()


def _mishap(_request: object) -> None:
    raise ValueError(MISHAP)


_mishap.login_required = False  # type: ignore[attr-defined]  # what login_not_required writes
urlpatterns = [*urlpatterns, path("mishap/", _mishap), path("api/mishap", _mishap)]
__all__ = ["handler500", "urlpatterns"]
