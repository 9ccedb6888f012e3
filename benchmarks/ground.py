"""On what is it measured? A throw-away cluster with a production's settings, and the real web server."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

from config.embedded.place import ROOT, made_up
from config.embedded.postgres import Postgres
from config.embedded.processes import stop, wait_until
from config.embedded.supervisor import Step, start

MEMORY = "1GB"
# fsync, synchronous_commit and full_page_writes stay as PostgreSQL has them: on.
REAL = (
    f"shared_buffers={MEMORY}",
    "effective_cache_size=4GB",
    "maintenance_work_mem=256MB",
    "max_wal_size=4GB",
    "checkpoint_timeout=15min",
    "random_page_cost=1.1",
)
WEB = ["-m", "gunicorn", "config.wsgi", "--config", "python:config.web"]
TABLES = ["-m", "config.prepare", "tables"]
MANIFEST = ROOT / "staticfiles" / "staticfiles.json"


class Ground:
    """`with Ground() as ground:` everything below lives in one temporary folder, and goes with it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="porchlight-bench-"))
        self.server = Postgres(self.folder / "cluster", options=REAL)
        self.web: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Ground":
        try:
            self.server.__enter__()
            os.environ.update(self._environment())
            Step(TABLES, {"AS_OWNER": "1"}).finish()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        if self.web:
            stop(self.web, signal.SIGTERM)
        self.server.__exit__()
        self.server.discard()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def address(self) -> Path:
        """The socket at which the web server answers."""
        return self.server.socket / "web.sock"

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    @property
    def pgbench(self) -> Path:
        """It comes with the server's binaries; else it is looked for on PATH."""
        beside = self.server.binaries.folder / "pgbench"
        found = beside if beside.exists() else shutil.which("pgbench")
        if not found:
            raise SystemExit(f"No pgbench beside {self.server.binaries.folder}, none on PATH.")
        return Path(found)

    def serve(self) -> None:
        """gunicorn with two workers, as in production; its log is a file here."""
        bind = {"BIND": f"unix:{self.address}", "WEB_WORKERS": "2", "LOG_LEVEL": "INFO"}
        self.web = start(WEB, environment=bind, log=self.folder / "web.log")
        if not wait_until(self._answers_or_ended, seconds=60) or self.web.poll() is not None:
            raise SystemExit("The web server did not start:\n" + self.last_words())

    def last_words(self) -> str:
        return (self.folder / "web.log").read_text(errors="replace")[-2000:]

    def _answers_or_ended(self) -> bool:
        if self.web is None or self.web.poll() is not None:
            return True
        with socket.socket(socket.AF_UNIX) as asked:
            return asked.connect_ex(str(self.address)) == 0

    def _environment(self) -> dict[str, str]:
        return made_up() | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATABASE_URL": self.server.url("app"),
            "DATABASE_OWNER_URL": self.server.url("owner"),
            "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody listens, nobody is needed
            "BENCH_TEMPLATES": str(self.templates),
            "PYTHONPATH": str(ROOT),
            "DEBUG": "0",
            "DEMO": "0",
            "HTTPS": "0",
            "AS_OWNER": "0",
            "LOG_LEVEL": "WARNING",
            "STATIC_MANIFEST": "1" if MANIFEST.exists() else "0",
        }
