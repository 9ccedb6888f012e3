"""Does the bench still run, on a handful of rows? What it measures here says nothing."""

import subprocess
import sys

from config.embedded.place import ROOT

FIGURES = (
    "Today as JSON",
    "Requests as JSON",
    "Today as HTML",
    "Today as HTML, and mere bytes",
    "Requests as HTML",
    "Requests as HTML, and mere bytes",
    "Requests as JSON, after 15 rows",
    "Requests as HTML, after 15 rows",
    "Send by API",
    "Today behind walls",
    "A request behind walls",
    "A look at one person written down",
    "A look at a list of 50 written down",
    "Audit, each million referrals",
    "Sealed history checked",
    "Empty sweep",
    "First rung of the sweep",
    "Two workers sweep",
    "The longest batch of one worker",
    "One worker sweeps, an old snapshot open",
    "The 95th of 100 answers, under a sweep",
    "Messages handed to the channel",
    "Events that become messages",
    "Import (first",
    "Import (again",
)


def test_a_newcomer_gets_every_figure_from_one_command() -> None:
    small = ["--rows", "300", "--requests", "4", "--rounds", "1"]
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", *small],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    lines = ran.stdout.splitlines()
    missing = [name for name in FIGURES if not any(line.startswith(name) for line in lines)]
    assert not missing, ran.stdout
