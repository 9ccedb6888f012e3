"""How fast is Porchlight, and how far from what its database could do alone?

`python -m benchmarks --rows 1000000 --write`: figures, each against a limit measured in the same
run. It prints what was missed, and ends well all the same: speed is no test.
"""

import argparse
import signal
import sys
import time

import django

from benchmarks.ground import Ground

PARTS = {
    "sweep": "only what waiting costs",
    "audit": "only what audit_loops and sealing cost",
    "engine": "only what audit_loops and waiting cost, of the same rows: ten million of them, once",
    "search": "only what finding a person costs: --rows are people",
}
started = time.monotonic()


def say(words: str) -> None:
    print(f"[{time.monotonic() - started:6.1f} s] {words}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="referrals in the tables")
    parser.add_argument("--requests", type=int, default=60, help="requests for each figure")
    parser.add_argument("--rounds", type=int, default=3, help="medians are taken of so many")
    only = parser.add_mutually_exclusive_group()
    for part, words in PARTS.items():
        only.add_argument(f"--{part}", action="store_const", dest="only", const=part, help=words)
    parser.add_argument(
        "--write",
        action="store_true",
        help="write docs/performance.md, or docs/performance-sweep.md and so on, by the part",
    )
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped"))  # what is temporary goes away
    say("Starting a PostgreSQL of its own, making tables")
    with Ground() as ground:
        django.setup()
        from benchmarks.measure import Measuring  # noqa: PLC0415 models need the settings above

        Measuring(ground, asked, say).run()


if __name__ == "__main__":
    main()
