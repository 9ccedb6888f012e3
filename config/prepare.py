"""What must be in place before the first page? Tables, words, fonts, files, a sample."""

import gc
import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

# Pages that we do not have, and the next version of htmx: two seconds of compressing for nothing.
NOT_SERVED = ["rest_framework", "guardian", "htmax-*", "htmx-4*"]
ROOT = Path(__file__).resolve().parent.parent
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", ROOT / "staticfiles"))  # as in the settings


def fingerprint(files: Iterable[Path]) -> str:
    seen = hashlib.sha256()
    for file in sorted(files):
        seen.update(f"{file.relative_to(ROOT)}\0".encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()


def once(mark: Path, now: str, do: Callable[[], None]) -> None:
    """Do it unless the same was done before; the mark lies with the result, and is written last."""
    if mark.exists() and mark.read_text() == now:
        return
    do()
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(now)


def once_in_this_database(name: str, now: str, do: Callable[[], None]) -> None:
    """Only where DONE_DIR says that nobody else changes it (`make run`).

    A new cluster has a new password, so nothing counts as done there.
    """
    if folder := os.environ.get("DONE_DIR"):
        database = hashlib.sha256(os.environ["DATABASE_URL"].encode()).hexdigest()[:10]
        once(Path(folder) / f"{database}-{name}", now, do)
    else:
        do()


def command(name: str, **options: object) -> None:
    """Django is loaded only when there is something to do, so that a second start is quick."""
    import django  # noqa: PLC0415 as said above
    from django.apps import apps  # noqa: PLC0415 as above
    from django.core.management import call_command  # noqa: PLC0415 as above

    if not apps.ready:
        django.setup()
    call_command(name, verbosity=0, **options)


def migrate() -> None:
    """A quarter faster without looking for rubbish: each step makes all models anew, and soon ends."""
    gc.disable()
    try:
        command("migrate", interactive=False)
    finally:
        gc.enable()
    command("createcachetable")


def compile_messages() -> None:
    for source in (ROOT / "locale").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            import polib  # noqa: PLC0415 only when there is something to do

            polib.pofile(str(source)).save_as_mofile(str(compiled))


def build_fonts() -> None:
    command("build_fonts")


def collect_static() -> None:
    command("collectstatic", interactive=False, clear=True, ignore_patterns=NOT_SERVED)


def load_sample() -> None:
    command("load_sample")
    command("load_sample_messages")
    command("load_sample_trial")
    command("audit_night")  # so that the scorecard has its first night


def tables_wanted() -> str:
    """A name for everything that decides what migrating makes."""
    taught = [*ROOT.glob("*/lifecycle.py"), *ROOT.glob("*/reasons.py")]  # copied in after migrate
    migrations = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("core/*.py")]
    return fingerprint([*migrations, *taught, ROOT / "requirements.lock"])


def tables() -> None:
    once_in_this_database("migrated", tables_wanted(), migrate)


def files() -> None:
    compile_messages()
    fonts = fingerprint(ROOT.glob("core/management/commands/*.py"))
    once(ROOT / "static" / "fonts" / ".made-from", fonts, build_fonts)
    static = (path for path in (ROOT / "static").rglob("*") if path.is_file())
    now = fingerprint([*static, ROOT / "requirements.lock"])
    once(STATIC_ROOT / ".made-from", now, collect_static)


def sample() -> None:
    once_in_this_database("sample", "loaded", load_sample)


PARTS = {"tables": tables, "files": files, "sample": sample}

if __name__ == "__main__":
    if sys.argv[1] == "tables":
        os.environ.setdefault("AS_OWNER", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    PARTS[sys.argv[1]]()
