"""What have partners and the network agreed on, who signed it, and until when does it hold?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.models import AskedOnce
from core.sealed import SealedTextField
from core.steps import Owed
from governance.kinds import Kind, Paper, Part, Side
from organizations.models.network import Organization, TenantModel


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "AgreementQuerySet":
        """The convener sees all of the network; the admin of a party its own, once it was offered."""
        ours = self.filter(network_id=actor.network_id)
        if actor.is_system:
            return ours
        parties = Party.objects.filter(network_id=actor.network_id)
        theirs = parties.filter(organization_id__in=actor.where("manage_members"))
        own = Q(pk__in=theirs.values("agreement_id")) & ~Q(status=Paper.DRAFT)
        return ours.filter(Q(network_id__in=actor.where("convene")) | own)


class Agreement(AskedOnce, TenantModel, Owed):
    """One paper between the network and its parties. Its words are fixed once it is offered."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="agreements", db_constraint=False,
        db_index=False, help_text="with whom it was written: where it is kept; whom it binds are its parties",
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
            models.UniqueConstraint(
                fields=["network", "request_key"], name="governance_agreement_asked_once"
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


class Party(TenantModel):
    """An organization that an agreement binds, beside the network. Fixed once it is offered; it may leave."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="parties", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    part = models.CharField(
        max_length=10, choices=[(part.value, part.value) for part in Part],
        default=Part.TAKES_PART.value,
    )  # fmt: skip
    left_at = models.DateTimeField(null=True, blank=True, help_text="it holds for the others")
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False, help_text="none: the clock, on the day on which they left the network",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "agreement", "organization"], name="governance_party_once"
            ),
            models.CheckConstraint(
                name="party_has_left_by_somebody",
                condition=Q(left_by=None) | Q(left_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            # what a sender asks, and the page of one partner
            models.Index(fields=["network", "organization"], name="governance_party_of"),
        ]


class Signature(TenantModel):
    """One party's word under exactly these words. Written once."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="signatures", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False,
        db_index=False, help_text="the party that signs; none: the network",
    )  # fmt: skip
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
                fields=["network", "agreement", "organization"],
                nulls_distinct=False,
                name="governance_signed_once",
            ),
        ]

    @property
    def side(self) -> Side:
        return Side.NETWORK if self.organization_id is None else Side.PARTNER


class SignedFile(TenantModel):
    """The paper with the signature on it, as a PDF. Read by all parties; written once."""

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
