"""With which words does the network begin an agreement of each kind, and by which decision?"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from governance.kinds import Kind
from governance.models.proposals import Proposal
from organizations.models.network import TenantModel


class AgreementTemplate(TenantModel):
    """The words of one kind from a moment on. Append-only: the newest that has begun holds."""

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    words = models.TextField(blank=True, default="", help_text="empty: none is kept any more")
    version = models.PositiveIntegerField()
    begins_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    reason = models.CharField(max_length=500, blank=True, default="")
    decision = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False,
        db_index=False, help_text="by which they came; none before a council sat",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "kind", "version"], name="governance_template_version"
            ),
        ]
