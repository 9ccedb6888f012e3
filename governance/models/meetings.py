"""When does a council meet, what was on the agenda, who was there, and what was written down?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.steps import Owed
from governance.lifecycle import Gathering
from governance.models.councils import Council, Seat
from governance.models.proposals import Proposal
from organizations.models.network import Organization, TenantModel


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: Actor) -> "MeetingQuerySet":
        """Everybody who works in the network."""
        return self.filter(network_id=actor.network_id)


class Meeting(TenantModel, Owed):
    """Called for a day; afterwards somebody owes what was said there. The agenda is kept as it stood then."""

    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    status = models.CharField(max_length=9, choices=[(one.value, one.value) for one in Gathering])
    begins_at = models.DateTimeField()
    place = models.CharField(max_length=200, help_text="a room, or where to call in")
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="none: by a decision",
    )  # fmt: skip
    called_at = models.DateTimeField()
    agenda = models.JSONField(
        default=list, blank=True, help_text="words and pages, when it was held"
    )
    minutes = models.TextField(blank=True, default="")
    minutes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # fmt: skip
    minutes_at = models.DateTimeField(null=True, blank=True)
    seated = models.JSONField(
        default=list, blank=True, help_text="each seat that was held as it began, and by whom"
    )
    seats_with_vote = models.PositiveSmallIntegerField(default=0, help_text="held, on that day")
    quorum_percent = models.PositiveSmallIntegerField(default=0, help_text="asked for on that day")

    decision = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False,
        db_index=False, help_text="by which its day was set; none: called by hand",
    )  # fmt: skip

    objects = MeetingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["network", "wake_at"],
                name="governance_meeting_wakes",
                condition=Q(wake_at__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="governance_meeting_is_planned_or_told",
                condition=Q(
                    status=Gathering.PLANNED, wake_at__isnull=False, next_step_due__isnull=False,
                    minutes_at=None,
                )
                & ~Q(next_step="") & ~Q(waiting_on="")
                | Q(
                    status=Gathering.HELD, wake_at=None, next_step_due=None, minutes_at__isnull=False
                )
                & ~Q(minutes="")
                | Q(status=Gathering.CANCELLED, wake_at=None, next_step_due=None, minutes_at=None),
            ),
        ]  # fmt: skip

    @property
    def is_planned(self) -> bool:
        return self.status == Gathering.PLANNED

    @property
    def is_held(self) -> bool:
        return self.status == Gathering.HELD


class Attendance(TenantModel):
    """For which seat somebody was there. Append-only."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="there", db_constraint=False, db_index=False
    )
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False,
        db_index=False, help_text="for which its holder was there, on that day",
    )  # fmt: skip
    has_vote = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "meeting", "seat"], name="governance_there_once"
            ),
        ]
