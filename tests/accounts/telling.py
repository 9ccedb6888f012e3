"""What waits in the outbox leaves: the mails that somebody gets about their own account."""

from datetime import datetime, timedelta

from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from notifications.actions.announce import announce_everywhere
from notifications.actions.deliver import deliver_everywhere


def told_by_mail(*, at: datetime | None = None) -> list[EmailMessage]:
    """All that has left since the outbox was emptied."""
    soon = (at or timezone.now()) + timedelta(seconds=1)
    announce_everywhere(at=soon)
    deliver_everywhere(at=soon)
    left: list[EmailMessage] = mail.outbox
    return left
