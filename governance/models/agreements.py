"""What have a partner and the network agreed on, who signed it, and until when does it hold?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.sealed import SealedTextField
from core.steps import Owed
from governance.kinds import Kind, Paper, Side
from organizations.models.network import Organization, TenantModel


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "AgreementQuerySet":
        """The convener sees all of the network; a partner's admin its own, once it was offered."""
        ours = self.filter(network_id=actor.network_id)
        if actor.is_system:
            return ours
        own = Q(organization_id__in=actor.where("manage_members")) & ~Q(status=Paper.DRAFT)
        return ours.filter(Q(network_id__in=actor.where("convene")) | own)


class Agreement(TenantModel, Owed):
    """One paper between one partner and the network. Its words are fixed once it is offered."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="agreements", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    status = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Paper], default=Paper.DRAFT.value
    )
    version = models.PositiveIntegerField(default=1)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by",
        db_constraint=False, db_index=False, help_text="ends when this one is in force",
    )  # fmt: skip
    words = SealedTextField(help_text="the whole text, as it is signed")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text: what was signed")
    categories = ArrayField(
        models.CharField(max_length=40), default=list, help_text="SDOH categories that it covers"
    )
    payment = SealedTextField(help_text="what is paid for what, and when")
    answer_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="open days for an answer; none: as for all partners"
    )
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("begins_on")),
            ),
            models.CheckConstraint(
                name="agreement_open_paper_has_step",
                condition=Q(status__in=[Paper.ENDED, Paper.DROPPED], next_step_due=None)
                & Q(closed_at__isnull=False, wake_at=None)
                | Q(status__in=[Paper.DRAFT, Paper.OFFERED, Paper.IN_FORCE], closed_at=None)
                & (~Q(next_step="") & Q(next_step_due__isnull=False, wake_at__isnull=False)
                   | Q(status=Paper.IN_FORCE, ends_on=None, next_step_due=None, wake_at=None)),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            # what a sender asks, and the page of one partner
            models.Index(fields=["network", "organization", "status"], name="governance_agreed"),
            # what is due now
            models.Index(
                fields=["network", "wake_at"],
                name="governance_agreement_wakes",
                condition=Q(wake_at__isnull=False),
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.status == Paper.DRAFT

    @property
    def is_offered(self) -> bool:
        return self.status == Paper.OFFERED

    @property
    def is_in_force(self) -> bool:
        return self.status == Paper.IN_FORCE


class Signature(TenantModel):
    """One side's word under exactly these words. Written once."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="signatures", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    side = models.CharField(max_length=8, choices=[(side.value, side.value) for side in Side])
    name = SealedTextField(help_text="as they typed or wrote it")
    office = SealedTextField(help_text="in which office they sign")
    on_paper = models.BooleanField(help_text="written down by the convener: the paper lies there")
    address = SealedTextField(help_text="the IP address that it came from")
    digest = models.CharField(max_length=64, help_text="of the words that they had before them")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "agreement", "side"], name="governance_signed_once"
            ),
        ]


class SignedFile(TenantModel):
    """The paper with the signature on it, as a PDF. Read by both sides; written once."""

    signature = models.ForeignKey(
        Signature, on_delete=models.PROTECT, related_name="files", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    content = SealedTextField(help_text="the file, in base64")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    size = models.PositiveIntegerField(help_text="bytes")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "signature"], name="governance_one_file_of_a_signature"
            ),
        ]
