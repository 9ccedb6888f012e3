"""Which two records are of one person, because the person said so to both organizations?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organizations.models.network import Organization, TenantModel
from people.models.agreements import Consent
from people.models.person import Person


class PersonLinkQuerySet(models.QuerySet["PersonLink"]):
    def of(self, person: Person) -> "PersonLinkQuerySet":
        return self.filter(Q(first=person) | Q(second=person), network_id=person.network_id)

    def made(self) -> "PersonLinkQuerySet":
        return self.filter(made_at__isnull=False, ended_at=None)

    def waiting(self, *, at: datetime) -> "PersonLinkQuerySet":
        """A code that the person carries and nobody has typed yet."""
        return self.filter(made_at=None, ended_at=None, expires_at__gt=at)


class PersonLink(TenantModel):
    """First a code that the person carries; then two records, for as long as both agreements hold."""

    first = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    first_organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    first_consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    second = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    second_organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="whom the code is for",
    )
    second_consent = models.ForeignKey(
        Consent,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    digest = models.CharField(max_length=64, help_text="of the code, which is shown once")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    ended_at = models.DateTimeField(null=True)
    ended_by_organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip

    objects = PersonLinkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # who else helps, at every look at a record: from either side
            models.Index(fields=["network", "first"], name="people_link_first"),
            models.Index(fields=["network", "second"], name="people_link_second"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "digest"], name="people_link_code_once"),
            models.UniqueConstraint(
                fields=["network", "first", "second"],
                name="people_linked_once",
                condition=Q(ended_at=None, made_at__isnull=False),
            ),
            models.CheckConstraint(
                name="people_link_is_agreed_to_by_both",
                condition=Q(made_at=None, made_by=None, second=None, second_consent=None)
                | Q(made_at__isnull=False, made_by__isnull=False, second__isnull=False)
                & Q(second_consent__isnull=False)
                & ~Q(second_consent=F("first_consent")),
            ),
            models.CheckConstraint(
                name="people_link_joins_two_organizations",
                condition=~Q(first_organization=F("second_organization")),
            ),
        ]

    def is_first(self, person: Person) -> bool:
        return self.first_id == person.pk
