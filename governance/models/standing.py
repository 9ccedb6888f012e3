"""On whose word did an organization come in for good, rest, come back or leave?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.sealed import SealedTextField
from governance.joining import BY_ITSELF, How, Word
from governance.models.proposals import Proposal
from organizations.lifecycle import PATH
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


class PartnerTold(TenantModel):
    """A partner said that it rests or goes, and somebody who convenes wrote it down. Append-only."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )  # fmt: skip
    stage = models.CharField(
        max_length=12, choices=sorted((PATH[step].target.value,) * 2 for step in BY_ITSELF)
    )
    how = models.CharField(max_length=10, choices=[(one.value, one.value) for one in How])
    who = SealedTextField(help_text="who said it, by name or by what they do there")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["network", "organization", "-id"], name="governance_partner_told"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="governance_partner_tells_of_itself",
                condition=Q(stage__in=sorted(PATH[step].target.value for step in BY_ITSELF)),
            ),
            models.CheckConstraint(
                name="governance_partner_told_somehow",
                condition=Q(how__in=sorted(one.value for one in How)),
            ),
        ]
