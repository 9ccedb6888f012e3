"""Which number holds for one organization only, from when, until when, and by which paper or trial?"""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models.agreements import Agreement
from organizations.models.network import Organization, TenantModel

LONGEST_TRIAL = timedelta(days=92)


class LocalPolicy(TenantModel):
    """A governed number, otherwise in one organization: agreed in a signed paper, or tried for some weeks.

    Of a row only its end may change, and only to an earlier one: what held at a moment stays readable.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    key = models.CharField(max_length=80)
    value = models.PositiveIntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True, help_text="the first moment without it")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="numbers",
        db_constraint=False, db_index=False, help_text="in which it stands; none: it is tried",
    )  # fmt: skip
    said_there_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False, help_text="who said yes to the trial for the organization",
    )  # fmt: skip
    said_for_network_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False, help_text="who said yes to the trial for the network: somebody else",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="local_policy_ends_after_it_begins",
                condition=Q(ends_at=None) | Q(ends_at__gte=F("begins_at")),
            ),
            models.CheckConstraint(
                name="local_policy_is_agreed_or_tried",
                condition=Q(agreement__isnull=False, said_there_by=None, said_for_network_by=None)
                | Q(
                    agreement=None,
                    said_there_by__isnull=False,
                    said_for_network_by__isnull=False,
                    ends_at__isnull=False,
                    ends_at__lte=F("begins_at") + LONGEST_TRIAL,
                )
                & ~Q(said_there_by=F("said_for_network_by")),
            ),
        ]
        indexes: ClassVar = [
            # every process reads all of a network at once, every few seconds
            models.Index(fields=["network", "begins_at"], name="governance_local_policies"),
        ]
