"""One runner for each checkout: its lock, its port, its secrets, its children."""

import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import place
from config.embedded.supervisor import Step, Supervisor
from tests.ground.launching import is_gone

FOREVER = ["-c", "import signal; signal.pause()"]
BRIEFLY = ["-c", "pass"]


def test_a_second_runner_in_the_same_checkout_is_told(tmp_path: Path) -> None:
    with place.hold_lock(tmp_path), pytest.raises(SystemExit, match="already running"):
        place.hold_lock(tmp_path)
    place.hold_lock(tmp_path).close()  # the lock went with its holder


def test_a_taken_port_leads_to_the_next_free_one() -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        taken = squatter.getsockname()[1]
        assert taken < place.free_port(taken) < taken + place.PORTS_TO_TRY


def test_two_that_want_the_same_port_are_given_two() -> None:
    """Each binds it later: until then nothing but the claim says that it is taken."""
    wanted = place.any_port()
    assert wanted < place.free_port(wanted) < place.free_port(wanted)


def test_nobody_is_given_a_port_that_somebody_else_will_bind() -> None:
    """Neither twice in one process, nor while another process holds its claim."""
    ask = "from config.embedded import place; print(*(place.any_port() for _ in range(200)))"
    ours = {place.any_port() for _ in range(200)}
    theirs = subprocess.run(
        [sys.executable, "-c", ask], cwd=place.ROOT, capture_output=True, text=True, check=True
    )
    assert len(ours) == 200
    assert ours.isdisjoint(int(port) for port in theirs.stdout.split())


def test_secrets_are_made_once_and_kept_private(tmp_path: Path, monkeypatch) -> None:
    for name in place.made_up():
        monkeypatch.delenv(name, raising=False)
    first = place.keep_secrets(tmp_path)
    assert first == place.keep_secrets(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    monkeypatch.setenv("LINK_KEY", "the operator's own")
    assert place.keep_secrets(tmp_path)["LINK_KEY"] == "the operator's own"


def test_when_one_child_ends_all_are_stopped_and_it_is_named(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as children:
        children.add("web", FOREVER, {})
        children.add("worker", BRIEFLY, {})
        assert "worker has ended" in children.watch({})
        web = children.children["web"]
        assert web.poll() is None
    assert web.returncode == -signal.SIGTERM
    assert is_gone(web.pid)


def test_a_failed_step_stops_the_start() -> None:
    with pytest.raises(SystemExit, match="This step failed"):
        Step(["-c", "import sys; sys.exit(3)"], {}).finish()
    assert sys.executable
