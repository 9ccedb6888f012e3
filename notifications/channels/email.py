"""How does an e-mail leave? Over SMTP, with a Message-ID that is the same at every try."""

import hashlib
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from notifications.channels.message import Message
from notifications.channels.outcomes import ChannelDown, NotNow, Refused

PERMANENT = 500


def send(message: Message, *, to: str) -> str:
    """The Message-ID under which it left. Errors carry a code and no address: they end in logs."""
    _check(to)
    name = message_id(message.key)
    mail = EmailMessage(
        message.subject,
        message.body,
        to=[to],
        headers={"Message-ID": name, "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as refusal:
        raise _meaning(max(code for code, _words in refusal.recipients.values())) from None
    except SMTPDataError as refusal:
        raise _meaning(refusal.smtp_code) from None
    except OSError as trouble:  # smtplib's other errors are OSErrors too
        raise ChannelDown(type(trouble).__name__) from None
    return name


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
