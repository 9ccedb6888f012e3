"""What must be in place before the first page? Tables, words, fonts, files, a sample."""

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import django
import polib
from django.core.management import call_command, get_commands

from config.embedded.place import LOCAL, ROOT


def fingerprint(files: Iterable[Path]) -> str:
    seen = hashlib.sha256()
    for file in sorted(files):
        seen.update(f"{file.relative_to(ROOT)}\0".encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()


def once(mark: Path, now: str, do: Callable[[], None]) -> None:
    """Do it unless the same was done before; the mark is written only after it went well."""
    if mark.exists() and mark.read_text() == now:
        return
    do()
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(now)


def of_database(name: str) -> Path:
    """A new cluster has a new password, so nothing counts as done there."""
    database = hashlib.sha256(os.environ["DATABASE_URL"].encode()).hexdigest()[:10]
    return LOCAL / f"done-{database}" / name


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def compile_messages() -> None:
    for source in (ROOT / "locale").rglob("*.po"):
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))


def build_fonts() -> None:
    if "build_fonts" in get_commands():
        call_command("build_fonts", verbosity=0)


def collect_static() -> None:
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def load_sample() -> None:
    if "load_sample" in get_commands():
        call_command("load_sample", verbosity=0)


def tables() -> None:
    """Skipped when no migration is new; a database that others may change is always asked."""
    now = fingerprint([*ROOT.glob("*/migrations/*.py"), ROOT / "requirements.lock"])
    if os.environ.get("OWN_DATABASE"):
        once(of_database("migrated"), now, migrate)
    else:
        migrate()


def files() -> None:
    done = LOCAL / "done"
    once(done / "messages", fingerprint((ROOT / "locale").rglob("*.po")), compile_messages)
    once(done / "fonts", fingerprint(ROOT.glob("core/management/commands/*.py")), build_fonts)
    static = (path for path in (ROOT / "static").rglob("*") if path.is_file())
    once(done / "static", fingerprint([*static, ROOT / "requirements.lock"]), collect_static)


def sample() -> None:
    once(of_database("sample"), "loaded", load_sample)


PARTS = {"tables": tables, "files": files, "sample": sample}

if __name__ == "__main__":
    django.setup()
    PARTS[sys.argv[1]]()
