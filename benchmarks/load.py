"""How long do so many requests take, asked by four clients at once, and never more than that?"""

import http.client
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CLIENTS = 4


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, and the status that its answer must have."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: str | None = None
    status: int = 200


class _Line(http.client.HTTPConnection):
    """HTTP over a socket of this machine: nothing can come in from outside."""

    def __init__(self, address: Path) -> None:
        super().__init__("localhost", timeout=60)
        self.address = str(address)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.address)


class _Shared:
    """What is still to be asked; four threads take from it."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        self.left: Iterator[Ask] = iter(asks)
        self.lock = threading.Lock()
        self.wrong: list[str] = []
        self.taken: list[float] = []

    def take(self) -> Ask | None:
        with self.lock:
            return None if self.wrong else next(self.left, None)


def durations(address: Path, asks: Sequence[Ask]) -> list[float]:
    """Seconds of each request, one after the other: what one person waits for."""
    shared = _Shared(asks)
    _work(address, shared)
    if shared.wrong:
        raise SystemExit(shared.wrong[0])
    return shared.taken


def seconds_for(address: Path, asks: Sequence[Ask]) -> float:
    """Wall-clock seconds until every request has its answer. A wrong status ends the run."""
    shared = _Shared(asks)
    threads = [
        threading.Thread(target=_work, args=(address, shared))
        for _ in range(min(CLIENTS, len(asks)))
    ]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - begun
    if shared.wrong:
        raise SystemExit(shared.wrong[0])
    return taken


def _work(address: Path, shared: _Shared) -> None:
    line = _Line(address)
    while ask := shared.take():
        begun = time.perf_counter()
        line.request(ask.method, ask.path, ask.body, ask.headers)
        answer = line.getresponse()
        said = answer.read()
        shared.taken.append(time.perf_counter() - begun)
        if answer.status != ask.status:
            shared.wrong.append(f"{ask.method} {ask.path}: {answer.status}\n{said[:1500]!r}")
    line.close()
