"""Who was asked to take a need on, and what did they answer? Its owner never changes silently."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from organizations.models.network import TenantModel
from people.models.person import Exclusion
from screening.models.need import Need
from screening.models.with_need import NeedNamed

FOLLOWERS = ("navigator", "supervisor")  # the roles that see a family and its needs


def colleagues(organization_id: UUID) -> "models.QuerySet[User]":
    """Who may follow a need of this organization, by name."""
    here = get_user_model()._default_manager.filter(
        is_active=True,
        memberships__organization_id=organization_id,
        memberships__until=None,
        memberships__roles__overlap=list(FOLLOWERS),
    )
    return here.distinct().order_by("name")


def colleagues_for(need: Need) -> "models.QuerySet[User]":
    """Without those whom the person has shut out."""
    shut_out = Exclusion.objects.filter(person_id=need.subject_id).exclude(user=None)
    return colleagues(need.organization_id).exclude(pk__in=shut_out.values("user_id"))


class HandOver(TenantModel):
    """A need offered to a colleague. Until they say yes it stays with the giver, who owes the step."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        TAKEN_BACK = "taken_back"
        OVERTAKEN = "overtaken"  # it went another way meanwhile: re-assigned, closed, somebody left

    need = models.ForeignKey(
        Need,
        on_delete=models.PROTECT,
        related_name="hand_overs",
        db_constraint=False,
        db_index=False,
    )
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            # Today: what somebody was asked to take on
            models.Index(
                fields=["network", "taker"],
                name="screening_offered_to",
                condition=Q(answered_at=None),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "need"],
                name="screening_offered_to_one",
                condition=Q(answered_at=None),
            ),
            models.CheckConstraint(
                name="screening_offered_to_another", condition=~Q(giver=F("taker"))
            ),
            models.CheckConstraint(
                name="screening_offer_says_how_it_ended",
                condition=Q(answered_at=None, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
        ]

    def end(self, answer: Answer, at: datetime) -> None:
        """Answered, one way or another (saved); who does not take it on loses sight of what is sensitive."""
        self.answer, self.answered_at = answer, at
        self.save(update_fields=["answer", "answered_at"])
        if answer != self.Answer.ACCEPTED:
            since = NeedNamed.objects.filter(need=self.need, user_id=self.taker_id, pk__gt=self.pk)
            since.delete()
