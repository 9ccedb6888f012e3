"""What must be in place before the first page? Tables, words, fonts, files, a sample."""

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import django
import polib
from django.core.management import call_command, get_commands

ROOT = Path(__file__).resolve().parent.parent


def fingerprint(files: Iterable[Path]) -> str:
    seen = hashlib.sha256()
    for file in sorted(files):
        seen.update(f"{file.relative_to(ROOT)}\0".encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()


def once(name: str, now: str, do: Callable[[], None]) -> None:
    """Do it unless the same was done before; the mark is written only after it went well.

    Marks are kept where DONE_DIR says; without it (an image, a test) everything is done.
    """
    folder = os.environ.get("DONE_DIR")
    mark = Path(folder) / name if folder else None
    if mark and mark.exists() and mark.read_text() == now:
        return
    do()
    if mark:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(now)


def of_this_database(name: str) -> str:
    """A new cluster has a new password, so nothing counts as done there."""
    database = hashlib.sha256(os.environ["DATABASE_URL"].encode()).hexdigest()[:10]
    return f"{database}-{name}"


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def compile_messages() -> None:
    for source in (ROOT / "locale").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))


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
        once(of_this_database("migrated"), now, migrate)
    else:
        migrate()


def files() -> None:
    compile_messages()
    once("fonts", fingerprint(ROOT.glob("core/management/commands/*.py")), build_fonts)
    static = (path for path in (ROOT / "static").rglob("*") if path.is_file())
    once("static", fingerprint([*static, ROOT / "requirements.lock"]), collect_static)


def sample() -> None:
    once(of_this_database("sample"), "loaded", load_sample)


PARTS = {"tables": tables, "files": files, "sample": sample}

if __name__ == "__main__":
    if sys.argv[1] == "tables":
        os.environ.setdefault("AS_OWNER", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    PARTS[sys.argv[1]]()
