"""Destroy the keys of a network that has ended: what its families said can never be read again. As the owner."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organizations.models.network import Network
from people.actions.rotating import NotYet, forget_network


class Command(BaseCommand):
    help = "Destroy the keys of a closed network: it cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("short_name")
        parser.add_argument(
            "--yes-forget",
            default="",
            metavar="NAME",
            help="the network's full name, letter by letter",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        network = Network.objects.filter(short_name=options["short_name"]).first()
        if network is None:
            raise CommandError(f"There is no network {options['short_name']}.")
        if options["yes_forget"] != network.name:
            raise CommandError(
                f'Nothing was destroyed. To go on, say --yes-forget "{network.name}": no name, note or answer '
                "of its families can be read after that, by anybody."
            )
        try:
            gone = forget_network(network, at=timezone.now())
        except NotYet as why:
            raise CommandError(f"Nothing was destroyed. {why}") from None
        self.stdout.write(
            f"{gone} keys of {network.name} are destroyed. Restart web and worker: they may still hold them. "
            "Backups made before hold the keys, wrapped: let them end, or destroy the master key they need."
        )
