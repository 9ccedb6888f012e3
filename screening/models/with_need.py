"""Who else belongs to a need: whoever is named on it, and whom its help is for."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from organizations.models.network import TenantModel
from people.models.person import Person
from screening.models.need import Need


class NeedNamed(TenantModel):
    """A user named on a sensitive need: nobody else sees it."""

    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, related_name="named", db_constraint=False, db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "need", "user"], name="screening_named_once"
            ),
        ]


class NeedBeneficiary(TenantModel):
    """Somebody else whom the help is for: a child in the household."""

    need = models.ForeignKey(
        Need,
        on_delete=models.CASCADE,
        related_name="beneficiaries",
        db_constraint=False,
        db_index=False,
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="benefits_from", db_constraint=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "need", "person"], name="screening_beneficiary_once"
            ),
        ]
