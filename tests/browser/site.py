"""A real Porchlight for a process of browser tests: web, worker, clock, broker, mail, a database."""

import os
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.embedded import place
from config.embedded.processes import wait_until
from config.embedded.run import BEAT, CATCHER, PREPARE, WEB, WORKER
from config.embedded.supervisor import Step, Supervisor
from config.embedded.valkey import Valkey

PASSWORD = "porch-light-tests"


@dataclass(frozen=True)
class Site:
    """`messages` is the folder in which everything it sends is caught, one file each."""

    url: str
    messages: Path
    database: str
    owner_url: str  # for what no page can do: let time pass, cut every connection
    password: str = PASSWORD


def prepare() -> None:
    """Tables and the sample county, in the database that each process copies."""
    for part in ("tables", "sample"):
        Step([*PREPARE, part], {"SAMPLE_PASSWORD": PASSWORD, "TEXT_PROVIDER": "catcher"}).finish()


class NotStarted(Exception):
    """Whatever it was, the logs of its parts say it."""


@contextmanager
def running(database: str, folder: Path) -> Iterator[Site]:
    """With ports of its own; when it does not come up, once more with others."""
    with ExitStack() as stack:
        yield begun(lambda name: started(database, folder / name), stack)


def begun(start: Callable[[str], AbstractContextManager[Site]], stack: ExitStack) -> Site:
    """Hundreds of tests stand on one start: what spoils it once must not spoil them all, nor go unsaid."""
    try:
        return stack.enter_context(start("site"))
    except NotStarted as why:
        warnings.warn(f"The site did not start at once: {why}", stacklevel=2)
        return stack.enter_context(start("site-again"))


@contextmanager
def started(database: str, folder: Path) -> Iterator[Site]:
    with Valkey(folder) as broker, Supervisor(folder / "logs") as children:
        port, mail = place.any_port(), place.any_port()
        site = Site(
            url=f"http://127.0.0.1:{port}",
            messages=folder / "messages",
            database=database,
            owner_url=_named(os.environ["DATABASE_OWNER_URL"], database),
        )
        environment = {
            "DATABASE_URL": _named(os.environ["DATABASE_URL"], database),
            "DATABASE_OWNER_URL": site.owner_url,
            "REDIS_URL": broker.url,
            "BIND": f"127.0.0.1:{port}",
            "SITE_URL": site.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
            "CATCHER_DIR": str(site.messages),
            "SAMPLE_PASSWORD": PASSWORD,
            "LOG_LEVEL": "INFO",
        }
        children.add("catcher", [*CATCHER, str(mail), str(site.messages)], environment)
        children.add("web", WEB, environment)
        children.add("worker", WORKER, environment)
        children.add("beat", BEAT, environment)
        if not wait_until(lambda: children.ended() or _answers(site.url), seconds=180):
            raise NotStarted(f"No answer in three minutes: see {folder / 'logs'}")
        if ended := children.ended():
            raise NotStarted(children.last_words(ended))
        yield site


def _named(url: str, database: str) -> str:
    """The same server and role, another database."""
    head, question, options = url.partition("?")
    return f"{head.rpartition('/')[0]}/{database}{question}{options}"


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 our own
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
