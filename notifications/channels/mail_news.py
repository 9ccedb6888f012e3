"""What became of our mails, in the one shape in which a mail provider may tell us? docs/webhooks.md describes it."""

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from core import said_json
from notifications.channels.webhook import SIGNATURE, TIME

FRESH = timedelta(minutes=5)
MOST = 100  # in one call
ARRIVED, BOUNCED, COMPLAINED = "delivered", "bounced", "complained"
CODE = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class News:
    """`message_id` is the name under which our mail left; `code` why it did not arrive."""

    message_id: str
    has_arrived: bool
    code: str = ""


def is_theirs(body: bytes, headers: Mapping[str, str], *, at: datetime) -> bool:
    """HMAC-SHA256 over the time and the body. What was recorded cannot be played again later."""
    secret, moment = settings.MAIL_HOOK_SECRET, headers.get(TIME, "")
    if not secret or not moment.isdecimal() or not _is_fresh(moment, at):
        return False
    ours = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v1={ours}".encode(), headers.get(SIGNATURE, "").encode())


def _is_fresh(moment: str, at: datetime) -> bool:
    return len(moment) <= 12 and abs(at.timestamp() - int(moment)) <= FRESH.total_seconds()


def read(body: bytes) -> list[News]:
    """One or a list. A mail that is late is still on its way: no news. ValueError when it is no such JSON."""
    said = said_json.read(body)
    rows = said if isinstance(said, list) else [said]
    if len(rows) > MOST or not all(isinstance(row, dict) for row in rows):
        raise ValueError
    return [news for row in rows for news in _news(row)]


def _news(row: dict[str, object]) -> Iterator[News]:
    name, event = _name(str(row.get("message_id", ""))), row.get("event")
    if event == ARRIVED:
        yield News(name, has_arrived=True)
    elif event == COMPLAINED:
        yield News(name, has_arrived=False, code="complained")
    elif event == BOUNCED and row.get("permanent") is True:
        found = CODE.search(str(row.get("code", "")))
        yield News(name, has_arrived=False, code=found[0] if found else "failed")


def _name(message_id: str) -> str:
    """Some providers leave the brackets away."""
    plain = message_id.strip()[:200]
    return plain if plain.startswith("<") else f"<{plain}>"
