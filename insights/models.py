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


class Seal(TenantModel):
    """What stood in one table between two ids, as one digest; each seal holds the one before it.

    Append-only. A row that is altered, deleted or slipped in afterwards no longer fits its seal,
    and a seal that is made anew no longer fits those that were exported and signed.
    """

    number = models.PositiveIntegerField(help_text="1, 2, 3 ... within the network")
    table = models.CharField(max_length=40)
    from_id = models.UUIDField(help_text="the first id that may stand in it")
    to_id = models.UUIDField(help_text="the first id that may not")
    rows = models.PositiveBigIntegerField()
    form = models.PositiveSmallIntegerField(help_text="how a row was written out to be digested")
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)
    xid = models.PositiveBigIntegerField(help_text="of the transaction that wrote it")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # also the way along the chain
            models.UniqueConstraint(fields=["network", "number"], name="insights_one_next_seal"),
        ]
