"""How do tests stand at the partner's door: as whoever was forwarded a link, or as who reads the mailbox?"""

import re

from django.test import Client

from accounts import codes
from accounts.models import LinkCode
from core.models import Event

PHONE = "(555) 010-0142"


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def newest_code() -> str:
    return codes.digits_of(LinkCode.objects.latest("asked_at"))


def with_code(door: str) -> Client:
    """Whoever reads the mailbox: asked for the code, read it there, typed it."""
    client = Client()
    client.post(f"{door}send-code/")
    client.post(f"{door}code/", {"code": newest_code()})
    return client


def kinds() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))
