"""What was heard from outside, and how do readers want to be written to?"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from core.ids import uuid7
from organizations.models.network import Organization, TenantModel


class HeardText(models.Model):
    """A text that came in, by the provider's own number for it. Neither its words nor who sent it.

    It belongs to no network: it is written before anybody knows whose it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider_id = models.CharField(max_length=64, unique=True)
    number = models.BinaryField(max_length=8, help_text="a blind token: how often one writes")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # how often this number has written lately
            models.Index(fields=["number", "at"], name="notifications_heard_lately"),
        ]

    def __str__(self) -> str:
        return f"text heard {self.pk}"


class MailHabit(models.Model):
    """When a person who signs in wants to be written to. Without a row: at once, at any hour."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    daily = models.BooleanField(default=False)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)

    def __str__(self) -> str:
        return f"mail habit of {self.pk}"


class MailboxChoice(TenantModel):
    """How an organization's mailbox wants to be written to. Without a row: once a day, where somebody signs in."""

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    daily = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "organization"], name="notifications_one_choice_each"
            ),
        ]
