"""What do docs/performance.md and the pages of its parts say? They are written from a run, never by hand."""

import os
import platform
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from benchmarks.figures import HEAD, Figure, Rate, cells_of
from benchmarks.ground import REAL, Ground
from benchmarks.statements import STATEMENTS
from config.embedded.place import ROOT

DOCS = ROOT / "docs"


@dataclass(frozen=True, slots=True)
class Report:
    ground: Ground
    asked: Namespace
    figures: Sequence[Figure]
    rates: Sequence[Rate]

    def write(self) -> Path:
        only = f"-{self.asked.only}" if self.asked.only else ""
        place = DOCS / f"performance{only}.md"
        place.write_text("\n".join(self._lines()) + "\n")
        return place.relative_to(ROOT)

    def _lines(self) -> Iterator[str]:
        yield "# How fast is it?"
        yield ""
        asked = f"--rows {self.asked.rows} --requests {self.asked.requests} --rounds {self.asked.rounds}"
        only = f" --{self.asked.only}" if self.asked.only else ""
        yield (
            f"Written by `python -m benchmarks {asked}{only} --write` on {datetime.now(UTC):%Y-%m-%d}. "
            "Change the code, not this page."
        )
        yield ""
        yield from self._ground()
        yield ""
        yield from table(HEAD, [cells_of(figure) for figure in self.figures])
        yield ""
        for rate in self.rates:
            yield f"- {rate.name}: {rate.words}"
        yield ""
        yield from self._missed()
        if self.asked.only:
            yield "How to read it, and everything else: [performance.md](performance.md)."
            return
        yield from READING
        yield ""
        yield from statements()

    def _ground(self) -> Iterator[str]:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
            size = cursor.fetchone()[0]
        held = "people" if self.asked.only == "search" else "referrals"
        beside = (
            "their tokens and indexes" if held == "people" else "their needs, events and indexes"
        )
        if self.asked.only in {"sweep", "audit"}:
            beside = "their needs and indexes"
        yield (
            f"{self.asked.rows:,} {held} ({size} with {beside}{'' if held == 'people' else '; 12 % open'}). "
            f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}, "
            f"Python {platform.python_version()}, PostgreSQL {self.ground.server.binaries.major} with "
            f"{', '.join(f'`{setting}`' for setting in REAL)}; fsync, synchronous commit and full page writes on. "
            f"gunicorn with 2 workers, the client and PostgreSQL share these cores. "
            f"Load average at the end: {os.getloadavg()[0]:.1f}."
        )

    def _missed(self) -> Iterator[str]:
        missed = [figure for figure in self.figures if figure.verdict == "missed"]
        if not missed:
            return
        yield "## Missed"
        yield ""
        for figure in missed:
            yield f"- **{figure.name}**: {figure.ratio:.3g}, wanted {figure.target}."
        yield ""
        if any("HTML" in figure.name for figure in missed):
            yield from WHY_PAGES
            yield ""
        if any("Send" in figure.name for figure in missed):
            yield from WHY_SENDING
            yield ""


WHY_PAGES = (
    "Where a page's time goes, by profile: two fifths render fifty rows and the frame, two fifths read (Django builds",
    "and compiles the statements and makes a row of each answer; PostgreSQL plans and answers in milliseconds), the",
    "rest finds the words.",
)
WHY_SENDING = (
    "Sending is Python too: 17 statements, of which 8 read or write a table, each built and compiled by Django",
    "anew, before and after the three that find out who holds the key.",
)
READING = (
    "## How to read it",
    "",
    "Absolute figures say more about the machine than about us, so each is divided by what the same machine could do",
    "in the same minutes. The ratio is the median over the rounds; beside it stand the lowest and the highest.",
    "",
    "- **The request's own statements**: one request is made within the bench and every statement it sends is",
    "  written down with its parameters, BEGIN and COMMIT too. pgbench then sends exactly these, with new ids wherever",
    "  a second recording had other ones. What is left between the two is Python: routing, the ORM, unsealing, JSON.",
    "- **A list as a page** is divided by two things. *From rows at hand*: a view of the bench's own keeps what the",
    "  real view handed to its template and renders it again, through the same middleware; nothing is read for the",
    "  list. What is left is what the data costs: permissions, reading, unsealing, words. The target stands on this",
    "  one. *Mere bytes*: the frame around the page's middle as one ready text, as a web server would send a file.",
    "  That is no page: its fifty rows have no template at all, and rendering them from rows at hand costs two or",
    "  three such frames by itself. It is printed beside, without a target, so that rendering cannot hide.",
    "- **Far down**: the pages are keysets, so a page after tens of thousands of rows begins in the index where the",
    "  last one ended.",
    "- **Bare set-based SQL**: the three writes of the sweep in one statement that decides nothing.",
    "- **In company**: each worker is a process of its own. The old snapshot is a transaction that somebody began and",
    "  forgot; answers are asked one after the other, by program, while a worker deals with what is due.",
    "- **The audit** asks every question of `audit_loops` one after the other, and reads many rows more than once. Its",
    "  limit counts the rows of the same tables, each once, without an index and without a tenant's policy.",
    "- **The rows** are made by SQL and then asked by `audit_loops` whether they keep the promises. People are sealed",
    "  one by one, as everybody is, and shared by the referrals.",
    "- **Parts**, by runs of their own: [finding a person](performance-search.md) among 300,000, and the audit and",
    "  [the sweep among ten million](performance-engine.md) referrals.",
)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def statements() -> Iterator[str]:
    yield "## Statements per action"
    yield ""
    yield "Counted by `tests/referrals/test_statements.py`, BEGIN, COMMIT and SAVEPOINT apart; the same for one row and"
    yield "for fifty."
    yield ""
    yield from table(
        ("action", "SQL statements"), [(name, str(n)) for name, n in STATEMENTS.items()]
    )
