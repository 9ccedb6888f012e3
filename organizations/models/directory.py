"""What help is offered, where, when, by whom, and is there room? The tables follow HSDS 3.0."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from organizations import ranking
from organizations.freshness import Freshness
from organizations.models.network import Organization, TenantModel
from organizations.opening import Span
from organizations.ranking import Point
from organizations.topics import TOPICS

SOURCED = ("network", "source", "source_id")


class Sourced(TenantModel):
    """A row that may have come from a directory file: found again by the id it has there."""

    source = models.CharField(max_length=60, blank=True, default="")
    source_id = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=SOURCED,
                name="%(app_label)s_%(class)s_source",
                condition=~models.Q(source_id=""),
            )
        ]


class Program(Sourced):
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="programs", db_constraint=False
    )
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True, default="")


class Service(Sourced):
    """One thing that an organization does for people (an HSDS service)."""

    class Intake(models.TextChoices):
        WALK_IN = "walk_in"
        CALL = "call"
        APPOINTMENT = "appointment"
        REFERRAL = "referral"
        APPLICATION = "application"

    class ReportsBack(models.TextChoices):
        FULL = "full"
        YES_NO = "yes_no"
        NEVER = "never"  # victim services, privileged legal help: never chased

    class Status(models.TextChoices):
        ACTIVE = "active"
        INACTIVE = "inactive"
        DEFUNCT = "defunct"
        TEMPORARILY_CLOSED = "temporarily closed"

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="services", db_constraint=False
    )
    program = models.ForeignKey(
        Program,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        db_constraint=False,
        db_index=False,
    )
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True, default="")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    intake = models.CharField(max_length=12, choices=Intake.choices, default=Intake.CALL)
    asks = ArrayField(
        models.CharField(max_length=30),
        default=list,
        blank=True,
        help_text="facts it needs to know",
    )
    reports_back = models.CharField(
        max_length=8, choices=ReportsBack.choices, default=ReportsBack.FULL
    )
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    keywords = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="other words by which it is looked for: a directory's terms",
    )
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    overcomes = ArrayField(
        models.CharField(max_length=30),
        default=list,
        blank=True,
        help_text="barriers it takes away",
    )
    audience = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    eligibility = models.TextField(blank=True, default="")
    application_process = models.TextField(blank=True, default="")
    fees = models.TextField(blank=True, default="")
    what_to_bring = models.TextField(blank=True, default="")
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="days the programme has to decide"
    )
    url = models.CharField(max_length=300, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="when somebody last said this is right"
    )
    opened_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when it last came, came back, or had room again; empty: always",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta(Sourced.Meta):
        indexes: ClassVar = [
            # find help: services for a topic
            GinIndex(fields=["topics"], name="organizations_service_topics"),
        ]

    @property
    def is_offered(self) -> bool:
        return self.status == self.Status.ACTIVE

    def is_old(self, believed: timedelta, *, at: datetime) -> bool:
        """Confirmed once, and too long ago to be believed."""
        return bool(self.confirmed_at and at >= self.confirmed_at + believed)

    @property
    def goes_by_another_name(self) -> bool:
        """Whether naming the organization too tells a reader anything."""
        return self.name.casefold() != self.organization.name.casefold()

    @property
    def icon(self) -> str:
        """Of the kind of help that it gives first."""
        return next((TOPICS[slug].icon for slug in self.topics if slug in TOPICS), "hand-helping")

    @property
    def is_applied_for(self) -> bool:
        """An office decides on it, in a time that the law or the programme names."""
        return self.intake == self.Intake.APPLICATION or self.legal_days is not None

    @property
    def is_walk_in(self) -> bool:
        return self.intake == self.Intake.WALK_IN

    @property
    def is_never_chased(self) -> bool:
        return self.reports_back == self.ReportsBack.NEVER


class Location(Sourced):
    """A place. `latitude` and `longitude` are degrees (WGS 84)."""

    class Kind(models.TextChoices):
        PHYSICAL = "physical"
        POSTAL = "postal"
        VIRTUAL = "virtual"

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        related_name="locations",
        db_constraint=False,
    )
    name = models.CharField(max_length=300, blank=True, default="")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PHYSICAL)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    address_1 = models.CharField(max_length=300, blank=True, default="")
    address_2 = models.CharField(max_length=300, blank=True, default="")
    city = models.CharField(max_length=100, blank=True, default="")
    state_province = models.CharField(max_length=100, blank=True, default="")
    postal_code = models.CharField(max_length=20, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="US")
    transportation = models.TextField(blank=True, default="")
    languages = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta(Sourced.Meta):
        indexes: ClassVar = [
            # the box around a family, and the centre of a ZIP code
            models.Index(
                fields=["network", "latitude", "longitude"], name="organizations_location_box"
            ),
            models.Index(fields=["network", "postal_code"], name="organizations_location_zip"),
        ]

    @property
    def point(self) -> Point | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    @property
    def address(self) -> str:
        street = ", ".join(filter(None, [self.address_1, self.address_2]))
        return ", ".join(
            filter(None, [street, self.city, f"{self.state_province} {self.postal_code}".strip()])
        )


class ServiceAtLocation(Sourced):
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="places", db_constraint=False
    )
    location = models.ForeignKey(
        Location, on_delete=models.CASCADE, related_name="offers", db_constraint=False
    )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["network", "service", "location"], name="organizations_service_once_a_place"
            ),
        ]


class Phone(Sourced):
    """A number of an organization, a service or a place: exactly as it was written."""

    organization = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="phones",
        db_constraint=False,
    )
    service = models.ForeignKey(
        Service,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="phones",
        db_constraint=False,
    )
    location = models.ForeignKey(
        Location,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="phones",
        db_constraint=False,
    )
    number = models.CharField(max_length=100)
    extension = models.CharField(max_length=20, blank=True, default="")
    kind = models.CharField(max_length=20, blank=True, default="voice")
    description = models.CharField(max_length=300, blank=True, default="")


class Hours(Sourced):
    """When a service is open: one weekday and two times, or only the words somebody wrote (HSDS schedule)."""

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="hours", db_constraint=False
    )
    location = models.ForeignKey(
        Location,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="hours",
        db_constraint=False,
        db_index=False,
    )
    weekday = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 is Monday")
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    description = models.TextField(blank=True, default="")

    @property
    def span(self) -> Span | None:
        if self.weekday is None or self.opens_at is None or self.closes_at is None:
            return None
        return Span(self.weekday, self.opens_at, self.closes_at)


class ListingFact(Sourced):
    """A row of a directory table that has no model of its own, kept whole so that nothing imported is lost."""

    table = models.CharField(max_length=40)
    about = models.CharField(
        max_length=100, blank=True, default="", help_text="source id of what it belongs to"
    )
    data = models.JSONField(default=dict)


class Capacity(TenantModel):
    """How much room a service has, on whose word, until when. Append-only: the newest row holds.

    `believed`: without a day of its own; whoever reads it says what partners decided (`newest_room`).
    """

    believed = Freshness().room

    class Room(models.TextChoices):
        OPEN = "open"
        LIMITED = "limited"
        WAITLIST = "waitlist"
        FULL = "full"
        UNKNOWN = "unknown"

    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        related_name="capacities",
        db_constraint=False,
        db_index=False,
    )
    room = models.CharField(max_length=8, choices=Room.choices)
    places = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    via = models.CharField(max_length=10, default="system")
    said_at = models.DateTimeField()
    good_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            # the newest word on a service
            models.Index(fields=["service", "-said_at"], name="organizations_capacity_newest"),
        ]

    def room_now(self, *, at: datetime) -> str:
        return ranking.room_now(
            self.room,
            said_at=self.said_at,
            good_until=self.good_until,
            believed=self.believed,
            at=at,
        )

    def has_room(self, *, at: datetime) -> bool:
        return self.room_now(at=at) in ranking.HAS_ROOM

    def is_full(self, *, at: datetime) -> bool:
        """Known to have no room: a wait list at best."""
        return self.room_now(at=at) in {self.Room.FULL, self.Room.WAITLIST}
