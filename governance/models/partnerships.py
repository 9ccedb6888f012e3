"""How far has each organization come, what was said on the way, and what does the network owe it next?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.sealed import SealedTextField
from core.steps import Owed
from governance.path import HELD_LADDER, Held, Item
from organizations.models.network import Organization, TenantModel


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "PartnershipQuerySet":
        """The convener sees all of the network, the admin of a partner its own, and the clock."""
        ours = self.filter(network_id=actor.network_id)
        if actor.is_system:
            return ours
        return ours.filter(
            Q(network_id__in=actor.where("convene"))
            | Q(organization_id__in=actor.where("manage_members"))
        )

    def due(self, at: datetime) -> "PartnershipQuerySet":
        return self.filter(next_step_due__lte=at).order_by("next_step_due", "id")

    def due_or_held(self, at: datetime) -> "PartnershipQuerySet":
        """What is due, and whoever was to leave by now and could not."""
        due = Q(next_step_due__lte=at) | ~Q(held_by="")
        return self.filter(due).order_by("next_step_due", "id")


class Partnership(TenantModel, Owed):
    """The way of one organization with the network. Where it stands is the organization's own status."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="partnerships", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    stage_since = models.DateTimeField(help_text="since when it stands where it stands")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="+", db_index=False, help_text="who follows it; nobody: all conveners",
    )  # fmt: skip
    pilot_size = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="requests that may be open there at once"
    )
    pilot_ends_on = models.DateField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True, help_text="when its break is to be over")
    leaves_at = models.DateTimeField(null=True, blank=True, help_text="when it is to leave")
    held_by = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in Held], blank=True, default="",
        db_default="", help_text="what stands against leaving on the day that was named",
    )  # fmt: skip
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="+", db_index=False, help_text="who follows its own families then",
    )  # fmt: skip
    keeps_listing = models.BooleanField(
        default=False, db_default=False, help_text="when it leaves: its listing stays"
    )
    access_ends_at = models.DateTimeField(
        null=True, blank=True, help_text="from when on nobody comes in through it"
    )
    access_ended_at = models.DateTimeField(null=True, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "organization"], name="governance_one_partnership"
            ),
            models.CheckConstraint(
                name="partnership_step_has_owner_and_date",
                condition=Q(next_step="", waiting_on="", next_step_due=None, wake_at=None)
                | ~Q(next_step="")
                & ~Q(waiting_on="")
                & Q(next_step_due__isnull=False, wake_at__isnull=False),
            ),
            models.CheckConstraint(
                name="partnership_held_day_is_owed",
                condition=Q(held_by="") & ~Q(next_step=HELD_LADDER.next_step)
                | ~Q(held_by="") & Q(next_step=HELD_LADDER.next_step, leaves_at__isnull=False),
            ),
            models.CheckConstraint(
                name="partnership_pilot_has_size_and_end",
                condition=Q(pilot_size=None, pilot_ends_on=None)
                | Q(pilot_size__gte=1, pilot_ends_on__isnull=False),
            ),
            models.CheckConstraint(
                name="partnership_access_ends_once_it_was_to",
                condition=Q(access_ended_at=None) | Q(access_ends_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            # what is due now
            models.Index(
                fields=["network", "wake_at"],
                name="governance_partner_wakes",
                condition=Q(wake_at__isnull=False),
            ),
            # who leaves, or loses access, on a day that was named
            models.Index(
                fields=["network", "leaves_at"],
                name="governance_partner_leaves",
                condition=Q(leaves_at__isnull=False),
            ),
            models.Index(
                fields=["network", "access_ends_at"],
                name="governance_access_ends",
                condition=Q(access_ends_at__isnull=False, access_ended_at__isnull=True),
            ),
        ]


class Said(TenantModel):
    """What was written down to one line of a checklist, in their words. The newest holds; earlier ones stay."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="said", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    item = models.CharField(max_length=20, choices=[(item.value, item.value) for item in Item])
    words = SealedTextField(help_text="may name people who work there")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            # the page of one partner, the newest word last
            models.Index(fields=["network", "partnership", "at"], name="governance_said_of"),
        ]
