"""What did the person agree to, and who has looked?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from core.ids import uuid7
from core.sealed import SealedTextField
from organizations.models.network import Organization, TenantModel
from people.lifecycle import FOR_ANOTHER, NAMES_A_PARTNER, Capacity, Direction, Form, Law
from people.models.person import Person


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, *, at: datetime) -> "ConsentQuerySet":
        return self.filter(
            Q(until=None) | Q(until__gt=at),
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=at),
            since__lte=at,
        )


class Consent(TenantModel):
    """One direction of one agreement: to whom, which facts and topics, how it was said, until when.

    Rows given on one page share `given_together`. An empty recipient means any partner for
    `pass_on`, the coordination desk for `desk`, and the person themselves for `contact`.
    """

    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="consents",
        db_constraint=False,
        db_index=False,
    )
    given_together = models.UUIDField(default=uuid7)
    direction = models.CharField(max_length=12, choices=[(d.value, d.value) for d in Direction])
    recipient = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    topics = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="empty: every topic not sensitive",
    )
    facts = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    purpose = models.CharField(max_length=40, default="help")
    form = models.CharField(max_length=10, choices=[(f.value, f.value) for f in Form])
    language = models.CharField(max_length=12, default="en")
    words = models.TextField(help_text="the very words shown or read out, in that language")
    text_version = models.PositiveIntegerField(
        default=0, db_default=0, help_text="of the network's words in that language; 0: shipped"
    )
    text_digest = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="of those words, SHA-256"
    )
    interpreter = SealedTextField(help_text="who interpreted, as they gave it")
    witness = SealedTextField()
    given_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="the parent or guardian, when it was not the person",
    )
    capacity = models.CharField(
        max_length=14,
        blank=True,
        default="",
        db_default="",
        choices=[(one.value, one.value) for one in Capacity],
        help_text="in which role it was given; empty: before that was asked",
    )
    signed_name = SealedTextField(help_text="as whoever signed has written or typed it")
    signature_digest = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="of what was drawn, SHA-256"
    )
    kept_where = SealedTextField(help_text="where the paper lies")
    paper_seen = SealedTextField(help_text="which paper lets them speak for another, or alone")
    both_agree = models.BooleanField(
        default=False, db_default=False, help_text="the minor has said yes too: 42 CFR 2.14(c)"
    )
    of_age_in = models.DateField(
        null=True,
        blank=True,
        help_text="the month (its first day) from whose birthday on nothing new is shared under it",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    policy_version = models.IntegerField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_via = models.CharField(max_length=10, blank=True, default="")
    needs_writing = models.BooleanField(
        default=False, help_text="a law of its own: written, named, limited"
    )
    laws = ArrayField(
        models.CharField(max_length=16),
        default=list,
        db_default=[],
        blank=True,
        help_text="which: codes of people.lifecycle.Law; what they ask of receivers stands beside what is shared",
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # what this person has agreed to, at every send and every read
            models.Index(fields=["network", "person", "direction"], name="people_consent_person"),
        ]
        constraints: ClassVar = [
            # one conversation agrees once to each thing with each partner: a second press finds it
            models.UniqueConstraint(
                fields=["network", "given_together", "direction", "recipient"],
                name="people_consent_said_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="people_consent_in_writing",
                condition=Q(needs_writing=False)
                | (~Q(form=Form.VERBAL) & Q(until__isnull=False) & Q(recipient__isnull=False)),
            ),
            models.CheckConstraint(
                name="people_consent_law_is_in_writing",
                condition=Q(laws__len=0) | Q(needs_writing=True),
            ),
            models.CheckConstraint(
                name="people_consent_school_says_what_and_why",
                condition=~Q(laws__contains=[Law.FERPA]) | (Q(facts__len__gt=0) & ~Q(purpose="")),
            ),
            models.CheckConstraint(name="people_consent_says_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="people_consent_role_fits_who_gave_it",
                condition=Q(capacity="")
                | Q(capacity__in=sorted(FOR_ANOTHER), given_by__isnull=False)
                | Q(capacity__in=sorted({*Capacity} - FOR_ANOTHER), given_by__isnull=True),
            ),
            models.CheckConstraint(
                name="people_consent_names_the_partner",
                condition=~Q(direction__in=sorted(NAMES_A_PARTNER)) | Q(recipient__isnull=False),
            ),
        ]

    def holds(self, *, at: datetime) -> bool:
        """Whether it may be read under it. Whether anything new may be shared: `people.consent`."""
        ended = self.until is not None and self.until <= at
        withdrawn = self.withdrawn_at is not None and self.withdrawn_at <= at
        return self.since <= at and not ended and not withdrawn


class Signature(TenantModel):
    """What somebody drew when they agreed, once for all rows of that conversation; each keeps its digest."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    given_together = models.UUIDField()
    path = SealedTextField(help_text="straight lines: people.signatures")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "given_together"], name="people_signed_once"
            ),
        ]
        indexes: ClassVar = [
            # the signatures of one person's agreements
            models.Index(fields=["network", "person"], name="people_signature_person"),
        ]


class Disclosure(TenantModel):
    """Somebody looked at, printed, exported or was sent something about a person (45 CFR 164.528).

    Append-only and kept by month like events. A list is one row with all its people; a record
    page, a print and an API read are one row each.
    """

    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    acting_for = models.UUIDField(null=True)
    person_ids = ArrayField(models.UUIDField())
    what = models.TextField(help_text="which page, document or message; codes only")
    purpose = models.TextField()
    consent_id = models.UUIDField(null=True)
    consent_ids = ArrayField(
        models.UUIDField(), default=list, db_default=[], help_text="under which a list was shown"
    )
    topic = models.TextField(default="")
    policy_version = models.IntegerField(null=True)
    request_id = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # who saw what of this person
            models.Index(fields=["network", "at"], name="people_disclosure_at"),
            # everything about one person; a side table is twelve times as large, and slower to write
            GinIndex(fields=["person_ids"], name="people_disclosure_people"),
        ]
