"""Who decides? Councils and committees of a network, and the seats that people hold in them for a time."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.steps import Owed
from governance.counting import WITHOUT_VOTE, SeatKind
from organizations.models.network import Organization, TenantModel


class Council(TenantModel):
    """The council of a network, or a committee. Who sits decides; who sat stays readable."""

    class Kind(models.TextChoices):
        COUNCIL = "council"
        DATA = "data"
        MONEY = "money"
        FAMILY_VOICE = "family_voice"

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.COUNCIL)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    founded_seats = models.PositiveSmallIntegerField(
        default=0, help_text="with which it began: every other one came by a decision"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "kind"],
                name="governance_one_of_a_kind",
                condition=Q(ended_at=None),
            ),
        ]


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, actor: Actor) -> "SeatQuerySet":
        """Everybody who works in the network knows who sits there."""
        return self.filter(network_id=actor.network_id)

    def there_are(self) -> "SeatQuerySet":
        return self.filter(ended_at=None)

    def of_user(self, user_id: UUID) -> "SeatQuerySet":
        """Those for which this person may speak, as holder or as alternate."""
        return self.there_are().filter(Q(holder=user_id) | Q(alternate=user_id))


class Seat(TenantModel, Owed):
    """One place. Held, or vacant: then it is owed by the convener that somebody sits there."""

    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, related_name="seats", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField(help_text="in the order of the page; for life")
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in SeatKind])
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="for which its holder sits; none for somebody who speaks from their own life",
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    alternate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="votes while the holder has not",
    )
    begins_on = models.DateField(null=True, help_text="the term")
    ends_on = models.DateField(null=True, help_text="its last day")
    has_stipend = models.BooleanField(default=False)
    chairs = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    by_decision = models.UUIDField(
        null=True, help_text="the proposal by which it came; none: at the founding"
    )
    ended_by_decision = models.UUIDField(null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # what is due now: a term that is over, a vacancy that lasts
            models.Index(
                fields=["network", "wake_at"],
                name="governance_seat_wakes",
                condition=Q(wake_at__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "council", "number"], name="governance_seat_number"
            ),
            models.UniqueConstraint(
                fields=["network", "council", "organization"],
                name="governance_one_vote_each",
                condition=Q(ended_at=None, organization__isnull=False) & ~Q(kind__in=WITHOUT_VOTE),
            ),
            models.UniqueConstraint(
                fields=["network", "council", "holder"],
                name="governance_one_seat_each",
                condition=Q(ended_at=None, holder__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["network", "council"],
                name="governance_one_chair",
                condition=Q(ended_at=None, chairs=True),
            ),
            models.CheckConstraint(
                name="governance_seat_is_held_or_owed",
                condition=Q(
                    ended_at=None, holder__isnull=False, next_step="", next_step_due=None,
                    begins_on__isnull=False, ends_on__isnull=False, wake_at__isnull=False,
                )
                | Q(
                    ended_at=None, holder=None, alternate=None, chairs=False,
                    next_step_due__isnull=False, wake_at__isnull=False,
                )
                & ~Q(next_step="") & ~Q(waiting_on="")
                | Q(ended_at__isnull=False, wake_at=None, next_step_due=None),
            ),
            models.CheckConstraint(
                name="governance_term_has_days",
                condition=Q(begins_on=None) | Q(ends_on__gte=models.F("begins_on")),
            ),
        ]  # fmt: skip

    @property
    def has_vote(self) -> bool:
        return self.kind not in WITHOUT_VOTE

    @property
    def is_held(self) -> bool:
        return self.holder_id is not None
