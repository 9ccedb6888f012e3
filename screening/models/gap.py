"""Where could nobody help, why, and what opened the way again?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from organizations.models.directory import Service
from organizations.models.network import TenantModel
from screening.lifecycle import GapEnd, WhyNobody
from screening.models.need import Need


class GapQuerySet(models.QuerySet["Gap"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "GapQuerySet":
        """Those of one's own needs; the desk knows of every one in its network that is not delicate."""
        if actor.is_system:
            return self.filter(network_id=actor.network_id)
        own = Q(need__in=Need.objects.visible_to(actor, at=at))
        if actor.holds("run_desk", actor.network_id):
            own |= Q(need__in=Need.objects.open_to_desk(actor))
        return self.filter(Q(network_id=actor.network_id) & own)

    def open(self) -> "GapQuerySet":
        return self.filter(ended_at=None)

    def most_urgent_first(self) -> "GapQuerySet":
        """Who needs it by a day comes first, then who has waited longest."""
        return self.order_by(models.F("need__needed_by").asc(nulls_last=True), "recorded_at", "id")


class Gap(TenantModel):
    """Nobody can help with this need now. Open as long as its need is `no_resource`, and not a day longer.

    Kept when it has ended: the gaps of a year show what a community lacks. When it is looked at
    again is the need's own next step.
    """

    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="gaps", db_constraint=False
    )
    topic = models.CharField(max_length=40)
    why = models.CharField(max_length=20, choices=[(why.value, why.value) for why in WhyNobody])
    zip3 = models.CharField(
        max_length=3, blank=True, default="", help_text="where: 45 CFR 164.514(b)(2)"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(
        null=True, blank=True, help_text="when somebody last looked and found nobody"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(
        max_length=12, blank=True, default="", choices=[(end.value, end.value) for end in GapEnd]
    )
    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        help_text="whose opening ended it",
    )

    objects = GapQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # the register; and who waits for a service of this topic that opens
            models.Index(
                fields=["network", "topic", "recorded_at"],
                name="screening_gap_open",
                condition=Q(ended_at=None),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "need"],
                name="screening_one_gap_a_need",
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="gap_ended_says_how",
                condition=Q(ended_at=None, ended_how="")
                | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
            ),
            models.CheckConstraint(
                name="gap_opened_names_the_service",
                condition=Q(ended_how=GapEnd.OPENED, service__isnull=False)
                | (~Q(ended_how=GapEnd.OPENED) & Q(service=None)),
            ),
        ]
