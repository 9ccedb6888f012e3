"""What came back to the address that we write from? For a mail server's pipe, or a mailbox file."""

import mailbox
import sys
from collections.abc import Iterable
from contextlib import closing
from email import message_from_binary_file
from email.message import Message
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from notifications.actions.hearing import came_back
from notifications.channels.bounces import bounce_in
from notifications.models.deliveries import Delivery


class Command(BaseCommand):
    help = "Read returned mail from standard input, or from a mailbox file: what came back is a step for a person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mbox", metavar="FILE", help="read every mail in this file")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        found = sum(_heard(mail) for mail in _mails(options["mbox"]))
        self.stdout.write(f"{found} of our mails came back.")


def _mails(file: str | None) -> Iterable[Message]:
    if not file:
        return [message_from_binary_file(sys.stdin.buffer)]
    try:
        with closing(mailbox.mbox(file, create=False)) as box:
            return list(box)
    except (mailbox.NoSuchMailboxError, OSError):
        raise CommandError(f"{file} is no mailbox file that can be read.") from None


def _heard(mail: Message) -> bool:
    """A mail that is no report, or about no mail of ours, is passed over: anybody may write to us."""
    bounce = bounce_in(mail)
    return bounce is not None and came_back(
        channel=Delivery.Channel.EMAIL,
        provider_id=bounce.message_id,
        code=bounce.code,
        at=timezone.now(),
    )
