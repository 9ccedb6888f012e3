"""What does this checkout keep for itself? Its folder, its lock, its made-up secrets, its ports."""

import base64
import fcntl
import json
import os
import random
import secrets
import socket
import tempfile
from pathlib import Path
from typing import IO

from config.embedded.processes import Identity, private_folder, write_private

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL = Path(os.environ.get("LOCAL_DIR", ROOT / ".local"))
PORTS_TO_TRY = 50
# Below those that systems hand to outgoing connections (Linux from 32768, some sandboxes from 16000).
CLAIMED = range(10_000, 16_000)
ME = Identity()


def hold_lock(folder: Path) -> IO[str]:
    """One runner for each checkout. The lock dies with its holder, so it is never stale."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = (folder / "run.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise SystemExit(f"Porchlight is already running from this checkout ({folder}).") from None
    return lock


def made_up() -> dict[str, str]:
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "INDEX_KEY": secrets.token_urlsafe(48),
        "LINK_KEY": secrets.token_urlsafe(48),
        "PHI_KEYS": f"k1:{key}",
        "SAMPLE_PASSWORD": f"porch-light-{secrets.token_hex(3)}",
    }


def keep_secrets(folder: Path) -> dict[str, str]:
    """Made once, kept with the data they protect; a variable that is set wins."""
    kept = folder / "secrets.json"
    known: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    if missing := made_up().keys() - known.keys():
        fresh = made_up()
        known |= {name: fresh[name] for name in missing}
        partial = folder / ".secrets.json"
        write_private(partial, json.dumps(known, indent=1))
        partial.rename(kept)
    return {name: os.environ.get(name, value) for name, value in known.items()}


def wanted_port() -> int:
    said = os.environ.get("PORT", "8000")
    if not said.isdigit() or not 0 < int(said) < 65536:
        raise SystemExit(f"PORT must be a number from 1 to 65535, not {said!r}.")
    return int(said)


def is_free(port: int) -> bool:
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port(wanted: int) -> int:
    """The first from there on: nobody else of ours is given it while we live."""
    for port in range(wanted, wanted + PORTS_TO_TRY):
        if _is_ours(port):
            return port
    raise SystemExit(f"No free port from {wanted} to {wanted + PORTS_TO_TRY - 1}: set PORT.")


def any_port() -> int:
    """A port for a child that binds it later: nobody else of ours is given it while we live.

    Asked for without a claim, two checkouts (or two processes of one test run) can be given the
    same one, and the second finds a stranger's mail server where its pages should be.
    """
    for port in random.sample(CLAIMED, len(CLAIMED)):
        if _is_ours(port):
            return port
    raise SystemExit(f"No free port from {CLAIMED.start} to {CLAIMED.stop - 1}.")


def _is_ours(port: int) -> bool:
    """Free, and claimed: it is bound later, when whatever comes before has been prepared."""
    folder = private_folder(Path(tempfile.gettempdir()) / f"porchlight-ports-{os.geteuid()}", ME)
    if (claim := _claimed(folder / str(port))) is None:
        return False
    if is_free(port):
        return True
    os.close(claim)
    return False


def _claimed(path: Path) -> int | None:
    """The descriptor whose lock is the claim: it is left open, and dies with its holder."""
    claim = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(claim)
        return None
    return claim
