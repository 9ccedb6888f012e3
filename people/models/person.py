"""Who is being helped, and who belongs to whom?"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor, ActorKind
from core.models import AskedOnce
from core.rows import IsOneOf
from core.sealed import SealedTextField
from organizations.models.network import Network, Organization, TenantModel

_WHO_SHUTS_OUT = """
    SELECT shut.person_id FROM people_exclusion AS shut
    WHERE shut.user_id = %s OR shut.organization_id = %s
"""


# What a program of an organization reads, everybody there may read: an admin makes its key in a minute.
_WHO_SHUTS_OUT_THEIRS = """ OR EXISTS (SELECT FROM accounts_user WHERE id = %s AND is_service)
    AND shut.user_id IN (
        SELECT user_id FROM organizations_membership WHERE organization_id = %s AND until IS NULL)
"""


def who_shuts_out(actor: Actor) -> tuple[str, tuple[UUID, ...]]:
    """Who shall not be seen by the actor, or where the actor works: the question, and what is said in it."""
    who, where = actor.as_user, actor.as_organization
    if actor.kind is ActorKind.KEY:
        return _WHO_SHUTS_OUT + _WHO_SHUTS_OUT_THEIRS, (who, where, who, where)
    return _WHO_SHUTS_OUT, (who, where)


def shuts_out(actor: Actor, person: str) -> IsOneOf:
    """Whether the person in this column is one of them."""
    question, said = who_shuts_out(actor)
    return IsOneOf(question, person, *said)


def ties_seen_by(actor: Actor, *, at: datetime) -> "tuple[models.Prefetch[str, Any, str], ...]":
    """Of a relative whom the actor may not see there is no tie either.

    As plain lists: a manager for each row of a list took longer than both questions.
    """
    seen = Person.objects.visible_to(actor, at=at)
    to, of = (Relationship.objects.select_related(end) for end in ("other", "person"))
    return (
        models.Prefetch("relationships", to.filter(other__in=seen), to_attr="seen_own_ties"),
        models.Prefetch("related_to", of.filter(person__in=seen), to_attr="seen_ties_of_others"),
    )


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "PersonQuerySet":
        """People in the care of an organization in which the actor may see people, unless excluded.

        A family's link sees the one person it is about; a task sees its network's.
        """
        if actor.is_system:
            return self.filter(network_id=actor.network_id)
        if actor.is_link:
            return self.filter(
                network_id=actor.network_id, pk=actor.about_id, merged_into=None, erased_at=None
            )
        return self.filter(
            ~shuts_out(actor, "pk"),
            network_id=actor.network_id,
            custodian_id__in=actor.where("see_people", "run_screenings", "ask_rights"),
            merged_into=None,
            erased_at=None,
        )

    def for_rows(self, actor: Actor, *, at: datetime) -> "PersonQuerySet":
        """With what a row of a list shows."""
        return self.prefetch_related(*ties_seen_by(actor, at=at))

    def for_header(self, actor: Actor, *, at: datetime) -> "PersonQuerySet":
        """With all that the identity bar and the record show: one query for each kind of thing."""
        return (
            self.for_rows(actor, at=at)
            .select_related("custodian__network")
            .prefetch_related(
                "contact_points", "barriers", "consents", "meeting_points", "households__household"
            )
            .prefetch_related("exclusions__organization", "exclusions__user")
        )


class Person(AskedOnce, TenantModel):
    """One record of one person at one organization, its custodian. Two organizations hold two records."""

    custodian = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="people",
        db_constraint=False,
        db_index=False,
    )
    first_name = SealedTextField()
    last_name = SealedTextField(help_text="may be missing")
    other_names = SealedTextField()
    birth_date = SealedTextField(help_text="ISO 8601, or empty when nobody knows")
    pronouns = SealedTextField()
    record_number = SealedTextField(help_text="the custodian's own number for this person")
    address = SealedTextField()
    postal_code = SealedTextField()
    has_substitute_address = models.BooleanField(
        default=False,
        db_default=False,
        help_text="in a state's address confidentiality programme: where they live is stored nowhere",
    )
    substitute_address = SealedTextField(
        help_text="the programme's, which stands for their own everywhere"
    )
    zip3 = models.CharField(
        max_length=3, blank=True, default="", help_text="first three digits: 45 CFR 164.514(b)(2)"
    )
    note = SealedTextField()
    language = models.CharField(max_length=12, default="en")
    needs_interpreter = models.BooleanField(default=False)
    best_time = SealedTextField(help_text="when it is good to call, in the person's words")
    next_visit_on = models.DateField(
        null=True, blank=True, help_text="when they come next: a way to reach them"
    )
    agreed_word = SealedTextField(help_text="opens the family page beyond its one neutral question")
    contact_with_care = models.BooleanField(default=False)
    contacting_prohibited = models.BooleanField(
        default=False, help_text="SDOHCC contacting-subject-prohibited"
    )
    is_watched = models.BooleanField(
        default=False,
        db_default=False,
        help_text="every look is shown to the privacy officer: somebody well known",
    )
    died_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="a tombstone: nothing is left of who it was"
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="people_person_asked_once"
            ),
        ]
        indexes: ClassVar = [
            # the people of one organization, newest first
            models.Index(fields=["network", "custodian", "-id"], name="people_person_custodian"),
            # the tombstones, for the auditor
            models.Index(
                fields=["network"],
                name="people_person_erased",
                condition=Q(erased_at__isnull=False),
            ),
        ]

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.first_name, self.last_name]))

    @property
    def own_ties(self) -> "Iterable[Relationship]":
        """As far as its reader sees them, where it was read for one (`ties_seen_by`); a task knows all."""
        seen = self.__dict__.get("seen_own_ties")
        return self.relationships.all() if seen is None else seen

    @property
    def ties_of_others(self) -> "Iterable[Relationship]":
        """As above: those in which somebody else is the mother, the carer ..."""
        seen = self.__dict__.get("seen_ties_of_others")
        return self.related_to.all() if seen is None else seen

    @property
    def address_to_share(self) -> str:
        """What others may be told: the programme's address, where there is one."""
        return self.substitute_address if self.has_substitute_address else self.address

    @property
    def born(self) -> date | None:
        return date.fromisoformat(self.birth_date) if self.birth_date else None

    @property
    def is_dead(self) -> bool:
        return self.died_at is not None

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    def age(self, *, at: datetime) -> int | None:
        """Whole years at `at`; None when the birth date is not known."""
        born = self.born
        return (
            None
            if born is None
            else at.year - born.year - ((at.month, at.day) < (born.month, born.day))
        )


