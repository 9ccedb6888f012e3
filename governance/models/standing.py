"""On whose word did an organization come in for good, rest, come back or leave?"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.joining import Word
from governance.models.proposals import Proposal
from organizations.models.network import Organization, TenantModel


class SaidSo(TenantModel):
    """One such step. Append-only; the newest is how it stands."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )  # fmt: skip
    stage = models.CharField(max_length=12, help_text="to which the step led")
    word = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Word])
    decision = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["network", "organization", "-id"], name="governance_said_so"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="governance_council_says_by_decision",
                condition=Q(word=Word.COUNCIL, decision__isnull=False)
                | Q(~Q(word=Word.COUNCIL), decision=None),
            ),
        ]
