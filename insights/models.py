"""What did the auditor find, night by night, how did the loops stand then, and what is tried where?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.actor import Actor
from core.models import AskedOnce
from core.sealed import SealedTextField
from core.steps import Owed
from governance.followup import Turn
from governance.models.local import LocalPolicy
from governance.models.proposals import Proposal
from organizations.models.network import Organization, TenantModel


class Night(TenantModel):
    """One night of one network: how many rows break each promise, and the figures of the scorecard.

    The page reads these, so that it costs the same with ten million requests as with ten.
    """

    date = models.DateField(help_text="the network's own")
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    broken = models.JSONField(help_text="rows that break a promise, by the promise's name")
    figures = models.JSONField(help_text="counts without anything sensitive, not yet masked")

    class Meta:
        constraints: ClassVar = [
            # also the way to the last one
            models.UniqueConstraint(fields=["network", "date"], name="insights_once_a_night"),
        ]

    @property
    def dead_ends(self) -> int:
        return sum(self.broken.values())


class Seal(TenantModel):
    """What stood in one table between two ids, as one digest; each seal holds the one before it.

    Append-only. A row that is altered, deleted or slipped in afterwards no longer fits its seal,
    and a seal that is made anew no longer fits those that were exported and signed.
    """

    number = models.PositiveIntegerField(help_text="1, 2, 3 ... within the network")
    table = models.CharField(max_length=40)
    from_id = models.UUIDField(help_text="the first id that may stand in it")
    to_id = models.UUIDField(help_text="the first id that may not")
    rows = models.PositiveBigIntegerField()
    form = models.PositiveSmallIntegerField(help_text="how a row was written out to be digested")
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)
    xid = models.PositiveBigIntegerField(help_text="of the transaction that wrote it")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # also the way along the chain
            models.UniqueConstraint(fields=["network", "number"], name="insights_one_next_seal"),
        ]


class CycleQuerySet(models.QuerySet["Cycle"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "CycleQuerySet":
        """The council and the convener read all of the network's; an organization's admins their own."""
        del at
        ours = self.filter(network_id=actor.network_id)
        if actor.is_system:
            return ours
        reads_all = Q(network_id__in=actor.where("sit_on_council", "convene"))
        return ours.filter(reads_all | Q(organization_id__in=actor.where("manage_members")))


class Cycle(AskedOnce, TenantModel, Owed):
    """Something that one organization tries for some days before anybody decides on it (plan, do, study, act).

    With other numbers in force there it waits for the yes of the other side. Until somebody has said what
    was learned, a side owes a step (`governance.followup`).
    """

    class Verdict(models.TextChoices):
        ADOPT = "adopt"
        ADAPT = "adapt"
        ABANDON = "abandon"

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    aim = SealedTextField(help_text="what shall become better")
    change = SealedTextField(help_text="what is done otherwise, in words")
    prediction = SealedTextField(help_text="what its writer expects")
    measure = models.CharField(max_length=20, help_text="a code of insights.search.measures")
    begins_on = models.DateField()
    ends_on = models.DateField(help_text="the last day")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    written_there = models.BooleanField(help_text="by the organization itself, not the network")
    written_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="before its last day")
    dropped_at = models.DateTimeField(
        null=True, blank=True, help_text="nothing was tried, or nobody is there any more to learn"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True, default="")
    result = SealedTextField(help_text="what was learned")
    concluded_at = models.DateTimeField(null=True, blank=True)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_constraint=False, db_index=False, help_text="in which the council says what becomes of it",
    )  # fmt: skip

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="insights_cycle_asked_once"
            ),
            models.CheckConstraint(
                name="cycle_ends_after_it_begins", condition=Q(ends_on__gte=F("begins_on"))
            ),
            models.CheckConstraint(
                name="cycle_is_owed_until_learned",
                condition=Q(next_step_due=None, wake_at=None)
                & (Q(concluded_at__isnull=False) | Q(dropped_at__isnull=False))
                | Q(concluded_at=None, dropped_at=None)
                & Q(next_step_due__isnull=False, wake_at__isnull=False)
                & ~Q(next_step="") & ~Q(waiting_on=""),
            ),
            models.CheckConstraint(
                name="cycle_ended_with_a_verdict",
                condition=Q(verdict="", concluded_at=None)
                | ~Q(verdict="") & Q(concluded_at__isnull=False),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["network", "-begins_on", "-id"], name="insights_cycles"),
            # what is due now
            models.Index(
                fields=["network", "wake_at"],
                name="insights_cycle_wakes",
                condition=Q(wake_at__isnull=False),
            ),
        ]

    @property
    def waits_for_yes(self) -> bool:
        return self.next_step == Turn.YES

    @property
    def is_reviewed_next(self) -> bool:
        return self.next_step == Turn.REVIEW


class TriedNumber(TenantModel):
    """One number that is another one there while it is tried. In force only through its `local` row."""

    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, related_name="numbers", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    key = models.CharField(max_length=80)
    value = models.PositiveIntegerField()
    local = models.ForeignKey(
        LocalPolicy, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_constraint=False, db_index=False, help_text="as it is in force, once both said yes",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            # also the way to those of one trial
            models.UniqueConstraint(
                fields=["network", "cycle", "key"], name="insights_number_tried_once"
            ),
        ]
