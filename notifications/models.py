"""What was sent to whom, by which channel, and did it arrive?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models.network import Organization, TenantModel
from people.models.contact import ContactPoint


class Delivery(TenantModel):
    """One message to one recipient by one channel. Claimed by a lease before it is sent.

    `key` is its idempotency key: the same event, recipient and channel give the same key, and
    Message-ID and the provider's key derive from it. A crash between sending and marking sends
    the same Message-ID once more; a text whose fate is unknown becomes a step for a person.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        GAVE_UP = "gave_up"
        UNKNOWN = "unknown"
        HELD_BACK = "held_back"  # the channel is not safe, not working, or the person has died

    class Channel(models.TextChoices):
        EMAIL = "email"
        TEXT = "text"

    key = models.CharField(max_length=120)
    event_id = models.UUIDField()
    template = models.CharField(max_length=60)
    about_id = models.UUIDField(help_text="the need, referral or link it leads to")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    language = models.CharField(max_length=12, default="en")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    contact_point = models.ForeignKey(
        ContactPoint,
        on_delete=models.SET_NULL,  # somebody took the number away: what waits is held back
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=120, blank=True, default="")
    error = models.CharField(
        max_length=60, blank=True, default="", help_text="a code, never the provider's text"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "key"], name="notifications_sent_once"),
            models.CheckConstraint(
                name="delivery_has_one_recipient",
                condition=Q(contact_point=None, organization=None)
                | Q(contact_point=None, user=None)
                | Q(organization=None, user=None),
            ),
        ]
        indexes: ClassVar = [
            # the sender takes the oldest first
            models.Index(
                fields=["network", "available_at"],
                name="notifications_delivery_due",
                condition=Q(state="waiting"),
            ),
            # how often one family was written to lately
            models.Index(
                fields=["network", "about_id", "available_at"], name="notifications_delivery_about"
            ),
        ]
