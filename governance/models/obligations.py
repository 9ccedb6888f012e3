"""Who owes what under an agreement, by which day, and what became of it?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.models import AskedOnce
from core.sealed import SealedTextField
from core.steps import Owed
from governance.kinds import EVERY, Kept, Paper, Side
from governance.models.agreements import Agreement, Party
from organizations.models.network import Organization, TenantModel


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "ObligationQuerySet":
        """Of the agreements that the actor sees."""
        ours = self.filter(network_id=actor.network_id)
        if actor.is_system:
            return ours
        theirs = Party.objects.filter(
            network_id=actor.network_id, organization_id__in=actor.where("manage_members")
        )
        own = Q(agreement_id__in=theirs.values("agreement_id"))
        own &= ~Q(agreement__status=Paper.DRAFT)
        return ours.filter(Q(network_id__in=actor.where("convene")) | own)


class Obligation(AskedOnce, TenantModel, Owed):
    """One line of an agreement. Fixed once it is offered; owed from the day on which it is in force."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="obligations", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False, help_text="the party that owes it, or that waits for it",
    )  # fmt: skip
    side = models.CharField(
        max_length=8, choices=[(side.value, side.value) for side in Side], help_text="who owes it"
    )
    words = SealedTextField(help_text="what is owed")
    digest = models.CharField(max_length=64, help_text="SHA-256 of these words")
    first_on = models.DateField(help_text="by when, the first time")
    every_months = models.PositiveSmallIntegerField(
        default=0, choices=[(months, str(months)) for months in EVERY], help_text="0: once"
    )
    due_on = models.DateField(help_text="by when now, or at last")
    begun_at = models.DateTimeField(null=True, blank=True, help_text="as the agreement was signed")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="nothing is to come of it")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="obligation_that_runs_has_step_and_date",
                condition=Q(begun_at=None, next_step="", next_step_due=None, wake_at=None)
                | Q(begun_at__isnull=False, closed_at=None)
                & Q(next_step_due__isnull=False, wake_at__isnull=False)
                & ~Q(next_step="") & ~Q(waiting_on="")
                | Q(begun_at__isnull=False, closed_at__isnull=False, next_step_due=None, wake_at=None),
            ),
            models.UniqueConstraint(
                fields=["network", "request_key"], name="governance_obligation_asked_once"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["network", "agreement"], name="governance_obligation_of"),
            # what is due now
            models.Index(
                fields=["network", "wake_at"],
                name="governance_obligation_wakes",
                condition=Q(wake_at__isnull=False),
            ),
        ]

    @property
    def runs(self) -> bool:
        return self.begun_at is not None and self.closed_at is None


class Fulfilment(TenantModel):
    """What became of it on one of its days. Append-only."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="fulfilments", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    due_on = models.DateField()
    kept = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Kept])
    done_on = models.DateField(null=True, blank=True)
    words = SealedTextField(help_text="what was done, or why it did not come")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "obligation", "due_on"], name="governance_kept_once_a_day"
            ),
            models.CheckConstraint(
                name="obligation_is_done_on_a_day",
                condition=Q(kept=Kept.DONE, done_on__isnull=False)
                | Q(kept=Kept.MISSED, done_on=None),
            ),
        ]

    @property
    def was_late(self) -> bool:
        return self.done_on is not None and self.done_on > self.due_on
