"""Who has voted, and what was voted? Two tables, so that a secret ballot keeps the one apart from the other."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.counting import Answer, SeatKind
from governance.models.councils import Seat
from governance.models.proposals import Proposal
from organizations.models.network import TenantModel


class Turnout(TenantModel):
    """That a seat voted, and who cast it. Append-only; never what."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="turnout", db_constraint=False, db_index=False
    )  # fmt: skip
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    cast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    via = models.CharField(max_length=10, default="page")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "proposal", "seat"], name="governance_turnout_once"
            ),
        ]


class Ballot(TenantModel):
    """What was voted. Append-only: a changed mind is a new row, and the one with the highest turn counts.

    `voter` is a keyed digest of seat and proposal: of a secret ballot nothing else says whose it is, its
    id is drawn at random, and it keeps no hour. Whoever holds both the key and the database could still
    tell (docs/security.md).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="ballots", db_constraint=False, db_index=False
    )  # fmt: skip
    version = models.PositiveSmallIntegerField(help_text="of the words that it is about")
    voter = models.CharField(max_length=64)
    turn = models.PositiveSmallIntegerField(default=1)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )  # fmt: skip
    seat_kind = models.CharField(
        max_length=16,
        choices=[(one.value, one.value) for one in SeatKind],
        help_text="at that time",
    )
    answer = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Answer])
    words = models.CharField(max_length=1000, blank=True, default="", help_text="why not")
    receipt = models.CharField(max_length=12, help_text="by which the voter finds it again")
    on = models.DateField()
    is_secret = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "proposal", "voter", "turn"], name="governance_ballot_turn"
            ),
            models.UniqueConstraint(
                fields=["network", "proposal", "receipt"], name="governance_ballot_receipt"
            ),
            models.CheckConstraint(
                name="governance_secret_ballot_names_no_seat",
                condition=Q(is_secret=True, seat=None) | Q(is_secret=False, seat__isnull=False),
            ),
        ]
