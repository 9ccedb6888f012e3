"""A launcher in a process of its own, so that a test can kill it as a bad day does."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from config.embedded.place import ROOT
from config.embedded.processes import command_line, wait_until

PROGRAM = """
import signal, sys
from pathlib import Path
from config.embedded.{module} import {kind}
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
with {kind}(Path(sys.argv[1])) as server:
    print(server.process.pid, flush=True)
    signal.pause()
"""


class Launcher:
    """`Launcher("postgres", "Postgres", folder)` has started the server when it is made."""

    def __init__(self, module: str, kind: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM.format(module=module, kind=kind), str(folder)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.server = int(self.process.stdout.readline() or 0)

    def end(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.wait(180)
        self.process.stdout.close()


def eventually(met: Callable[[], bool]) -> bool:
    # a busy machine starts slowly; a healthy one never waits for this
    return wait_until(met, seconds=180)


def is_gone(pid: int) -> bool:
    return not command_line(pid)
