"""How does a program hear? A signed call over https: ids and codes, a time, and nothing personal."""

import hashlib
import hmac
from datetime import datetime

from core.outside import (
    NoAnswer,
    NotPublic,
    NotReached,
    must_be_public,
    place_of,
    post,
)
from notifications.channels.message import Message
from notifications.channels.outcomes import NotNow, Refused

GONE = 410
SIGNATURE, EVENT, TIME = "Porchlight-Signature", "Porchlight-Event", "Porchlight-Time"


def send(message: Message, *, to: str) -> str:
    """The status that came back. Whatever is wrong over there is theirs: it is tried again."""
    try:
        place = place_of(to, must_be_public=must_be_public())
        answer = post(place, message.body.encode(), message.headers)
    except NotPublic:
        raise Refused("not_public") from None
    except (NotReached, NoAnswer):
        raise NotNow("no_answer") from None
    if answer.status == GONE:
        raise Refused(str(GONE))
    if not 200 <= answer.status < 300:
        raise NotNow(str(answer.status))
    return str(answer.status)


def signed(body: str, *, event_id: str, secret: str, at: datetime) -> dict[str, str]:
    """Headers by which the receiver knows that it was us, just now, and which event it was."""
    moment = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        EVENT: event_id,
        TIME: moment,
        SIGNATURE: "v1=" + signature(secret, moment, event_id, body),
    }


def signature(secret: str, moment: str, event_id: str, body: str) -> str:
    said = f"{moment}.{event_id}.{body}".encode()
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()
