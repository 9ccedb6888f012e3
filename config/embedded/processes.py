"""How does a child process never outlive us, and how is an orphan told from a stranger?"""

import contextlib
import ctypes
import hashlib
import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict


class PopenOptions(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Identity:
    """Whom a server runs as: ourselves, or `nobody` where we are root (PostgreSQL refuses root)."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def unprivileged(cls) -> "Identity":
        if os.geteuid() != 0:
            return cls()
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def switches(self) -> bool:
        return self.uid is not None

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def popen_options(self) -> PopenOptions:
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def private_folder(path: Path, owner: Identity) -> Path:
    """Make a 0700 folder; refuse one that somebody else made first: /tmp is not ours alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if path.is_symlink() or found.st_uid not in {os.geteuid(), owner.uid}:
        raise SystemExit(f"{path} belongs to somebody else; remove it and try again")
    owner.own(path)
    return path


def write_private(path: Path, text: str) -> None:
    """Readable by us alone; a link that somebody laid there is replaced, not followed."""
    path.unlink(missing_ok=True)
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(made, "w") as file:
        file.write(text)


def tag(folder: Path) -> str:
    """Two checkouts must not meet: everything outside the folder carries this in its name."""
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:10]


def socket_folder(folder: Path) -> Path:
    """A socket's path may have 104 characters at most; a checkout's path may be longer."""
    return Path(tempfile.gettempdir()) / f"porchlight-{os.geteuid()}-{tag(folder)}"


def ending_with_parent(stop_signal: signal.Signals) -> Callable[[], None]:
    """For preexec_fn. Linux sends `stop_signal` when the launcher dies, even by kill -9."""

    def prepare() -> None:
        os.setsid()  # a terminal's Ctrl-C reaches the launcher only
        if sys.platform == "linux":
            set_parent_death_signal = 1
            ctypes.CDLL(None).prctl(set_parent_death_signal, int(stop_signal))

    return prepare


def command_line(pid: int) -> str:
    """What is running under this id; empty for a dead process and for a zombie."""
    if Path("/proc/self").exists():  # slim containers have no ps
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except OSError:
            return ""
    asked = ["ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def wait_until(met: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if met():
            return True
        time.sleep(0.03)
    return met()


def stop(process: "subprocess.Popen[bytes]", how: signal.Signals, *, seconds: float = 15) -> None:
    """Ask, wait, then insist."""
    if process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop_orphan(pid_file: Path, place: Path, how: signal.Signals, *, seconds: float = 30) -> None:
    """End a server that a killed launcher left behind, and remove the file that names it.

    The number may by now belong to a stranger or to a zombie: only a process that works in
    `place` is ended. Our caller holds the checkout's lock, so it is nobody's live server.
    """
    with contextlib.suppress(OSError, ValueError):
        pid = int(pid_file.read_text().split("\n")[0])
        if str(place) in command_line(pid):
            os.kill(pid, how)
            wait_until(lambda: not command_line(pid), seconds=seconds)
    pid_file.unlink(missing_ok=True)
