"""Bring in a directory: HSDS 3.0 tables as CSV, from a folder or a zip file."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from core.actor import Actor
from core.errors import DomainError
from core.tenancy import tenant_context
from interop.actions.imports import Order, import_directory
from interop.hsds.files import Unusable
from interop.hsds.report import Report, TableReport
from organizations.models.network import Network

WIDTH = 30


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="folder or zip file with the tables")
        parser.add_argument("--network", required=True, help="name or short name of the network")
        parser.add_argument(
            "--source", default="hsds", help="tells this directory's ids from another's"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="report everything, keep nothing"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        network = _network(options["network"])
        started = time.monotonic()
        order = Order(
            place=options["folder"],
            source=options["source"],
            dry_run=options["dry_run"],
            progress=self._bar,
        )
        try:
            with tenant_context(network.pk):
                report = import_directory(
                    actor=Actor.system(network.pk),
                    network_id=network.pk,
                    order=order,
                    at=timezone.now(),
                )
        except (Unusable, DomainError) as error:
            raise CommandError(str(error)) from None
        self._bar_away()
        self._say(report, time.monotonic() - started, dry_run=options["dry_run"])

    def _bar(self, table: str, done: int, total: int) -> None:
        """Only where somebody looks: a log is spared it."""
        filled = WIDTH * done // max(total, 1)
        bar = "#" * filled + "." * (WIDTH - filled)
        self._draw(f"{table or 'topics':24} [{bar}] {done}/{total}")

    def _bar_away(self) -> None:
        self._draw("")

    def _draw(self, words: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{words:78}\r", style_func=str, ending="")
            self.stderr.flush()

    def _say(self, report: Report, seconds: float, *, dry_run: bool) -> None:
        columns = ("added", "changed", "unchanged", "kept", "refused", "absent")
        self.stdout.write(f"{'table':26}" + "".join(f"{name:>11}" for name in columns))
        for table in report.tables:
            counts = "".join(f"{getattr(table, name):>11}" for name in columns)
            self.stdout.write(f"{table.table:26}{counts}")
        for table in report.tables:
            self._say_remarks(table)
        if report.ignored:
            self.stdout.write(f"Not read, no HSDS table: {', '.join(report.ignored)}")
        rows = sum(table.rows for table in report.tables)
        self.stdout.write(
            f"{rows} rows in {seconds:.1f} s ({rows / max(seconds, 0.001):.0f} a second)."
        )
        if dry_run:
            self.stdout.write("This was a dry run: nothing was kept.")

    def _say_remarks(self, table: TableReport) -> None:
        if table.trouble:
            self.stdout.write(f"{table.table}: not read. {table.trouble}")
        for remark in table.refusals:
            self.stdout.write(f"{table.table} line {remark.line}: refused. {remark.reason}")
        for remark in table.notes:
            self.stdout.write(f"{table.table} line {remark.line}: went in, but: {remark.reason}")
        unsaid = table.unsaid_refusals + table.unsaid_notes
        if unsaid:
            self.stdout.write(f"{table.table}: and {unsaid} more remarks.")


def _network(name: str) -> Network:
    found = Network.objects.filter(Q(short_name__iexact=name) | Q(name__iexact=name)).first()
    if found is None:
        names = ", ".join(Network.objects.order_by("name").values_list("short_name", flat=True))
        raise CommandError(f"There is no network called {name}. There is: {names or 'none yet'}.")
    return found
