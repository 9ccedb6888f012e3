"""Who tried to reach the family, by which way, and what became of it? What the protocol counts."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from core.sealed import SealedTextField
from organizations.models.network import Organization, TenantModel
from people.lifecycle import TryOutcome, Way
from people.models.person import Person
from referrals.models.referral import Referral
from screening.models.need import Need


class ContactAttempt(TenantModel):
    """One try, written once. By the need's owner; or by the receiver, and then it names the referral.

    `point_id` is no key: a number that the family takes back is really removed.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="attempts", db_constraint=False, db_index=False
    )
    referral = models.ForeignKey(
        Referral,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attempts",
        db_constraint=False,
        db_index=False,
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])
    point_id = models.UUIDField(null=True, blank=True)
    outcome = models.CharField(max_length=14, choices=[(o.value, o.value) for o in TryOutcome])
    note = SealedTextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # the protocol: how this person was tried lately
            models.Index(fields=["network", "person", "at"], name="referrals_attempt_person"),
        ]
