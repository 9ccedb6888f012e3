"""Put months of long ago away into files, or bring one back. As the owner: tables come and go."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from insights.actions.archiving import NotNow, archive, months_away, months_before, restore
from insights.actions.landing import NOT_WRITTEN


class Command(BaseCommand):
    help = "Put events and disclosures of months before --before into FOLDER; --restore brings a month back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--before", help="such as 2020-01: what is older leaves")
        what.add_argument("--restore", help="such as 2019-12: this month comes back")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        try:
            if options["before"]:
                self._archive(folder, _month(options["before"]))
            else:
                self._restore(folder, _month(options["restore"]))
        except NotNow as why:
            raise CommandError(str(why)) from None
        except OSError as problem:
            raise CommandError(NOT_WRITTEN.format(folder, problem.strerror)) from None

    def _archive(self, folder: Path, before: date) -> None:
        for month in list(months_before(before)):
            rows = archive(month, folder, at=timezone.now())
            self.stdout.write(f"{month.file(folder).name}: {rows} rows")

    def _restore(self, folder: Path, first: date) -> None:
        away = months_away(first)  # of a run that was killed, some are back
        if not away:
            raise NotNow(f"Nothing of {first:%Y-%m} was archived, or all of it is back.")
        for month in away:
            rows = restore(month, folder)
            self.stdout.write(f"{month.partition}: {rows} rows are back")


def _month(said: str) -> date:
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        raise CommandError(f"{said} is no month. Write it like 2020-01.") from None
