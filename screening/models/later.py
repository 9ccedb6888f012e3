"""What is owed about a person beside any open need: on the day of a need, an agreement, a screening begun?"""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.steps import Owed
from organizations.models.network import Organization, TenantModel
from people.models.agreements import Consent
from people.models.person import Person
from screening.lifecycle import LaterEnd, LaterKind
from screening.models.need import Need
from screening.models.screening import Screening

ABOUT_NEED = (
    LaterKind.RECHECK,
    LaterKind.ASK_AGAIN,
    LaterKind.APPEAL,
    LaterKind.RECERTIFY,
)
ABOUT_CONSENT = (LaterKind.RENEWAL, LaterKind.OF_AGE, LaterKind.REWORDED)


class LaterQuerySet(models.QuerySet["Later"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "LaterQuerySet":
        """Whoever may see the need or the screening; an agreement, whoever may see the person's needs there."""
        if actor.is_system:
            return self.filter(network_id=actor.network_id)
        people = Person.objects.visible_to(actor, at=at)
        agreement = Q(
            consent__isnull=False, person__in=people, organization_id__in=actor.where("see_people")
        )
        begun = Q(screening__in=Screening.objects.visible_to(actor, at=at))
        own = Q(need__in=Need.objects.visible_to(actor, at=at)) | agreement | begun
        return self.filter(Q(network_id=actor.network_id) & own)

    def open(self) -> "LaterQuerySet":
        return self.filter(done_at=None)


class Later(TenantModel, Owed):
    """A step of the owner's beside any open need: a met need keeps its end, and is looked at all the same.

    Made on the day that the family, or the agreement, named; owned by the organization of the need.
    """

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in LaterKind])
    need = models.ForeignKey(
        Need,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="laters",
        db_constraint=False,
        db_index=False,
    )
    consent = models.ForeignKey(
        Consent,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="laters",
        db_constraint=False,
        db_index=False,
    )
    screening = models.ForeignKey(
        Screening,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="laters",
        db_constraint=False,
        db_index=False,
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="laters", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    on_day = models.DateField(help_text="the day that it is about")
    done_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(
        max_length=12, blank=True, default="", choices=[(end.value, end.value) for end in LaterEnd]
    )

    objects = LaterQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # what one organization owes
            models.Index(
                fields=["network", "organization", "next_step_due"],
                name="screening_later_open",
                condition=Q(done_at__isnull=True),
            ),
            # what is due now
            models.Index(
                fields=["network", "wake_at"],
                name="screening_later_wakes",
                condition=Q(wake_at__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="later_open_is_followed_up",
                condition=Q(
                    done_at__isnull=True, next_step_due__isnull=False, wake_at__isnull=False
                )
                & ~Q(next_step="")
                & ~Q(waiting_on="")
                | Q(done_at__isnull=False, next_step_due__isnull=True, wake_at__isnull=True)
                & ~Q(ended_how=""),
            ),
            models.CheckConstraint(
                name="later_is_about_one_thing",
                condition=Q(
                    kind__in=ABOUT_NEED,
                    need__isnull=False,
                    consent__isnull=True,
                    screening__isnull=True,
                )
                | Q(
                    kind__in=ABOUT_CONSENT,
                    need__isnull=True,
                    consent__isnull=False,
                    screening__isnull=True,
                )
                | Q(
                    kind=LaterKind.UNFINISHED,
                    need__isnull=True,
                    consent__isnull=True,
                    screening__isnull=False,
                ),
            ),
            # a second look on the same day makes no second step
            models.UniqueConstraint(
                fields=["network", "need", "kind", "on_day"],
                name="screening_later_once_a_need",
                condition=Q(need__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["network", "consent", "kind", "on_day"],
                name="screening_later_once_a_consent",
                condition=Q(consent__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["network", "screening"],
                name="screening_later_once_begun",
                condition=Q(screening__isnull=False, done_at__isnull=True),
            ),
        ]

    @property
    def is_recheck(self) -> bool:
        return self.kind == LaterKind.RECHECK

    @property
    def is_ask_again(self) -> bool:
        return self.kind == LaterKind.ASK_AGAIN

    @property
    def is_of_agreement(self) -> bool:
        return self.kind in ABOUT_CONSENT

    @property
    def is_renewal(self) -> bool:
        return self.kind == LaterKind.RENEWAL

    @property
    def is_appeal(self) -> bool:
        return self.kind == LaterKind.APPEAL

    @property
    def is_recertify(self) -> bool:
        return self.kind == LaterKind.RECERTIFY

    @property
    def is_of_application(self) -> bool:
        return self.is_appeal or self.is_recertify

    @property
    def is_begun(self) -> bool:
        return self.kind == LaterKind.UNFINISHED

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def finish(self, how: LaterEnd, at: datetime) -> None:
        """Nothing is owed here any more (saved)."""
        self.owe_nothing()
        self.done_at, self.ended_how = at, how
        self.save(update_fields=[*self.OWED_FIELDS, "done_at", "ended_how"])
