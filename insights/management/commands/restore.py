"""Bring a backup back into an empty database, and prove that it is as it was. As the owner."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from insights.actions.backups import BackupError, identities_of
from insights.actions.restoring import restore


class Command(BaseCommand):
    help = "Restore FILE into the empty database of DATABASE_OWNER_URL; then migrate, audit_loops and verify_chain."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity", type=Path, required=True, help="the file with the private key"
        )
        parser.add_argument(
            "--unproven", action="store_true", help="nothing proves who made it: you know it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("file", "identity"):
            if not options[name].is_file():
                raise CommandError(f"{options[name]} is not there.")
        try:
            keys = identities_of(options["identity"])
            note = restore(options["file"], with_keys=keys, unproven=options["unproven"])
        except BackupError as why:
            raise CommandError(str(why)) from None
        self.stdout.write(f"{sum(note.rows.values()):,} rows of {note.made_at} are back.")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("audit_loops", stdout=self.stdout)
        call_command("verify_chain", stdout=self.stdout)
        self.stdout.write(
            "Everything is as it was. Give `app` its login (docs/operations.md), then start."
        )
