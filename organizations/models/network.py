"""Which community is this, and which organizations belong to it?"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.base import ModelState

from core.calendar import OpenDays, Shift
from core.ids import uuid7
from core.rows import Among
from organizations.lifecycle import TAKES_PART, Stage
from organizations.opening import Span

WEEK = 7


class Network(models.Model):
    """One community that refers within itself: the tenant of every other table."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    short_name = models.SlugField(max_length=40, unique=True)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    time_zone = models.CharField(max_length=64, default="America/New_York")
    state = models.CharField(
        max_length=2, blank=True, default="", help_text="whose public holidays count"
    )
    help_line = models.CharField(max_length=40, blank=True, default="211")
    crisis_line = models.CharField(
        max_length=40,
        blank=True,
        default="988",
        db_default="988",
        help_text="whom somebody in danger can call beside 911, day and night",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        permissions: ClassVar = [
            ("run_desk", "answer for what nobody else answers"),
            ("convene", "run the partner network"),
            ("sit_on_council", "decide the network's rules"),
            ("chair", "speak for the council"),
            ("audit_privacy", "see who saw what"),
            ("hear_families", "answer what families say of how they were helped"),
        ]

    def __str__(self) -> str:
        return f"network {self.pk}"

    @property
    def open_days(self) -> OpenDays:
        return OpenDays(zone=self.time_zone, state=self.state)


Clocks = Sequence[time | None]  # of each weekday from Monday on


def within(
    base: OpenDays,
    zone: str,
    weekdays: Iterable[int],
    closed: Iterable[date],
    hours: tuple[Clocks, Clocks] = ((), ()),
) -> OpenDays:
    """The open days of an organization: what it does not say for itself is as in its network.

    Who says from when until when works on the weekdays that have hours.
    """
    week = tuple(
        Shift(begins, ends) if begins is not None and ends is not None else None
        for begins, ends in zip(*hours, strict=True)
    )
    days = frozenset(day for day, shift in enumerate(week) if shift) or frozenset(weekdays)
    return OpenDays(
        zone or base.zone,
        days or base.weekdays,
        base.state,
        frozenset(closed),
        week=week if any(week) else (),
    )


class TenantModel(models.Model):
    """A row that belongs to one network for life (see `core.tenancy.GuardTenantTables`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs know a later Django's
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """As Django makes it, without going through all columns for the few that were read."""
        row, state = cls.__new__(cls), ModelState()
        state.adding, state.db = False, db
        row.__dict__.update(zip(field_names, values, strict=True), _state=state)
        return row


class Organization(TenantModel):
    """A clinic, a community organization, the convener, a funder ... in one network."""

    class Kind(models.TextChoices):
        HEALTHCARE = "healthcare"
        COMMUNITY = "community"
        CONVENER = "convener"
        FUNDER = "funder"
        INFORMATION_LINE = "information_line"
        CARE_HUB = "care_hub"
        GOVERNMENT = "government"

    Status = Stage

    body = models.UUIDField(
        default=uuid7, help_text="the same body in two networks carries the same id"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.COMMUNITY)
    sectors = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True, default="")
    website = models.CharField(max_length=300, blank=True, default="")
    email = models.EmailField(
        blank=True, default="", help_text="the mailbox that requests are announced to"
    )
    phone = models.CharField(max_length=60, blank=True, default="")
    status = models.CharField(
        max_length=10,
        choices=[(stage.value, stage.value) for stage in Stage],
        default=Stage.ACTIVE.value,
    )
    keeps_listing = models.BooleanField(
        default=False,
        db_default=False,
        help_text="once it has left: families may still be given its address",
    )
    pilot_rests = models.BooleanField(
        default=False, db_default=False, help_text="on a break: it came into a pilot, which goes on"
    )
    time_zone = models.CharField(max_length=64, blank=True, default="")
    open_weekdays = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, help_text="0 is Monday"
    )
    closed_on = ArrayField(
        models.DateField(),
        default=list,
        blank=True,
        help_text="days of its own on which nobody works there, beside public holidays",
    )
    works_from = ArrayField(
        models.TimeField(null=True),
        default=list,
        blank=True,
        help_text="of each weekday from Monday on, null when nobody works; empty: not said",
    )
    works_until = ArrayField(
        models.TimeField(null=True),
        default=list,
        blank=True,
        help_text="the same; no later than it begins is on the day after",
    )
    is_victim_service = models.BooleanField(
        default=False, help_text="34 USC 12291(b)(2): no index beyond itself"
    )
    is_part2_program = models.BooleanField(
        default=False,
        db_default=False,
        help_text="42 CFR 2.11: holds itself out as helping with alcohol or drugs, with federal help",
    )
    is_school = models.BooleanField(
        default=False, db_default=False, help_text="34 CFR 99.1: keeps education records"
    )
    source = models.CharField(max_length=60, blank=True, default="")
    source_id = models.CharField(max_length=100, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        permissions: ClassVar = [
            ("run_screenings", "ask families what they need"),
            ("see_people", "see the people this organization cares for"),
            ("send_referrals", "send families on"),
            ("work_referrals", "answer requests and report what became of them"),
            ("supervise", "see the team's work and re-assign it"),
            ("take_alerts", "answer when somebody may be in danger"),
            ("manage_members", "invite people and give roles"),
            ("manage_services", "edit services, hours and room"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "source", "source_id"],
                name="organizations_organization_source",
                condition=~models.Q(source_id=""),
            ),
            models.CheckConstraint(
                name="organizations_hours_are_of_a_week",
                condition=models.Q(
                    works_from__len__in=(0, WEEK), works_until__len=models.F("works_from__len")
                ),
            ),
            models.CheckConstraint(
                name="organizations_pilot_rests_on_a_break",
                condition=models.Q(pilot_rests=False) | models.Q(status=Stage.PAUSED),
            ),
        ]

    @property
    def is_told_by_its_name(self) -> bool:
        """Whoever reads that it helps somebody knows what that person is afraid of, or ill with."""
        return self.is_victim_service or self.is_part2_program

    @property
    def open_days(self) -> OpenDays:
        return within(
            self.network.open_days,
            self.time_zone,
            self.open_weekdays,
            self.closed_on,
            (self.works_from, self.works_until),
        )

    @property
    def hours(self) -> list[Span]:
        """From when until when somebody works, on the weekdays on which anybody does."""
        both = enumerate(zip(self.works_from, self.works_until, strict=True))
        return [
            Span(weekday, begins, ends)
            for weekday, (begins, ends) in both
            if begins is not None and ends is not None
        ]

    @property
    def registered_address(self) -> str:
        """Where it is written to: its mailbox, else its telephone."""
        return self.email or self.phone

    @property
    def is_live(self) -> bool:
        """Families can be sent there: for a pilot or for good."""
        return self.status in TAKES_PART

    @property
    def is_active(self) -> bool:
        return self.status == Stage.ACTIVE

    @property
    def is_pilot(self) -> bool:
        return self.status == Stage.PILOT

    @property
    def has_declined(self) -> bool:
        return self.status == Stage.DECLINED

    @property
    def is_paused(self) -> bool:
        return self.status == self.Status.PAUSED

    @property
    def has_left(self) -> bool:
        return self.status == self.Status.LEFT


def open_days_of(organization_ids: Collection[UUID]) -> dict[UUID, OpenDays]:
    """Of these organizations and of the networks they are in, as values: a sweep asks hundreds at once."""
    rows = Organization.objects.filter(Among("id", organization_ids)).values_list(
        *("id", "time_zone", "open_weekdays", "closed_on", "works_from", "works_until"),
        *("network_id", "network__time_zone", "network__state"),
    )
    days: dict[UUID, OpenDays] = {}
    for pk, zone, weekdays, closed, begins, ends, network_id, network_zone, state in (
        rows if organization_ids else ()
    ):
        base = days.setdefault(network_id, OpenDays(zone=network_zone, state=state))
        own = zone or weekdays or closed or begins
        days[pk] = within(base, zone, weekdays, closed, (begins, ends)) if own else base
    return days
