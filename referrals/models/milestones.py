"""The dates of one application: what was gathered, filed, decided, and until when one may appeal."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from organizations.models.network import TenantModel
from referrals.lifecycle import MilestoneKind
from referrals.models.referral import Referral

AFTER_THE_END = [MilestoneKind.APPEAL.value, MilestoneKind.RECERTIFICATION.value]


class Milestone(TenantModel):
    """Planned for a day, and reached on one. Each kind once in an application."""

    referral = models.ForeignKey(
        Referral,
        on_delete=models.PROTECT,
        related_name="milestones",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in MilestoneKind])
    planned_on = models.DateField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # whose last day to appeal, or to renew, comes: looked at every hour
            models.Index(
                fields=["network", "planned_on"],
                name="referrals_milestone_after",
                condition=Q(reached_on=None, kind__in=AFTER_THE_END),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "referral", "kind"], name="referrals_milestone_once"
            ),
            models.CheckConstraint(
                name="milestone_has_a_day",
                condition=Q(planned_on__isnull=False) | Q(reached_on__isnull=False),
            ),
        ]

    @property
    def is_reached(self) -> bool:
        return self.reached_on is not None

    @property
    def day(self) -> date | None:
        return self.reached_on or self.planned_on

    def is_late(self, *, at: datetime) -> bool:
        """Its day has passed, and nobody has said that it was reached."""
        today = timezone.localtime(at).date()  # by the clock of the page's reader
        return not self.is_reached and self.planned_on is not None and self.planned_on < today
