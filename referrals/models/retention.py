"""When were the rules of keeping applied, and what did they find?"""

from datetime import datetime
from typing import ClassVar

from django.db import models

from core.actor import Actor
from organizations.models.network import TenantModel


class RetentionRunQuerySet(models.QuerySet["RetentionRun"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "RetentionRunQuerySet":
        """The privacy officer's own network's."""
        return self.filter(
            network_id=actor.network_id, network_id__in=actor.where("audit_privacy"), at__lte=at
        )


class RetentionRun(TenantModel):
    """One night of one network: how many of each kind were let go, or asked about."""

    at = models.DateTimeField()
    done = models.JSONField(help_text="counts, by the name of the kind")

    objects = RetentionRunQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # the last one
            models.Index(fields=["network", "-at"], name="referrals_retention_last"),
        ]
