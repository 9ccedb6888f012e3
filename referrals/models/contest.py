"""The family says no to what a partner reported: what does the partner say to that, and by when?"""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.steps import Owed
from organizations.models.network import TenantModel
from referrals.lifecycle import ContestAnswer, ContestEnd
from referrals.models.referral import Referral
from screening.models.need import TOLD


class ContestQuerySet(models.QuerySet["Contest"]):
    def owed_by(self, actor: Actor, *, at: datetime) -> "ContestQuerySet":
        """Those that wait for the actor's own organization."""
        received = Referral.objects.received_by(actor, at=at)
        return self.filter(network_id=actor.network_id, ended_at=None, referral__in=received)


class Contest(TenantModel, Owed):
    """A step of the receiver's beside an ended request. The outcome stays as it was told, and so does the no.

    The need does not wait for it: it is open again from the family's word on.
    """

    referral = models.ForeignKey(
        Referral,
        on_delete=models.PROTECT,
        related_name="contests",
        db_constraint=False,
        db_index=False,
    )
    began_at = models.DateTimeField()
    answer = models.CharField(
        max_length=12,
        blank=True,
        default="",
        choices=[(one.value, one.value) for one in ContestAnswer],
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    said_by = models.CharField(max_length=10, blank=True, default="")
    recorded_by = models.CharField(max_length=10, blank=True, default="")
    via = models.CharField(max_length=10, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(
        max_length=10,
        blank=True,
        default="",
        choices=[(one.value, one.value) for one in ContestEnd],
    )

    objects = ContestQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # what is due now, and what partners owe
            models.Index(
                fields=["network", "wake_at"],
                name="referrals_contest_wakes",
                condition=Q(wake_at__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "referral", "began_at"], name="referrals_contest_once"
            ),
            models.UniqueConstraint(
                fields=["network", "referral"],
                name="referrals_one_open_contest",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="contest_open_is_followed_up",
                condition=Q(
                    ended_at__isnull=True, next_step_due__isnull=False, wake_at__isnull=False
                )
                & ~Q(next_step="")
                & ~Q(waiting_on="")
                | Q(ended_at__isnull=False, next_step_due__isnull=True, wake_at__isnull=True)
                & Q(next_step="", waiting_on="")
                & ~Q(ended_how=""),
            ),
            models.CheckConstraint(
                name="contest_answer_has_a_source",
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False)
                & ~Q(answer="")
                & ~Q(said_by="")
                & (Q(said_by=models.F("recorded_by")) | Q(via__in=TOLD)),
            ),
        ]

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def can_be_answered(self) -> bool:
        """Late is better than never; what was settled otherwise needs no answer."""
        return not self.is_answered and self.ended_how != ContestEnd.SETTLED

    def end(self, how: ContestEnd, at: datetime) -> None:
        """Nothing is owed here any more (unsaved)."""
        self.owe_nothing()
        self.ended_at, self.ended_how = self.ended_at or at, how
