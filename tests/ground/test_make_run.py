"""`make run` as a newcomer meets it: from nothing to a page, a bad day, and nothing left behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from config.embedded.place import ROOT, any_port
from config.embedded.postgres import Postgres
from config.embedded.processes import command_line, wait_until
from config.embedded.valkey import Valkey
from tests.conftest import own_copy
from tests.ground.launching import eventually
from tests.sample import COUNTY, make_county

PATIENCE = 600  # a busy machine starts slowly; a healthy one never waits for this
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "PHI_KEYS", "CI")


class Newcomer:
    """Runs everything in a folder of its own, and reads what is printed."""

    def __init__(self, folder: Path, port: int) -> None:
        self.local = folder / ".local"
        self.log = folder / "printed"
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        self.environment = kept | {
            "LOCAL_DIR": str(self.local),
            "STATIC_ROOT": str(folder / "staticfiles"),
            "STATIC_MANIFEST": "0",  # plain copies: this is about processes, not about files
            "PORT": str(port),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def starts(self, **given: str) -> str:
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.embedded.run"],
                cwd=ROOT,
                env=self.environment | given,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        ended = lambda: self.process.poll() is not None  # noqa: E731 named, it is read twice
        wait_until(lambda: ended() or "Stop: Ctrl-C" in self.printed, seconds=PATIENCE)
        assert not ended(), self.printed
        return re.search(r"is ready: (\S+)", self.printed)[1]

    @property
    def printed(self) -> str:
        return self.log.read_text(errors="replace")

    def ends(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.wait(180)

    def left_behind(self) -> list[str]:
        """Everything it starts names its folder, its socket or its runner's session."""
        names = (str(self.local), str(Postgres(self.local).data), str(Valkey(self.local).socket))
        running = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        commands = [command_line(pid) for pid in running]
        return [command for command in commands if any(name in command for name in names)]


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Newcomer]:
    with socket.socket() as somebody:  # a taken port is the usual bad luck
        # below those of outgoing connections, which would take the next one while it prepares
        somebody.bind(("127.0.0.1", any_port()))
        somebody.listen()
        found = Newcomer(tmp_path, somebody.getsockname()[1])
        yield found
    if found.process and found.process.poll() is None:
        found.ends(signal.SIGTERM)
    Postgres(found.local).discard()


def ready(site: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{site}readyz", timeout=60) as answer:  # noqa: S310 our own
        return json.load(answer)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="orphans are ended on Linux only")
def test_from_nothing_to_a_page_and_back(newcomer: Newcomer) -> None:
    site = newcomer.starts()
    assert f"Port {newcomer.environment['PORT']} is taken" in newcomer.printed
    assert "navigator@example.org" in newcomer.printed
    assert re.search(r"with the password \S{8,}", newcomer.printed)
    assert ready(site) == {"status": "ok", "degraded": []}
    second = subprocess.run(
        [sys.executable, "-m", "config.embedded.run"],
        cwd=ROOT,
        env=newcomer.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "already running" in second.stderr

    newcomer.ends(signal.SIGKILL)
    assert eventually(lambda: not newcomer.left_behind()), newcomer.left_behind()

    site = newcomer.starts()
    assert ready(site) == {"status": "ok", "degraded": []}
    newcomer.ends(signal.SIGINT)
    assert newcomer.process.returncode == 0
    assert not newcomer.left_behind()


@pytest.fixture
def given(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[dict[str, str]]:
    """An operator's servers and key: the database has its tables and the sample county already."""
    with django_db_blocker.unblock(), Valkey(tmp_path / "elsewhere") as broker:
        make_county()
        with own_copy(COUNTY):
            name = connections["default"].settings_dict["NAME"]
            roles = ("DATABASE_URL", "DATABASE_OWNER_URL")
            urls = {role: re.sub(r"/\w+\?", f"/{name}?", os.environ[role]) for role in roles}
            yield urls | {"REDIS_URL": broker.url, "PHI_KEYS": os.environ["PHI_KEYS"]}


def test_servers_that_are_given_are_used(newcomer: Newcomer, given: dict[str, str]) -> None:
    site = newcomer.starts(**given)
    assert ready(site) == {"status": "ok", "degraded": []}
    assert not (newcomer.local / "pg_password").exists()
    newcomer.ends(signal.SIGINT)


def test_a_role_that_is_too_mighty_is_explained(newcomer: Newcomer, given: dict[str, str]) -> None:
    mighty = given | {"DATABASE_URL": given["DATABASE_OWNER_URL"]}
    with pytest.raises(AssertionError, match=r"(?s)owns tables.*CREATE ROLE app"):
        newcomer.starts(**mighty)
