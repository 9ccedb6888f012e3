"""Take away the second step of somebody who has lost it, where no admin can: they work in several places, or alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts import browsers, second_step
from accounts.models import User
from accounts.notices import is_told


class Command(BaseCommand):
    help = "Take away somebody's second step: manage.py forget_second_step navigator@example.org"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['email']}.")
        with transaction.atomic():
            browsers.end(user)
            ways = second_step.forget(user)
            told = is_told(user, "account/email/second_step_forgotten", at=timezone.now())
        heard = "They are told by mail." if told else "They work nowhere: nobody tells them."
        self.stdout.write(f"Taken away: {ways}. They are signed out everywhere. {heard}")