class PersonToken(models.Model):
    """A blind token by which a sealed name, date or number is found again (`core.sealed.token`)."""

    id = models.BigAutoField(primary_key=True)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    scope = models.UUIDField(
        help_text="the custodian: tokens of two organizations have nothing in common"
    )
    token = models.BinaryField(max_length=8)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="tokens", db_constraint=False
    )

    class Meta:
        constraints: ClassVar = [
            # also the search: equality on (network, scope, token)
            models.UniqueConstraint(
                fields=["network", "scope", "token", "person"], name="people_token_once"
            ),
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"


class Relationship(TenantModel):
    """`other` is the `kind` (mother, carer ...) of `person`; what that allows, from when, how it was checked."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="relationships", db_constraint=False
    )
    other = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="related_to", db_constraint=False
    )
    kind = models.CharField(max_length=20)
    may_consent = models.BooleanField(default=False)
    may_be_told = models.BooleanField(default=False)
    may_be_called = models.BooleanField(default=False)
    checked_how = models.CharField(max_length=100, blank=True, default="")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "person", "other", "kind"],
                name="people_relationship_once",
                condition=Q(until=None),
            ),
        ]


class Household(TenantModel):
    """People who live together. A child may belong to two."""

    label = SealedTextField()
    size = models.PositiveSmallIntegerField(null=True, blank=True)


class HouseholdMembership(TenantModel):
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="members", db_constraint=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="households", db_constraint=False
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "household", "person"],
                name="people_lives_there_once",
                condition=Q(until=None),
            ),
        ]


class PersonBarrier(TenantModel):
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="barriers",
        db_constraint=False,
        db_index=False,
    )
    code = models.CharField(max_length=30)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "person", "code"], name="people_barrier_once"
            ),
        ]


class Exclusion(TenantModel):
    """An organization or user that shall never see, be suggested for, or be asked about this person."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="exclusions", db_constraint=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        indexes: ClassVar = [
            # whom one worker, or one organization, shall not see: asked for with every list
            models.Index(
                fields=["network", "organization", "person"],
                name="people_exclusion_organization",
                condition=Q(organization__isnull=False),
            ),
            models.Index(
                fields=["network", "user", "person"],
                name="people_exclusion_user",
                condition=Q(user__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="people_exclusion_names_one", condition=Q(organization=None) ^ Q(user=None)
            ),
        ]


class Demographics(TenantModel):
    """What the person said of themselves, or declined to. Never travels to partners."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="demographics", db_constraint=False
    )
    question = models.CharField(max_length=40)
    answer = SealedTextField()
    declined = models.BooleanField(default=False)
    said_at = models.DateTimeField()


class Coverage(TenantModel):
    """Health insurance or a programme the person is in."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="coverages", db_constraint=False
    )
    payer = models.CharField(max_length=200)
    member_number = SealedTextField()
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
