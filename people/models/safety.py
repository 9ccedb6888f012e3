"""Who may be in danger, who answers for it, and what was reported to the authorities? Sealed, all of it."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.models import AskedOnce
from core.sealed import SealedTextField
from core.steps import Owed
from organizations.models.network import Organization, TenantModel
from people.lifecycle import AlertEnd, Watch
from people.models.person import Person, shuts_out

_SHOWN_TO_SUPERVISORS = (Watch.SUPERVISOR, Watch.CONVENER)


class SafetyAlertQuerySet(models.QuerySet["SafetyAlert"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "SafetyAlertQuerySet":
        """Whoever is on duty there; supervisors from when it has come to them; the clock. Nobody else."""
        if actor.is_system:
            return self.filter(network_id=actor.network_id)
        on_duty = Q(organization_id__in=actor.where("take_alerts"))
        above = Q(organization_id__in=actor.where("supervise"), reached__in=_SHOWN_TO_SUPERVISORS)
        return self.filter(
            on_duty | above, ~shuts_out(actor, "person_id"), network_id=actor.network_id
        )

    def open(self) -> "SafetyAlertQuerySet":
        return self.filter(closed_at=None)


class SafetyAlert(AskedOnce, TenantModel, Owed):
    """Somebody is afraid for a person. It stands on no timeline, list of looks, export or family page."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="the custodian, whose duty role answers for it",
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    raised_at = models.DateTimeField()
    danger = SealedTextField(help_text="a code of people.lifecycle.Danger")
    words = SealedTextField()
    reached = models.CharField(
        max_length=10,
        default=Watch.DUTY,
        choices=[(one.value, one.value) for one in (Watch.DUTY, *_SHOWN_TO_SUPERVISORS)],
        help_text="how far up it has come",
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_how = models.CharField(
        max_length=12,
        blank=True,
        default="",
        choices=[(one.value, one.value) for one in AlertEnd],
    )
    closing_words = SealedTextField()

    objects = SafetyAlertQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # what is due now
            models.Index(
                fields=["network", "wake_at"],
                name="people_alert_wakes",
                condition=Q(wake_at__isnull=False),
            ),
            # what waits for an organization's duty, and what it closed lately
            models.Index(
                fields=["network", "organization", "closed_at"], name="people_alert_waits"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="people_alert_asked_once"
            ),
            models.CheckConstraint(
                name="alert_open_has_owner_and_date",
                condition=Q(
                    closed_at__isnull=True,
                    closed_how="",
                    next_step_due__isnull=False,
                    wake_at__isnull=False,
                )
                & ~Q(next_step="")
                & ~Q(waiting_on="")
                | Q(closed_at__isnull=False, next_step_due__isnull=True, wake_at__isnull=True)
                & Q(next_step="", waiting_on="")
                & ~Q(closed_how=""),
            ),
            models.CheckConstraint(
                name="alert_is_closed_by_who_took_it",
                condition=Q(taken_by__isnull=True, taken_at__isnull=True, closed_at__isnull=True)
                & ~Q(waiting_on=Watch.TAKER)
                | Q(taken_by__isnull=False, taken_at__isnull=False)
                & (Q(waiting_on=Watch.TAKER) | Q(closed_at__isnull=False)),
            ),
        ]

    @property
    def number(self) -> str:
        """Short enough to be read out on the telephone; it tells nothing."""
        return self.pk.hex[-6:].upper()

    @property
    def is_taken(self) -> bool:
        return self.taken_by_id is not None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class MandatedReportQuerySet(models.QuerySet["MandatedReport"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "MandatedReportQuerySet":
        """Whoever made it, while they work there, and whoever is on duty there."""
        here = actor.where("see_people", "run_screenings", "take_alerts")
        return self.filter(
            Q(made_by_id=actor.as_user) | Q(organization_id__in=actor.where("take_alerts")),
            ~shuts_out(actor, "person_id"),
            network_id=actor.network_id,
            organization_id__in=here,
        )


class MandatedReport(AskedOnce, TenantModel):
    """A person reported to the authorities what the law makes them report. Porchlight never does it by itself.

    Written once and never changed: a fact, with who, to whom and when.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(help_text="when it was made, as the person who made it says")
    recorded_at = models.DateTimeField()
    to_whom = SealedTextField()
    reference = SealedTextField(help_text="the number that the authority gave")
    words = SealedTextField()

    objects = MandatedReportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # those about one person, for whoever may know
            models.Index(fields=["network", "person"], name="people_report_person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="people_report_asked_once"
            ),
            models.CheckConstraint(
                name="report_was_made_before_it_was_written_down",
                condition=Q(made_at__lte=models.F("recorded_at")),
            ),
        ]
