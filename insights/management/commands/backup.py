"""Keep everything in one encrypted file, as of one moment. As the owner; whoever makes it cannot read it."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from pyrage import x25519

from insights.actions.backing_up import back_up
from insights.actions.backups import BackupError, backups_in, let_go
from insights.actions.landing import NOT_WRITTEN, land


class Command(BaseCommand):
    help = "Write the database and all uploads into FOLDER, encrypted to the public keys in BACKUP_TO (age)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?")
        parser.add_argument(
            "--to", action="append", default=[], help="a public key, instead of BACKUP_TO"
        )
        parser.add_argument(
            "--keep", type=_whole, default=0, help="let all but so many of the newest go"
        )
        parser.add_argument(
            "--days", type=_whole, default=0, help="with --keep: only those older than this"
        )
        parser.add_argument(
            "--check", action="store_true", help="only see whether all in FOLDER are whole"
        )
        parser.add_argument("--new-key", type=Path, metavar="FILE", help="only make a private key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new_key"]:
                self._new_key(options["new_key"])
            elif not options["folder"] or not options["folder"].is_dir():
                raise CommandError("Name the folder for the backups.")
            elif options["check"]:
                self._check(options["folder"])
            else:
                self._back_up(options["folder"], options)
        except BackupError as why:
            raise CommandError(str(why)) from None
        except OSError as problem:
            raise CommandError(
                NOT_WRITTEN.format(options["new_key"] or options["folder"], problem.strerror)
            ) from None

    def _back_up(self, folder: Path, options: dict[str, Any]) -> None:
        now = timezone.now()
        backup = back_up(folder, to=options["to"] or settings.BACKUP_TO, at=now)
        self.stdout.write(f"{backup.file.name}: {backup.file.stat().st_size:,} bytes")
        if options["keep"]:
            for name in let_go(folder, keep=options["keep"], days=options["days"], at=now):
                self.stdout.write(f"{name} is gone")
        self.stdout.write(
            "Not in it: PHI_KEYS, INDEX_KEY, LINK_KEY and the other secrets. Keep those of today apart from it."
        )

    def _check(self, folder: Path) -> None:
        for backup in (found := backups_in(folder)):
            backup.check()
            self.stdout.write(f"{backup.file.name} is whole")
        if not found:
            raise CommandError("There is no backup.")

    def _new_key(self, file: Path) -> None:
        made = x25519.Identity.generate()
        if file.exists() or file.is_symlink():  # the only way into backups made to it
            raise CommandError(f"{file} is there already. Name another one.")
        land(file, f"# public key: {made.to_public()}\n{made}\n".encode())
        self.stdout.write(
            f"Keep {file.name} where nothing serves, and twice. BACKUP_TO={made.to_public()}"
        )


def _whole(said: str) -> int:
    """Fewer than none would let all but the newest go."""
    if not said.isdecimal():
        raise ArgumentTypeError("must be a number from 0")
    return int(said)
