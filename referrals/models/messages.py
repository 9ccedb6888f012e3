"""What the two sides say to each other about one referral: sealed, never in an event."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from core.sealed import SealedTextField
from organizations.models.network import TenantModel
from referrals.models.referral import Referral


class Message(TenantModel):
    """Words that belong to an event: a question, a reply, the words beside a reason."""

    referral = models.ForeignKey(
        Referral,
        on_delete=models.PROTECT,
        related_name="messages",
        db_constraint=False,
        db_index=False,
    )
    event_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    text = SealedTextField()
    said_by = models.CharField(max_length=10)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # the conversation of one referral
            models.Index(fields=["referral", "id"], name="referrals_message_thread"),
        ]
