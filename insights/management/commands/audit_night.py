"""Audit and count this night now, without a worker's time limit; a night that is counted stays."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.tenancy import tenant_context
from insights.actions.nightly import audit_the_night
from referrals.actions.sweep import networks


class Command(BaseCommand):
    help = "Audit and count every network for the scorecard, once a night."

    def handle(self, *args: Any, **options: Any) -> None:
        for network_id in networks():
            with tenant_context(network_id):
                night = audit_the_night(network_id=network_id, at=timezone.now())
            counted = f"{night.dead_ends} dead ends" if night else "counted already"
            self.stdout.write(f"{network_id}: {counted}")
