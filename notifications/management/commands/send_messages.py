"""Tell everybody what happened, without a broker: once, or for as long as it runs."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from notifications.actions.announce import announce_everywhere
from notifications.actions.deliver import deliver_everywhere


class Command(BaseCommand):
    help = "Turn waiting events into messages and send what is due. Needs no broker and no beat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", type=float, metavar="SECONDS", help="again and again")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        relay()
        while options["loop"]:
            time.sleep(options["loop"])
            close_old_connections()
            relay()


def relay() -> None:
    announce_everywhere(at=timezone.now())
    deliver_everywhere(at=timezone.now())
