"""Were these very tables made by an earlier run? Migrating takes half a minute, copying a second."""

import os
import subprocess
import sys
from pathlib import Path

from config.embedded.postgres import Binaries, find_binaries, reachable
from config.prepare import ROOT, tables_wanted

KEPT = ROOT / ".local/tables-of-tests"


def binaries() -> Binaries:
    found = find_binaries()
    return reachable(found) if found.from_wheel and os.geteuid() == 0 else found


def _here() -> Path:
    """Each Python makes its own, so that every migration runs on each."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return KEPT / f"{tables_wanted()[:24]}-{binaries().major}-{python}.dump"


def restore(address: str) -> bool:
    """False: nobody has made them yet, or this PostgreSQL came without its programs."""
    program = binaries().folder / "pg_restore"
    if not _here().exists() or not program.exists():
        return False
    subprocess.run([program, "--exit-on-error", f"--dbname={address}", _here()], check=True)
    return True


def keep(address: str) -> None:
    program = binaries().folder / "pg_dump"
    if not program.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    half = KEPT / f"{os.getpid()}.half"
    subprocess.run([program, "--format=custom", f"--file={half}", address], check=True)
    half.rename(_here())  # at once, so that nobody reads half of it
    for older in sorted(KEPT.glob("*.dump"), key=lambda file: file.stat().st_mtime)[:-4]:
        older.unlink(missing_ok=True)
