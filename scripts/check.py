"""Is the code as the house wants it? Runs every checker, on all cores, and says which complain."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded.place import made_up  # noqa: E402 needs the path above

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
SECRETS = made_up()


def tracked(pattern: str) -> list[str]:
    """New files count too, as soon as they are not ignored."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    return subprocess.check_output(asked, text=True, cwd=ROOT).split()


def checks() -> dict[str, list[str]]:
    templates = tracked("templates/*.html")
    return {  # the longest first
        "mypy": [f"{BIN}/mypy", "."],
        "djlint": [f"{BIN}/djlint", "--lint", "--quiet", *templates],
        "import-linter": [f"{BIN}/lint-imports"],
        "deploy": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "ruff": [f"{BIN}/ruff", "check", "."],
        "ruff format": [f"{BIN}/ruff", "format", "--check", "."],
        "djade": [f"{BIN}/djade", "--check", "--target-version", "5.2", *templates],
    }


@dataclass(frozen=True)
class Finding:
    name: str
    complains: bool
    seconds: float
    words: str


def run(name: str, command: list[str]) -> Finding:
    settings = SECRETS | {"HTTPS": "1", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    environment = os.environ | settings | {"PYTHONWARNINGS": "ignore"}
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    took = time.monotonic() - started
    return Finding(name, done.returncode != 0, took, done.stdout + done.stderr)


def main() -> None:
    complaints = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as several:
        under_way = [several.submit(run, *check) for check in checks().items()]
        for found in (each.result() for each in as_completed(under_way)):
            words = "COMPLAINS" if found.complains else "ok"
            print(f"{found.name:15} {words:10} {found.seconds:5.1f} s", flush=True)
            if found.complains:
                complaints.append(found.name)
                print(found.words, flush=True)
    if complaints:
        sys.exit(f"Not as the house wants it: {', '.join(complaints)}")


if __name__ == "__main__":
    main()
