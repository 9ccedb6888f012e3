"""How does a text leave by Twilio, or by a provider that speaks as it does? And was this call really theirs?"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from core import said_json
from core.outside import Answer, NoAnswer, NotReached, place_of, post
from notifications.channels.message import Message
from notifications.channels.outcomes import ChannelDown, NotNow, Refused, Stopped, Unclear

LATER = {429, 503}
UNSUBSCRIBED = "21610"  # they answered STOP to the provider, who tells us only now
OUR_FAULT = {401, 403, 404}  # account or token: no text leaves until somebody mends the settings


class Twilio:
    """It would send the same text twice, so what may have left is never repeated by itself."""

    remembers_keys = False

    def send(self, message: Message, *, to: str) -> str:
        sent = {"To": international(to), "Body": message.body, "StatusCallback": receipts_url()}
        whole = urlencode(sent | _from()).encode()
        try:
            place = place_of(_messages_url(), must_be_public=False)  # the operator's own setting
            answer = post(place, whole, _headers())
        except NotReached:
            raise ChannelDown("no_answer") from None
        except NoAnswer:
            raise Unclear from None
        return _meaning(answer)


def international(number: str) -> str:
    """+1 and ten digits, however it was typed."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+") and len(digits) >= 8:
        return f"+{digits}"
    if len(digits) == 10:
        return f"+1{digits}"
    if len(digits) == 11 and digits.startswith("1"):
        return f"+{digits}"
    raise Refused("not_a_number")


def is_theirs(url: str, fields: Mapping[str, str], said: str) -> bool:
    """HMAC-SHA1 over the address and the sorted fields, as the provider signs its calls."""
    if not settings.TEXT_TOKEN:
        return False
    whole = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    ours = hmac.new(settings.TEXT_TOKEN.encode(), whole.encode(), hashlib.sha1).digest()
    return hmac.compare_digest(base64.b64encode(ours).decode().encode(), said.encode())


def receipts_url() -> str:
    return settings.SITE_URL + reverse("notifications:text_receipt")


def _messages_url() -> str:
    return f"{settings.TEXT_API_URL}/2010-04-01/Accounts/{settings.TEXT_ACCOUNT}/Messages.json"


def _from() -> dict[str, str]:
    """A number, or a pool of numbers."""
    ours = settings.TEXT_FROM
    return {"MessagingServiceSid": ours} if ours.startswith("MG") else {"From": ours}


def _headers() -> dict[str, str]:
    pair = f"{settings.TEXT_ACCOUNT}:{settings.TEXT_TOKEN}".encode()
    return {
        "Authorization": "Basic " + base64.b64encode(pair).decode(),
        "Content-Type": "application/x-www-form-urlencoded",
    }


def _meaning(answer: Answer) -> str:
    """The provider's own id. An error's words may quote the number: only its code is kept."""
    if answer.status in OUR_FAULT:
        raise ChannelDown(str(answer.status))
    if answer.status in LATER:
        raise NotNow(str(answer.status))
    said = _read(answer)
    if 400 <= answer.status < 500:
        code = str(said.get("code", answer.status))[:20]
        raise Stopped(code) if code == UNSUBSCRIBED else Refused(code)
    if answer.status not in {200, 201} or not said.get("sid"):
        raise Unclear
    return str(said["sid"])


def _read(answer: Answer) -> dict[str, object]:
    try:
        said = said_json.read(answer.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
