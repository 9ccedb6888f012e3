"""Keep the newest seals in signed files outside the database, or hold such files against it."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.tenancy import tenant_context
from insights.actions.exporting import (
    NoKey,
    export,
    files,
    held_against,
    private_key,
    public_key,
    shown,
    strangers,
)
from insights.actions.landing import NOT_WRITTEN
from organizations.models.network import Network


class Command(BaseCommand):
    help = "Write the seals that are new since the last time into FOLDER, signed with SEAL_KEY (Ed25519)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--verify", action="store_true", help="hold FOLDER against the database"
        )
        parser.add_argument(
            "--public-key", default="", help="to verify where SEAL_KEY is not known"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        try:
            if options["verify"]:
                self._verify(folder, _public(options["public_key"]))
            else:
                self._export(folder)
        except NoKey as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(NOT_WRITTEN.format(folder, problem.strerror)) from None

    def _export(self, folder: Path) -> None:
        key = private_key(settings.SEAL_KEY)
        for network in Network.objects.order_by("name"):
            with tenant_context(network.pk):
                kept = export(folder, network.pk, key)
            self.stdout.write(f"{network.name}: {kept.path.name if kept else 'nothing new'}")
        self.stdout.write(f"Public key, to be kept elsewhere: {shown(key.public_key())}")

    def _verify(self, folder: Path, key: Ed25519PublicKey) -> None:
        networks = list(Network.objects.order_by("name"))
        wrong, read = list(strangers(folder, {network.pk for network in networks})), 0
        for network in networks:
            kept = files(folder, network.pk)
            read += len(kept)
            self.stdout.write(f"{network.name}: {len(kept)} files")
            with tenant_context(network.pk):
                wrong += list(held_against(folder, network.pk, key))
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} seals or files do not fit.")
        if not read:
            raise CommandError(
                f"There is no signed file in {folder}: nothing was held against anything."
            )
        self.stdout.write("The files are signed, and the database says what they say.")


def _public(encoded: str) -> Ed25519PublicKey:
    return public_key(encoded) if encoded else private_key(settings.SEAL_KEY).public_key()
