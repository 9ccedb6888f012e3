"""What was cut off while a dispute was open, for which reason, or on whose own word?"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from governance.disputes import Ground
from governance.models.agreements import Agreement
from governance.models.proposals import Proposal
from organizations.models.network import Organization, TenantModel


class Suspension(TenantModel):
    """A partner rests at once, because of danger or a breach, until the council has said its word. Append-only."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )  # fmt: skip
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False,
        help_text="the emergency act; its reason stands there",
    )  # fmt: skip
    ground = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Ground])
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "proposal"], name="governance_one_ground_for_an_act"
            ),
        ]


class GivenUp(TenantModel):
    """A partner itself ended what it had agreed on, on its own word. Append-only."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )  # fmt: skip
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "agreement"], name="governance_given_up_once"
            ),
        ]
