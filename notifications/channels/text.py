"""How does a text message leave? Through the provider that the settings name, if any."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from django.conf import settings

from notifications.channels.message import Message
from notifications.channels.outcomes import ChannelDown
from notifications.channels.twilio import Twilio


class Provider(Protocol):
    """Whoever carries texts. Raises what `outcomes` lists.

    `remembers_keys`: a second message with the same key is dropped there. Without that, a text
    whose fate is unknown is never sent again by itself.
    """

    remembers_keys: bool

    def send(self, message: Message, *, to: str) -> str:
        """Send it; gives back the provider's own id."""


class Catcher:
    """Development: each text becomes a file that /dev/messages/ shows. One key, one file."""

    remembers_keys = True

    def send(self, message: Message, *, to: str) -> str:
        folder = Path(settings.CATCHER_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = hashlib.sha256(message.key.encode()).hexdigest()[:40]
        partial = folder / f".{name}-{os.getpid()}"
        partial.write_text(json.dumps({"to": to, "body": message.body}), encoding="utf-8")
        partial.rename(folder / f"{name}.text.json")  # a reader never sees half a message
        return name


PROVIDERS: dict[str, Callable[[], Provider]] = {"catcher": Catcher, "twilio": Twilio}


def provider() -> Provider | None:
    """None when no provider is set: then nobody is promised a text."""
    make = PROVIDERS.get(settings.TEXT_PROVIDER)
    return make() if make else None


def send(message: Message, *, to: str) -> str:
    carrier = provider()
    if carrier is None:
        raise ChannelDown("no_provider")
    return carrier.send(message, to=to)
