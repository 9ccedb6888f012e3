"""Who shall sit there next? Elections of seats: who stands, who has voted, and what was voted."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.steps import Owed
from governance.counting import SeatKind
from governance.lifecycle import LIVE_POLLS, Poll
from governance.models.councils import Council, Seat
from organizations.models.network import Organization, TenantModel


class ElectionQuerySet(models.QuerySet["Election"]):
    def visible_to(self, actor: Actor) -> "ElectionQuerySet":
        """Everybody who works in the network."""
        return self.filter(network_id=actor.network_id)


class Election(TenantModel, Owed):
    """Of all seats of one kind that become free on one day. Who may vote is fixed when the vote opens."""

    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in SeatKind])
    status = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Poll])
    round = models.PositiveSmallIntegerField(default=1, help_text="2: the run-off")
    opened_at = models.DateTimeField()
    free_on = models.DateField(help_text="from which day nobody sits there")
    takes_on = models.DateField(null=True, help_text="the day on which those elected sit down")
    votes_from = models.DateTimeField(help_text="until then people may stand")
    votes_until = models.DateTimeField(null=True, blank=True)
    electorate = models.JSONField(default=list, blank=True, help_text="organizations or seats")
    ballot_salt = models.CharField(
        max_length=64, blank=True, default="", help_text="forgotten at the count"
    )
    rounds = models.JSONField(default=list, blank=True, help_text="each round as it was counted")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["network", "wake_at"],
                name="governance_election_wakes",
                condition=Q(wake_at__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="governance_election_has_a_clock",
                condition=Q(
                    status__in=sorted(LIVE_POLLS), wake_at__isnull=False, next_step_due__isnull=False
                )
                & ~Q(next_step="") & ~Q(waiting_on="")
                | Q(~Q(status__in=sorted(LIVE_POLLS)), wake_at=None, next_step_due=None),
            ),
            models.CheckConstraint(
                name="governance_elected_on_a_day",
                condition=~Q(status__in=[Poll.ELECTED, Poll.SEATED])
                | Q(takes_on__isnull=False, decided_at__isnull=False),
            ),
            # as long as people vote in it, nobody can tell whose a ballot is without the key; then nobody can
            models.CheckConstraint(
                name="governance_election_forgets_its_salt",
                condition=Q(status=Poll.VOTING) & ~Q(ballot_salt="")
                | ~Q(status=Poll.VOTING) & Q(ballot_salt=""),
            ),
        ]  # fmt: skip

    @property
    def is_nominating(self) -> bool:
        return self.status == Poll.NOMINATING

    @property
    def is_voting(self) -> bool:
        return self.status == Poll.VOTING

    @property
    def is_run_off(self) -> bool:
        return self.round > 1


class Nominee(TenantModel):
    """Somebody who was named, or names themselves. Only who accepts stands."""

    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, related_name="nominees", db_constraint=False, db_index=False
    )  # fmt: skip
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+",
        db_constraint=False, db_index=False, help_text="for which they would sit",
    )  # fmt: skip
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    named_at = models.DateTimeField()
    words = models.CharField(max_length=600, blank=True, default="", help_text="in their own words")
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="said no, or steps back")
    round = models.PositiveSmallIntegerField(default=1, help_text="the last in which they stand")
    is_elected = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "election", "user"], name="governance_named_once"
            ),
            # no organization more than one vote: so none has two who stand
            models.UniqueConstraint(
                fields=["network", "election", "organization"],
                name="governance_one_stands_for_each",
                condition=Q(accepted_at__isnull=False, ended_at=None, organization__isnull=False),
            ),
            models.CheckConstraint(
                name="governance_elected_has_accepted",
                condition=Q(is_elected=False) | Q(accepted_at__isnull=False),
            ),
        ]

    @property
    def stands(self) -> bool:
        return self.accepted_at is not None and self.ended_at is None

    @property
    def is_asked(self) -> bool:
        return self.accepted_at is None and self.ended_at is None


class ElectionPlace(TenantModel):
    """A seat that an election fills. One election at a time for each."""

    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, related_name="places", db_constraint=False, db_index=False
    )  # fmt: skip
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    nominee = models.ForeignKey(
        Nominee, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )  # fmt: skip
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "seat"],
                name="governance_one_election_for_a_seat",
                condition=Q(closed_at=None),
            ),
            models.UniqueConstraint(
                fields=["network", "nominee"],
                name="governance_one_seat_for_each_elected",
                condition=Q(nominee__isnull=False),
            ),
        ]


class ElectionTurnout(TenantModel):
    """That an organization or a seat voted in a round, and who cast it. Append-only; never for whom."""

    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, related_name="turnout", db_constraint=False, db_index=False
    )  # fmt: skip
    round = models.PositiveSmallIntegerField()
    elector = models.UUIDField(help_text="the organization, or the seat")
    cast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    via = models.CharField(max_length=10, default="page")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "election", "round", "elector"],
                name="governance_election_turnout_once",
            ),
        ]


class ElectionBallot(TenantModel):
    """Everybody whom one elector would like to sit there. Always secret, append-only: the highest turn counts.

    `voter` is a keyed digest, as of a secret ballot on a proposal (`governance.models.ballots`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, related_name="ballots", db_constraint=False, db_index=False
    )  # fmt: skip
    round = models.PositiveSmallIntegerField()
    voter = models.CharField(max_length=64)
    turn = models.PositiveSmallIntegerField(default=1)
    choices = models.JSONField(help_text="ids of nominees; none: for nobody")
    receipt = models.CharField(max_length=12, help_text="by which the voter finds it again")
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "election", "voter", "turn"],
                name="governance_election_ballot_turn",
            ),
            models.UniqueConstraint(
                fields=["network", "election", "receipt"], name="governance_election_receipt"
            ),
        ]
