"""Which decision came of what families say, and what do they read of it?"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from core.actor import Actor
from governance.models.proposals import Proposal
from organizations.models.network import TenantModel


class BecauseOfQuerySet(models.QuerySet["BecauseOf"]):
    def visible_to(self, actor: Actor) -> "BecauseOfQuerySet":
        """Everybody in the network; families read the words of it on their own page."""
        return self.filter(network_id=actor.network_id)


class BecauseOf(TenantModel):
    """A theme of what families say, and a proposal that came of it. It knows no family."""

    theme = models.CharField(max_length=20)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    words = models.JSONField(help_text="one sentence for families, by language")
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    linked_at = models.DateTimeField()

    objects = BecauseOfQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "theme", "proposal"], name="governance_because_once"
            )
        ]
