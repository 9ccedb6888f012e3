"""Who opened in an emergency what was not theirs to see, why, and what did the privacy officer say to it?"""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.actor import Actor
from core.rows import HasRow
from core.sealed import SealedTextField
from organizations.models.network import Organization, TenantModel
from people.lifecycle import Emergency, GlassReview
from people.models.person import Person, shuts_out

BOX = timedelta(minutes=60)
_BROKEN = """
    SELECT FROM people_brokenglass AS glass
    WHERE glass.person_id = {} AND glass.user_id = %s AND glass.organization_id = %s
    AND glass.since <= %s AND glass.until > %s
"""


def has_broken_glass(actor: Actor, person: str, *, at: datetime) -> HasRow:
    """Whether the actor, where they work now, has opened the person in this column within the hour."""
    return HasRow(_BROKEN, person, actor.as_user, actor.as_organization, at, at)


class BrokenGlassQuerySet(models.QuerySet["BrokenGlass"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "BrokenGlassQuerySet":
        """The privacy officer's network's, without names; one's own. Never those of a victim service.

        Of who shut the officer out, another one judges it.
        """
        own = Q(user_id=actor.as_user)
        officer = Q(network_id__in=actor.where("audit_privacy"))
        return self.filter(
            own | officer,
            ~shuts_out(actor, "person_id"),
            network_id=actor.network_id,
            since__lte=at,
        )

    def to_review(self) -> "BrokenGlassQuerySet":
        return self.filter(reviewed_at=None)

    def running(self, actor: Actor, *, at: datetime) -> "BrokenGlassQuerySet":
        return self.filter(
            network_id=actor.network_id, user_id=actor.as_user,
            organization_id=actor.as_organization, since__lte=at, until__gt=at,
        )  # fmt: skip


class BrokenGlass(TenantModel):
    """One person, opened for an hour by one worker of their custodian. All but the review is for ever."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    reason = models.CharField(max_length=20, choices=[(e.value, e.value) for e in Emergency])
    words = SealedTextField(help_text="why, by the one who opened it")
    since = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    review = models.CharField(
        max_length=20, blank=True, default="", choices=[(r.value, r.value) for r in GlassReview]
    )
    review_words = SealedTextField()

    objects = BrokenGlassQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # is it open right now: asked beside every sensitive need and every look
            models.Index(fields=["person", "user", "until"], name="people_glass_open"),
            # what waits for the privacy officer
            models.Index(
                fields=["network", "since"],
                name="people_glass_review",
                condition=Q(reviewed_at=None),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="people_glass_closes_after_an_hour",
                condition=Q(until__gt=F("since")) & Q(until__lte=F("since") + BOX),
            ),
            models.CheckConstraint(
                name="people_glass_review_is_whole",
                condition=Q(reviewed_at=None, reviewed_by=None, review="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(review="")),
            ),
            models.CheckConstraint(
                name="people_glass_is_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")),
            ),
        ]
