"""Load the sample county once; say so when it is there already."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from organizations.models.network import Network
from referrals.management.sample.load import NETWORK, Sample, office_hours


class Command(BaseCommand):
    help = (
        "Load a made-up county: two clinics, sixteen community organizations, forty-five families."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if Network.objects.filter(short_name=NETWORK).exists():
            self.stdout.write("The sample network is loaded already.")
            return
        password = settings.SAMPLE_PASSWORD or secrets.token_urlsafe(12)
        with transaction.atomic():
            Sample(office_hours(timezone.now()), password).load()
        if not settings.SAMPLE_PASSWORD:
            self.stdout.write(f"The password of every sample user: {password}")
        self.stdout.write("The sample network is loaded.")
