"""Which of our mails came back, and why? Reads delivery reports (RFC 3464), and nothing else of a mail."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
MESSAGE_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Bounce:
    """`message_id` is the name under which our mail left; `code` the other server's reason."""

    message_id: str
    code: str


def bounce_in(mail: Message) -> Bounce | None:
    """None for everything that does not say "this mail will not arrive": replies, delays, holidays."""
    code = next(_failures(mail), None)
    name = next(_names_of_ours(mail), None)
    return Bounce(name, code) if code and name else None


def _failures(mail: Message) -> Iterator[str]:
    """A delay is no failure: the other server is still trying."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for recipient in _blocks(part):
                if str(recipient.get("Action", "")).strip().lower() == "failed":
                    found = STATUS.search(str(recipient.get("Status", "")))
                    yield found[0] if found else "failed"


def _blocks(part: Message) -> list[Message]:
    """One for the server, then one for each recipient."""
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _names_of_ours(mail: Message) -> Iterator[str]:
    """The returned mail or its headers stand in the report."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            yield from _names(" ".join(str(one.get("Message-ID", "")) for one in _blocks(part)))
        elif part.get_content_type() == "text/rfc822-headers":
            words = part.get_payload(decode=True)
            headers = words.decode("ascii", "replace") if isinstance(words, bytes) else ""
            yield from _names(_line(headers, "message-id"))


def _line(headers: str, name: str) -> str:
    lines = re.sub(r"\r?\n[ \t]+", " ", headers).splitlines()
    return next((line for line in lines if line.lower().startswith(f"{name}:")), "")


def _names(words: str) -> Iterator[str]:
    yield from (found[0] for found in MESSAGE_ID.finditer(words))
