"""Apply the rules of keeping now, or say what they would let go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.tenancy import tenant_context
from organizations.models.network import Network
from referrals.actions.retention import keep_no_longer
from referrals.search.keeping import keeping_of
from referrals.search.retention import due

MOST = 10_000


class Command(BaseCommand):
    help = "What has been kept as long as the rules say: counted by kind, and let go in batches."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        for network in Network.objects.order_by("name"):
            self.stdout.write(network.name)
            with tenant_context(network.pk):
                self._count(network) if options["dry_run"] else self._let_go(network)

    def _count(self, network: Network) -> None:
        at = timezone.now()
        for one in due(network.pk, keeping_of(network.pk, at), at=at, most=MOST):
            oldest = f", the oldest of {one.oldest:%Y-%m-%d}" if one.oldest else ""
            self.stdout.write(f"  {one.number:>7}  {one.name}{oldest}")

    def _let_go(self, network: Network) -> None:
        run = keep_no_longer(network_id=network.pk, at=timezone.now())
        if run is None:
            self.stdout.write("  done already tonight")
            return
        for name, number in run.done.items():
            self.stdout.write(f"  {number:>7}  {name}")
