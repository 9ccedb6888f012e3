"""Which words does a network put before a family, in each language, and which did it before?"""

import hashlib
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.models.proposals import Proposal
from organizations.models.network import TenantModel

PLACE = "{agreement}"  # a line of its own: here stands what exactly is agreed


def digest_of(body: str) -> str:
    """SHA-256, as the database works it out too."""
    return hashlib.sha256(body.encode()).hexdigest()


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def begun(self, *, at: datetime) -> "ConsentTextQuerySet":
        return self.filter(begins_at__lte=at)


class ConsentText(TenantModel):
    """One version in one language: a draft until `begins_at` is said, and from then on never changed."""

    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField(help_text="0 is what Porchlight comes with")
    body = models.TextField()
    digest = models.CharField(max_length=64)
    asks_anew = models.BooleanField(
        default=False, help_text="nothing new is shared under older words in this language"
    )
    begins_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    decision = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False,
        db_index=False, help_text="by which it came; none before a council sat",
    )  # fmt: skip

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "language", "version"], name="people_consenttext_version"
            ),
            models.UniqueConstraint(
                fields=["network", "language"],
                name="people_consenttext_one_draft",
                condition=Q(begins_at=None),
            ),
            models.CheckConstraint(
                name="people_consenttext_has_a_place", condition=Q(body__contains=PLACE)
            ),
            models.CheckConstraint(
                name="people_consenttext_is_numbered", condition=Q(version__gte=1)
            ),
        ]
