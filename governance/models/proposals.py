"""What is proposed, in which words, who stands behind it, and how far has it come?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.models import AskedOnce
from core.steps import Owed
from governance.counting import Method, Result, Why
from governance.lifecycle import CARRIED, DECIDED, Area, Status
from governance.models.councils import Council, Seat
from organizations.models.network import TenantModel


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "ProposalQuerySet":
        """Everybody who works in the network; a draft is its writer's alone."""
        here = self.filter(network_id=actor.network_id)
        if actor.is_system:
            return here
        return here.filter(
            ~Q(status=Status.DRAFT) | Q(made_by=actor.as_user), network__isnull=False
        )


class Proposal(AskedOnce, TenantModel, Owed):
    """One question to the council. How it is decided is set when it opens, and does not move."""

    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField(help_text="by which people call it")
    status = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Status])
    area = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Area])
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=1, help_text="of its words")
    is_secret = models.BooleanField(default=False)
    is_emergency = models.BooleanField(default=False)

    method = models.CharField(
        max_length=10, blank=True, default="", choices=[(one.value, one.value) for one in Method]
    )
    quorum_percent = models.PositiveSmallIntegerField(default=0)
    needs_chamber = models.BooleanField(default=False)
    chair_breaks_tie = models.BooleanField(default=False)
    supporters_needed = models.PositiveSmallIntegerField(default=0)
    ballot_salt = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="of a secret ballot; forgotten at the count",
    )
    rolls_back = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False,
        db_index=False, help_text="what it would put back as it was",
    )  # fmt: skip
    opened_at = models.DateTimeField(null=True, blank=True)
    votes_from = models.DateTimeField(null=True, blank=True)
    votes_until = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True, help_text="asked for; else at once")

    decided_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(
        max_length=10, blank=True, default="", choices=[(one.value, one.value) for one in Result]
    )
    why = models.CharField(
        max_length=16, blank=True, default="", choices=[(one.value, one.value) for one in Why]
    )
    electorate = models.JSONField(
        default=list, blank=True, help_text="the seats as they were counted"
    )
    tally = models.JSONField(default=dict, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    stuck_since = models.DateTimeField(
        null=True, blank=True, help_text="it cannot be brought about"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # what happens by itself now
            models.Index(
                fields=["network", "wake_at"],
                name="governance_proposal_wakes",
                condition=Q(wake_at__isnull=False),
            ),
            # the log of decisions
            models.Index(
                fields=["network", "-decided_at"],
                name="governance_decided",
                condition=Q(decided_at__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "number"], name="governance_proposal_number"),
            models.UniqueConstraint(
                fields=["network", "request_key"], name="governance_proposal_asked_once"
            ),
            models.CheckConstraint(
                name="governance_open_proposal_has_a_clock",
                condition=Q(
                    status__in=[Status.COMMENTING, Status.VOTING, Status.PASSED],
                    wake_at__isnull=False, next_step_due__isnull=False,
                )
                & ~Q(next_step="") & ~Q(waiting_on="") & ~Q(method="")
                | Q(
                    ~Q(status__in=[Status.COMMENTING, Status.VOTING, Status.PASSED]),
                    wake_at=None, next_step_due=None,
                ),
            ),
            models.CheckConstraint(
                name="governance_decision_says_why",
                condition=Q(status__in=sorted(DECIDED), decided_at__isnull=False)
                & ~Q(result="") & ~Q(why="")
                | Q(~Q(status__in=sorted(DECIDED)), decided_at=None, result="", why=""),
            ),
            models.CheckConstraint(
                name="governance_only_what_passed_is_carried",
                condition=~Q(status__in=sorted(CARRIED)) | Q(result=Result.PASSED),
            ),
        ]  # fmt: skip

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    @property
    def is_commenting(self) -> bool:
        return self.status == Status.COMMENTING

    @property
    def is_voting(self) -> bool:
        return self.status == Status.VOTING

    def is_to_begin(self, at: datetime) -> bool:
        """Carried, and its hour has come."""
        return self.status == Status.PASSED and self.wake_at is not None and self.wake_at <= at

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT


class ProposalVersion(TenantModel):
    """The words of a proposal and what it changes, as they stood. Append-only: an amendment is the next one."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="versions", db_constraint=False, db_index=False
    )  # fmt: skip
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True, default="")
    reason = models.TextField()
    changes = models.JSONField(default=list, help_text="typed: kind, key, before, after")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "proposal", "number"], name="governance_version_number"
            ),
        ]


class Comment(AskedOnce, TenantModel):
    """What somebody says about it, for all to read. Append-only."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="comments", db_constraint=False, db_index=False
    )  # fmt: skip
    version = models.PositiveSmallIntegerField(help_text="of the words that it is about")
    words = models.TextField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    said_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["network", "proposal", "said_at"], name="governance_comments"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="governance_comment_asked_once"
            ),
        ]


class Standing(TenantModel):
    """How a seat stands to a proposal, beside its vote. Append-only: it is not taken back."""

    class Kind(models.TextChoices):
        SUPPORTS = "supports"  # wants it put to the vote
        CONFLICT = "conflict"  # gains or loses by it, and so does not vote
        PROXY = "proxy"  # lends its vote to another seat, for this matter only

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="standings", db_constraint=False, db_index=False
    )  # fmt: skip
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    to_seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )  # fmt: skip
    words = models.CharField(max_length=500, blank=True, default="")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "proposal", "seat", "kind"], name="governance_stands_once"
            ),
            models.CheckConstraint(
                name="governance_proxy_has_a_holder",
                condition=Q(kind="proxy", to_seat__isnull=False) & ~Q(to_seat=models.F("seat"))
                | Q(~Q(kind="proxy"), to_seat=None),
            ),
        ]
