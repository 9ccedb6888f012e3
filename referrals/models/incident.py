"""Which service closed overnight, and which needs look for another way because of it?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from core.actor import Actor
from organizations.models.network import Organization, TenantModel
from people.models.person import shuts_out
from referrals.models.referral import Referral
from screening.lifecycle import NeedStatus
from screening.models.need import Need


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "IncidentQuerySet":
        """Who runs the network or its desk; who keeps the entry of what closed; whose needs are in it."""
        theirs = IncidentCase.objects.filter(incident_id=OuterRef("pk")).visible_to(actor, at=at)
        reach = Q(network_id__in=actor.where("convene", "run_desk")) | Q(Exists(theirs))
        ours = Q(organization_id__in=actor.where("manage_services"))
        return self.filter(reach | ours, network_id=actor.network_id)


class Incident(TenantModel):
    """What closed, why, since when. Its needs have more time until `patience_until`."""

    class Cause(models.TextChoices):
        GONE = "gone"  # for good; every other cause may pass
        DISASTER = "disaster"
        BUILDING = "building"
        STAFF = "staff"
        FUNDS = "funds"
        OTHER = "other"

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="incidents",
        db_constraint=False,
        db_index=False,
    )
    services = ArrayField(
        models.UUIDField(), help_text="those that were offered and closed with it"
    )
    cause = models.CharField(max_length=10, choices=Cause.choices)
    closed_since = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    choose_within = models.PositiveSmallIntegerField(
        help_text="open days that an owner has to find another way"
    )
    patience_until = models.DateField(help_text="from then on the usual patience holds again")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="when it opened again")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # the list: the newest first
            models.Index(fields=["network", "-opened_at"], name="referrals_incident_newest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="incident_closes_something", condition=~Q(services__len=0)),
            models.CheckConstraint(
                name="incident_patience_ends_later",
                condition=Q(choose_within__gte=1) & Q(patience_until__gte=F("closed_since")),
            ),
        ]

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def is_one_service(self) -> bool:
        return len(self.services) == 1


class IncidentCaseQuerySet(models.QuerySet["IncidentCase"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "IncidentCaseQuerySet":
        """Each organization its own needs; the desk and the convener what is not delicate, without a name."""
        own = Q(need__in=Need.objects.visible_to(actor, at=at))
        by_number = Q(
            ~shuts_out(actor, "need__subject_id"),
            network_id__in=actor.where("run_desk", "convene"),
            need__is_sensitive=False,
            need__subject__contact_with_care=False,
        )
        return self.filter(own | by_number, network_id=actor.network_id)

    def left(self) -> "IncidentCaseQuerySet":
        """Nobody has found another way yet."""
        return self.filter(need__status=NeedStatus.WANTS_HELP)

    def more_time(self, need: Need, *, at: datetime) -> int | None:
        """Open days that its owner has to find another way, while an incident of its gives more time."""
        today = need.organization.open_days.local_date(at)
        running = self.filter(need=need, incident__patience_until__gte=today)
        return running.order_by("-pk").values_list("incident__choose_within", flat=True).first()

    def done(self) -> "IncidentCaseQuerySet":
        return self.exclude(need__status=NeedStatus.WANTS_HELP)


class IncidentCase(TenantModel):
    """One need on the shared list. What is done shows in the need itself: nothing is ticked off here."""

    incident = models.ForeignKey(
        Incident,
        on_delete=models.PROTECT,
        related_name="cases",
        db_constraint=False,
        db_index=False,
    )
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="incident_cases", db_constraint=False
    )
    referral = models.ForeignKey(
        Referral,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="the request that ended with it; of several the most urgent",
    )
    place = models.PositiveIntegerField(help_text="by urgency, then by how long it has waited")
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="who has taken it; its owner stays the owner",
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = IncidentCaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "incident", "need"], name="referrals_incident_need_once"
            ),
            # also the keyset of the shared list
            models.UniqueConstraint(
                fields=["network", "incident", "place"], name="referrals_incident_place_once"
            ),
            models.CheckConstraint(
                name="incident_case_taken_by_somebody",
                condition=Q(helper__isnull=True, taken_at__isnull=True)
                | Q(helper__isnull=False, taken_at__isnull=False),
            ),
        ]
