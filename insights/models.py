"""What did the auditor find, night by night, and how did the loops stand then?"""

from typing import ClassVar

from django.db import models

from organizations.models.network import TenantModel


class Night(TenantModel):
    """One night of one network: how many rows break each promise, and the figures of the scorecard.

    The page reads these, so that it costs the same with ten million requests as with ten.
    """

    date = models.DateField(help_text="the network's own")
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    broken = models.JSONField(help_text="rows that break a promise, by the promise's name")
    figures = models.JSONField(help_text="counts without anything sensitive, not yet masked")

    class Meta:
        constraints: ClassVar = [
            # also the way to the last one
            models.UniqueConstraint(fields=["network", "date"], name="insights_once_a_night"),
        ]

    @property
    def dead_ends(self) -> int:
        return sum(self.broken.values())
