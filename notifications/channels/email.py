"""How does an e-mail leave? Over SMTP, with a Message-ID that is the same at every try."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from notifications.channels.message import Message, Send
from notifications.channels.outcomes import ChannelDown, NotNow, Refused

PERMANENT = 500


@contextmanager
def connected() -> Iterator[Send]:
    """One connection for many mails: it is opened by the first and closed after the last."""
    connection = get_connection()

    def send(message: Message, *, to: str) -> str:
        return _send(connection, message, to)

    try:
        yield send
    finally:
        _close(connection)


def _send(connection: BaseEmailBackend, message: Message, to: str) -> str:
    """The Message-ID under which it left. Errors carry a code and no address: they end in logs."""
    _check(to)
    name = message_id(message.key)
    mail = EmailMessage(
        message.subject,
        message.body,
        to=[to],
        headers={"Message-ID": name, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        connection.open()
        mail.send()
    except SMTPRecipientsRefused as refusal:
        raise _meaning(max(code for code, _words in refusal.recipients.values())) from None
    except SMTPDataError as refusal:
        raise _meaning(refusal.smtp_code) from None
    except OSError as trouble:  # smtplib's other errors are OSErrors too
        raise ChannelDown(type(trouble).__name__) from None
    return name


def _close(connection: BaseEmailBackend) -> None:
    """The mails have left or not; how the server takes the good-bye changes nothing."""
    with suppress(OSError):
        connection.close()


def message_id(key: str) -> str:
    """Derived from the key: after a crash the same message is recognised, not read twice."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    return f"<{digest}@{address.rpartition('@')[2]}>"


def _check(address: str) -> None:
    """People write down what is no address; Django would send some of it."""
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("not_an_address") from None


def _meaning(code: int) -> Exception:
    return Refused(str(code)) if code >= PERMANENT else NotNow(str(code))
