"""Has a weakness been published of a package that we ship? Asks those who keep lists, where they answer."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (  # what is shipped first: where nobody answers for that, the others are not asked after
    "requirements.lock", "requirements-tracing.lock", "requirements-dev.lock", "requirements-uv.lock",
)  # fmt: skip
KEEPERS = ("pypi", "osv")  # of lists of weaknesses, in the order in which they are asked
NOT_ASKED = 75  # EX_TEMPFAIL: nobody answered, so nothing is known
WORDS = {0: "nothing is known against it", 1: "MEND", NOT_ASKED: "NOT CHECKED: nobody answered"}
TOO_LONG = 300  # seconds


@dataclass(frozen=True)
class Verdict:
    """How many packages somebody knew, and what is known against them."""

    asked: int
    unknown: tuple[str, ...]
    weaknesses: tuple[str, ...]

    @property
    def status(self) -> int:
        if self.weaknesses:
            return 1
        return NOT_ASKED if self.unknown or not self.asked else 0


def verdict(report: Iterable[Mapping[str, Any]]) -> Verdict:
    """What pip-audit wrote. It lets a package pass that nobody knew; here that is no answer."""
    report = list(report)
    known = [one for one in report if "skip_reason" not in one]
    return Verdict(
        asked=len(known),
        unknown=tuple(one["name"] for one in report if "skip_reason" in one),
        weaknesses=tuple(
            f"{one['name']} {one['version']}: {each['id']}, mended in {each['fix_versions']}"
            for one in known
            for each in one["vulns"]
        ),
    )


def ask(keeper: str, lock: str) -> Verdict:
    command = [
        sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--requirement", lock,
        "--vulnerability-service", keeper, "--format", "json", "--progress-spinner", "off", "--timeout", "5",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=TOO_LONG
        )
        return verdict(json.loads(done.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, json.JSONDecodeError):  # no report: nobody answered
        return verdict([])


def first_answer(lock: str) -> Verdict:
    said = verdict([])
    for keeper in KEEPERS:
        said = ask(keeper, lock)
        if said.status != NOT_ASKED:
            break
    return said


def main() -> None:
    worst = 0
    for lock in LOCKS:
        said = first_answer(lock)
        words = {
            0: "nothing is known against it",
            1: "MEND",
            NOT_ASKED: "NOT CHECKED: nobody answered",
        }
        print(f"{lock}: {words[said.status]}", *said.weaknesses, sep="\n  ")
        worst = 1 if 1 in {worst, said.status} else max(worst, said.status)
        if said.status == NOT_ASKED:
            break
    sys.exit(worst)


if __name__ == "__main__":
    main()
