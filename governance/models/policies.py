"""What did the partners decide, and what is in force now?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from governance.models.proposals import Proposal
from organizations.models.network import TenantModel


class Policy(TenantModel):
    """One governed value from a moment on. Append-only: the newest row that has begun is in force."""

    key = models.CharField(max_length=80)
    value = models.JSONField()
    version = models.PositiveIntegerField()
    begins_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True, default="")
    decision = models.ForeignKey(
        Proposal,
        on_delete=models.PROTECT,
        null=True,
        related_name="policies",
        db_constraint=False,
        db_index=False,
        help_text="by which it came; none for what the convener set before a council sat",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "key", "version"], name="governance_policy_version"
            ),
        ]


def value_of(key: str, default: int, at: datetime) -> Coalesce:
    """What stands at `at`, as a column of rows that have a network: without a statement more."""
    decided = Policy.objects.filter(network_id=OuterRef("network_id"), key=key, begins_at__lte=at)
    newest = decided.order_by("-begins_at", "-version").annotate(
        number=Cast("value", IntegerField())
    )
    return Coalesce(Subquery(newest.values("number")[:1]), Value(default))
