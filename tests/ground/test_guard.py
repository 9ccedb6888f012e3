"""A missing or weak secret stops the start; the operator reads which, and how to make one."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from config import guard
from config.embedded.place import ROOT, made_up

SECRETS = ("SECRET_KEY", "INDEX_KEY", "LINK_KEY", "PHI_KEYS")
EVEN = base64.urlsafe_b64encode(bytes(32)).decode()
SHORT = base64.urlsafe_b64encode(b"too short").decode()


def given(**values: str) -> environ.Env:
    env = environ.Env()
    env.ENVIRON = values
    return env


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, as an operator starts it: nothing of the tests' environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env=kept | made_up() | changes,
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_secrets_start() -> None:
    assert start().returncode == 0


@pytest.mark.parametrize("name", SECRETS)
def test_each_missing_secret_is_named_with_a_recipe(name: str) -> None:
    done = start(**{name: ""})
    assert done.returncode != 0
    assert f"{name} is missing. Make one with: python -c" in done.stderr


def test_debug_alone_starts_without_secrets() -> None:
    assert start(DEBUG="1", **dict.fromkeys(SECRETS, "")).returncode == 0


@pytest.mark.parametrize("weak", ["short", "a" * 60, "change-me-" + "xyzabcdefghijklmnop" * 3])
def test_a_secret_that_can_be_guessed_is_refused(weak: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="too easy to guess"):
        guard.secret(given(SECRET_KEY=weak), "SECRET_KEY", debug=False)


@pytest.mark.parametrize("ring", ["no-id", f"k1:{EVEN}", f"k1:{SHORT}", "k1:%%%", "k 1:"])
def test_a_key_that_is_not_random_is_refused(ring: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="32 random bytes"):
        guard.keyring(given(PHI_KEYS=ring), "PHI_KEYS", debug=False)


def test_two_keys_may_not_share_an_id() -> None:
    entry = made_up()["PHI_KEYS"]
    with pytest.raises(ImproperlyConfigured, match="two keys alike"):
        guard.keyring(given(PHI_KEYS=f"{entry},{entry}"), "PHI_KEYS", debug=False)


def test_the_recipes_make_what_the_guard_accepts() -> None:
    def made_by(recipe: str) -> str:
        code = recipe.removeprefix('python -c "').removesuffix('"')
        return subprocess.check_output([sys.executable, "-c", code], text=True).strip()

    assert guard.secret(given(K=made_by(guard.MAKE_ONE)), "K", debug=False)
    assert guard.keyring(given(K=made_by(guard.MAKE_KEY)), "K", debug=False)


def test_the_keys_may_lie_in_a_file_one_a_line(tmp_path: Path) -> None:
    ring = tmp_path / "keys"
    ring.write_text(f"{key('k2')}\n{key('k1')}\n")
    held = guard.from_file(given(PHI_KEYS_FILE=str(ring)), "PHI_KEYS_FILE")
    entries = guard.keyring(given(), "PHI_KEYS", held, debug=False)
    assert [entry.partition(":")[0] for entry in entries] == ["k2", "k1"]


def test_keys_in_two_places_or_in_a_file_that_is_gone_stop_the_start(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    with pytest.raises(ImproperlyConfigured, match="not both"):
        guard.keyring(given(PHI_KEYS=key("k1")), "PHI_KEYS", key("k2"), debug=False)
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        guard.from_file(given(PHI_KEYS_FILE=gone), "PHI_KEYS_FILE")


def key(name: str) -> str:
    return f"{name}:{base64.urlsafe_b64encode(os.urandom(32)).decode()}"
