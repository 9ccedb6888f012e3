"""Which processes run together? All or none: when one ends, or we are told to stop, all stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from config.embedded.place import ROOT
from config.embedded.processes import ending_with_parent, stop

LARGEST_LOG = 20 * 1024 * 1024


def start(
    command: Sequence[str], *, environment: Mapping[str, str], log: Path | None = None
) -> "subprocess.Popen[bytes]":
    """A child in a session of its own; it ends with us. Without a log it writes where we write."""
    if log and log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old"))
    output = log.open("ab") if log else None
    try:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=os.environ | dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=ending_with_parent(signal.SIGTERM),  # noqa: PLW1509 no threads
        )
    finally:
        if output:
            output.close()


class Step:
    """Something that ends before the rest starts; stopped halfway, it is not left behind."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.command = command
        self.child = start(command, environment=environment)

    def __enter__(self) -> "Step":
        return self

    def __exit__(self, *_exception: object) -> None:
        stop(self.child, signal.SIGTERM)

    def finish(self) -> None:
        with self:
            if self.child.wait() != 0:
                raise SystemExit(f"This step failed: python {' '.join(self.command)}")


class Supervisor:
    """`with Supervisor(logs) as children: children.add("web", [...], environment)`."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Supervisor":
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def __exit__(self, *_exception: object) -> None:
        """Ask all at once, so that the slowest sets the time; a worker finishes its task."""
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in reversed(self.children.values()):
            stop(child, signal.SIGTERM)

    def add(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        log = self.logs / f"{name}.log"
        self.children[name] = start(command, environment=environment, log=log)

    def ended(self) -> str | None:
        ended = (name for name, child in self.children.items() if child.poll() is not None)
        return next(ended, None)

    def last_words(self, name: str) -> str:
        log = self.logs / f"{name}.log"
        said = log.read_text(errors="replace").strip().splitlines()[-3:]
        return "\n".join([f"{name} has ended. The end of {log}:", *said])

    def watch(self, others: Mapping[str, "subprocess.Popen[bytes]"]) -> str:
        """Sleeps until one of ours, or one of the servers below us, has ended; says which."""
        while True:
            if name := self.ended():
                return self.last_words(name)
            for name, server in others.items():
                if server.poll() is not None:
                    return f"{name} has ended"
            time.sleep(0.5)
