"""Which partner was asked for its word in which week? Once each, however often the clock ticks."""

from typing import ClassVar

from django.db import models

from organizations.models.network import Organization, TenantModel


class WeekAsked(TenantModel):
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    week = models.DateField(help_text="its Monday, in the network's time zone")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "organization", "week"], name="referrals_asked_once_a_week"
            )
        ]
