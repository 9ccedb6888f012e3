"""Who said under which laws an organization keeps records, when, and why something was taken back?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models.network import Organization, TenantModel


class LawsSaid(TenantModel):
    """What held from then on. Written once; what takes protection away says why."""

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="laws_said",
        db_constraint=False,
        db_index=False,
    )
    is_victim_service = models.BooleanField()
    is_part2_program = models.BooleanField()
    is_school = models.BooleanField()
    takes_away = models.BooleanField(help_text="one of them held before and does no more")
    reason = models.TextField(blank=True, default="")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="organizations_law_taken_away_says_why",
                condition=Q(takes_away=False) | ~Q(reason=""),
            ),
        ]
        indexes: ClassVar = [
            # what was said of one organization, newest first
            models.Index(
                fields=["network", "organization", "-said_at"], name="organizations_laws_said"
            ),
        ]
