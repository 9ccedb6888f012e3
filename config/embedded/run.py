"""How does a fresh machine get from nothing to a page? `make run` is this file, read downwards."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from config.embedded import place
from config.embedded.postgres import Postgres
from config.embedded.supervisor import Step, Supervisor
from config.embedded.valkey import Valkey

LADDER = "ladder"  # what `/readyz` says of a network with nobody to escalate to
WEB = ["-m", "gunicorn", "config.wsgi", "--config", "python:config.web"]
CELERY = ["-m", "celery", "--skip-checks", "-A", "config"]  # the web server has checked
WORKER = [*CELERY, "worker", "--concurrency", "2", "--without-mingle"]
BEAT = [*CELERY, "beat", "--pidfile="]
CATCHER = ["-m", "config.embedded.catcher"]
PREPARE = ["-m", "config.prepare"]
SIGN_INS = (
    *("navigator", "screener", "supervisor", "intake", "orgadmin"),
    *("desk", "convener", "council", "privacy", "hears"),
)
SECONDS_TO_READY = 120
started = time.monotonic()


def say(words: str) -> None:
    print(f"[{time.monotonic() - started:5.1f} s] {words}", flush=True)


class Run:
    """One run of everything: servers below, processes above, stopped in the opposite order."""

    def __init__(self) -> None:
        self.stack = contextlib.ExitStack()
        self.servers: dict[str, subprocess.Popen[bytes]] = {}
        self.environment: dict[str, str] = {}

    def whole(self) -> None:
        with self.stack:
            self.stack.enter_context(place.hold_lock(place.LOCAL))
            self.settings()
            # These need no database: they are made while the servers start and the tables are made.
            self.files = self.stack.enter_context(self.step("files"))
            self.database()
            self.broker()
            self.prepare()
            children = self.stack.enter_context(Supervisor(place.LOCAL / "logs"))
            if self.pages(children) and self.others(children):
                self.welcome()
            try:
                raise SystemExit(children.watch(self.servers))
            finally:
                say("Stopping")
        say("Stopped; your data is kept in .local")

    def settings(self) -> None:
        wanted = place.wanted_port()
        self.port = place.free_port(wanted)
        if self.port != wanted:
            say(f"Port {wanted} is taken, so this is on {self.port}")
        self.site = f"http://localhost:{self.port}"
        messages = place.any_port()
        self.environment = place.keep_secrets(place.LOCAL) | {
            "DEBUG": "0",  # so that the kind error pages are seen
            "DEMO": "1",
            "HTTPS": "0",
            "BIND": f"127.0.0.1:{self.port}",
            "SITE_URL": self.site,
            "EMAIL_URL": f"smtp://127.0.0.1:{messages}",
            "CATCHER_PORT": str(messages),
            "CATCHER_DIR": str(place.LOCAL / "messages"),
        }

    def database(self) -> None:
        if given := os.environ.get("DATABASE_URL"):
            say("Using the database in DATABASE_URL")
            self.environment["DATABASE_OWNER_URL"] = os.environ.get("DATABASE_OWNER_URL", given)
            return
        say("Starting PostgreSQL")
        server = self.stack.enter_context(Postgres(place.LOCAL))
        self.keep("postgres", server.process)
        self.environment |= {
            "DATABASE_URL": server.url("app"),
            "DATABASE_OWNER_URL": server.url("owner"),
            "DONE_DIR": str(place.LOCAL / "done"),
        }

    def broker(self) -> None:
        if os.environ.get("REDIS_URL"):
            say("Using the broker in REDIS_URL")
            return
        say("Starting Valkey")
        server = self.stack.enter_context(Valkey(place.LOCAL))
        self.keep("valkey", server.process)
        self.environment["REDIS_URL"] = server.url

    def keep(self, name: str, process: "subprocess.Popen[bytes] | None") -> None:
        if process:
            self.servers[name] = process

    def prepare(self) -> None:
        say("Making tables")
        self.step("tables").finish()
        say("Looking after the sample network")
        self.step("sample").finish()
        say("Waiting for words, fonts and files")
        self.files.finish()

    def step(self, part: str) -> Step:
        return Step([*PREPARE, part], self.environment | {"LOG_LEVEL": "WARNING"})

    def pages(self, children: Supervisor) -> bool:
        """Alone at first: four that load at once would each take twice as long on two cores."""
        say("Starting the web server")
        children.add("web", WEB, self.environment)
        return self.wait_until(lambda: self.readiness() is not None, children)

    def others(self, children: Supervisor) -> bool:
        say("Pages can be opened; starting worker, clock and mail catcher")
        mail = [self.environment["CATCHER_PORT"], self.environment["CATCHER_DIR"]]
        children.add("catcher", [*CATCHER, *mail], self.environment)
        children.add("beat", BEAT, self.environment)
        children.add("worker", WORKER, self.environment)
        return self.wait_until(lambda: self.readiness() in ([], [LADDER]), children)

    def readiness(self) -> list[str] | None:
        """What is missing beside the pages; nothing at all is known before they can be opened."""
        asked = f"http://127.0.0.1:{self.port}/readyz"
        with (
            contextlib.suppress(OSError, urllib.error.URLError),
            urllib.request.urlopen(asked, timeout=5) as answer,
        ):
            found: list[str] = json.load(answer)["degraded"]
            return found
        return None

    def wait_until(self, met: Callable[[], bool], children: Supervisor) -> bool:
        end = time.monotonic() + SECONDS_TO_READY
        while time.monotonic() < end and not children.ended():
            if met():
                return True
            time.sleep(0.1)
        return False

    def welcome(self) -> None:
        say(f"Porchlight is ready: {self.site}/")
        print(f"\n  Sign in at {self.site}/accounts/login/ as one of\n")
        for name in SIGN_INS:
            print(f"    {name}@example.org")
        print(f"\n  with the password {self.environment['SAMPLE_PASSWORD']}")
        print(f"  Messages it sends: {self.site}/dev/messages/")
        print("  Logs: .local/logs     Stop: Ctrl-C\n", flush=True)
        if self.readiness() == [LADDER]:
            say(
                "In one network nobody stands above those who follow families: see docs/operations.md"
            )


def stop_here(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> None:
    # A shell's `&` hands its children an ignored SIGINT, so Python would not listen by itself.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_here)
    try:
        Run().whole()
    except KeyboardInterrupt:
        say("Stopped; your data is kept in .local")
        sys.exit(0)


if __name__ == "__main__":
    main()
