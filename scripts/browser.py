"""Which browser do the browser tests use? Prints its path; installs one where that is possible."""

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
DEBIAN = ("chromium-headless-shell", "chromium")  # the first is smaller and faster


def quietly(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def installed() -> str | None:
    if given := os.environ.get("BROWSER_PATH"):
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install_from_debian() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get") and quietly("apt-get", "update"):
        install = ("apt-get", "install", "-y", "--no-install-recommends", "fonts-liberation")
        any(quietly(*install, package) for package in DEBIAN)


def playwrights_own() -> str | None:
    """Playwright downloads its own where the network allows it."""
    if not quietly(sys.executable, "-m", "playwright", "install", "chromium"):
        return None
    ask = "from playwright.sync_api import sync_playwright as start; p = start().start(); "
    ask += "print(p.chromium.executable_path); p.stop()"
    return subprocess.check_output([sys.executable, "-c", ask], text=True).strip()


def main() -> None:
    found = installed()
    if not found:
        print("No browser here; trying to install one", file=sys.stderr)
        install_from_debian()
        found = installed() or playwrights_own()
    if found:
        print(found)
    elif os.environ.get("CI"):
        sys.exit("NO BROWSER: the browser tests cannot run. Set BROWSER_PATH.")
    else:
        print("NO BROWSER: the browser tests are skipped. Set BROWSER_PATH.", file=sys.stderr)


if __name__ == "__main__":
    main()
