"""Begin a network of your own: the community, the body that convenes it, and the first person there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from core.errors import DomainError
from core.ids import uuid7
from core.tenancy import tenant_context
from organizations.actions.founding import Beginning, found
from organizations.actions.members import Invitee


class Command(BaseCommand):
    help = (
        "Begin a network: manage.py start_network 'Harbor County' --short-name harbor "
        "--convener 'Harbor Community Table' --email carla@example.org --person 'Carla Mendez'"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--short-name", required=True, help="for commands, such as harbor")
        parser.add_argument("--convener", required=True, help="the organization that convenes")
        parser.add_argument("--email", required=True, help="of the first person there")
        parser.add_argument("--person", required=True, help="the name of that person")
        parser.add_argument("--time-zone", default="America/New_York")
        parser.add_argument("--state", default="", help="whose public holidays count, such as NY")

    def handle(self, *args: Any, **options: Any) -> None:
        named = ("name", "short_name", "convener", "time_zone", "state")
        network_id = uuid7()
        try:
            with tenant_context(network_id):
                found(
                    actor=Actor.system(network_id),
                    beginning=Beginning(**{name: options[name] for name in named}),
                    first=Invitee(email=options["email"], name=options["person"], roles=()),
                    at=timezone.now(),
                )
        except DomainError as error:
            raise CommandError(str(error)) from error
        page = settings.SITE_URL.rstrip("/") + reverse("account_reset_password")
        self.stdout.write(f"The network is there. {options['email']} chooses a password at {page}")
