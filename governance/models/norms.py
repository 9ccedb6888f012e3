"""How do partners want to work together, in which words since when, and who has agreed to them?"""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models

from governance.models.proposals import Proposal
from organizations.models.network import Organization, TenantModel


class NormsQuerySet(models.QuerySet["Norms"]):
    def versions(self, network_id: UUID) -> "NormsQuerySet":
        """The newest first."""
        return self.filter(network_id=network_id).order_by("-number")

    def in_force(self, network_id: UUID) -> "Norms | None":
        """None while partners have not decided any, or have taken them away."""
        newest = self.versions(network_id).first()
        return newest if newest and newest.text else None


class Norms(TenantModel):
    """One version of the teaming norms. Append-only, and by a decision only; an empty one: there are none."""

    number = models.PositiveIntegerField()
    text = models.TextField(blank=True, default="")
    begins_at = models.DateTimeField()
    decision = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    objects = NormsQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "number"], name="governance_norms_number"),
        ]


class NormsAgreed(TenantModel):
    """An organization has read a version and works by it. Append-only."""

    norms = models.ForeignKey(
        Norms, on_delete=models.PROTECT, related_name="agreed", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    is_told = models.BooleanField(
        default=False, help_text="written down by the convener, on its word"
    )
    agreed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "norms", "organization"], name="governance_norms_agreed_once"
            ),
        ]
