"""Take away the second step of somebody who has lost it, where no admin can: they work in several places, or alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import browsers, second_step
from accounts.models import User


class Command(BaseCommand):
    help = "Take away somebody's second step: manage.py forget_second_step navigator@example.org"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['email']}.")
        browsers.end(user)
        self.stdout.write(
            f"Taken away: {second_step.forget(user)}. They are signed out everywhere."
        )
