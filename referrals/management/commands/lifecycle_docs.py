"""Write docs/lifecycle.md from the tables that the code and the database follow."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from referrals.management.lifecycle_page import page

PLACE = Path("docs/lifecycle.md")


class Command(BaseCommand):
    help = "Write docs/lifecycle.md; with --check only say whether it is fresh."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        place = Path(settings.BASE_DIR) / PLACE
        if options["check"]:
            if not place.exists() or place.read_text() != page():
                raise CommandError(f"{PLACE} is stale. Run: manage.py lifecycle_docs")
            return
        place.write_text(page())
        self.stdout.write(f"Wrote {PLACE}.")
