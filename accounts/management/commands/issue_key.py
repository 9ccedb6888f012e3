"""Print a new API key for a user. It is shown once; only its digest is kept."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.keys import issue
from accounts.models import ApiKey, User


class Command(BaseCommand):
    help = "Issue an API key to a user: manage.py issue_key navigator@example.org"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="command line", help="what the key is for")

    def handle(self, *args: Any, **options: Any) -> None:
        most = ApiKey._meta.get_field("name").max_length or 0
        if len(options["name"]) > most:
            raise CommandError(f"--name has more than {most} letters.")
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['email']}.")
        self.stdout.write(issue(user, name=options["name"], at=timezone.now()))
