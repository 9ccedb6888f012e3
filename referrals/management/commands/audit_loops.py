"""Prove over the whole database that nothing is a dead end; exit 1 when something is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.tenancy import tenant_context
from organizations.models.network import Network
from referrals.actions.audit import audit


class Command(BaseCommand):
    help = "Count what breaks a promise, in every network. All numbers must be 0."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for network in Network.objects.order_by("name"):
            self.stdout.write(network.name)
            with tenant_context(network.pk):
                for finding in audit(network.pk):
                    broken += finding.broken
                    self.stdout.write(f"  {finding.broken:>7}  {finding.promise}")
        if broken:
            raise CommandError(f"{broken} rows break a promise.")
        self.stdout.write("Nothing is a dead end.")
