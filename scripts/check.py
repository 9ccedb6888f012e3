"""Is the code as the house wants it? Runs every checker, then says which ones complain."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded.place import made_up  # noqa: E402 needs the path above

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]


def tracked(pattern: str) -> list[str]:
    """New files count too, as soon as they are not ignored."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    return subprocess.check_output(asked, text=True, cwd=ROOT).split()


def checks() -> dict[str, list[str]]:
    templates = tracked("templates/*.html")
    return {
        "ruff": [f"{BIN}/ruff", "check", "."],
        "ruff format": [f"{BIN}/ruff", "format", "--check", "."],
        "mypy": [f"{BIN}/mypy", "."],
        "import-linter": [f"{BIN}/lint-imports"],
        "djade": [f"{BIN}/djade", "--check", "--target-version", "5.2", *templates],
        "djlint": [f"{BIN}/djlint", "--lint", "--quiet", *templates],
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "deploy": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    }


def main() -> None:
    settings = made_up() | {"HTTPS": "1", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    environment = os.environ | settings | {"PYTHONWARNINGS": "ignore"}
    complaints = []
    for name, command in checks().items():
        started = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True
        )
        words = "ok" if done.returncode == 0 else "COMPLAINS"
        print(f"{name:15} {words:10} {time.monotonic() - started:5.1f} s", flush=True)
        if done.returncode:
            complaints.append(name)
            print(done.stdout + done.stderr, flush=True)
    if complaints:
        sys.exit(f"Not as the house wants it: {', '.join(complaints)}")


if __name__ == "__main__":
    main()
