"""Write docs/lifecycle.md from the tables that the code and the database follow."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from referrals.management.lifecycle_page import page


class Command(BaseCommand):
    help = "Write docs/lifecycle.md; with --check only say whether it is fresh."
    place = Path("docs/lifecycle.md")
    name = "lifecycle_docs"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def page(self) -> str:
        return page()

    def handle(self, *args: Any, **options: Any) -> None:
        place = Path(settings.BASE_DIR) / self.place
        if options["check"]:
            if not place.exists() or place.read_text() != self.page():
                raise CommandError(f"{self.place} is stale. Run: manage.py {self.name}")
            return
        place.write_text(self.page())
        self.stdout.write(f"Wrote {self.place}.")
