"""What does a court or an office demand about families, what was answered, and what left? Sealed, all of it."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import DateField, DateTimeField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast

from core.actor import Actor
from core.models import AskedOnce
from core.sealed import SealedTextField
from core.steps import Owed
from organizations.models.network import TenantModel
from people.lifecycle import (
    LEAVES,
    MAY_ASK_FOR_SILENCE,
    DemandAnswer,
    DemandKind,
    DemandOffice,
    Silence,
)
from people.models.person import Exclusion, Person

SAID_ALOUD_HOLDS = timedelta(days=30)  # 45 CFR 164.528(a)(2)(ii)(C)


class LegalDemandQuerySet(models.QuerySet["LegalDemand"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "LegalDemandQuerySet":
        """The privacy officers of the network, but whom somebody named in it shut out; and the clock. Nobody else."""
        ours = self.filter(network_id=actor.network_id)
        if actor.is_system:
            return ours
        apart = Exclusion.objects.filter(
            Q(user=actor.as_user) | Q(organization=actor.as_organization),
            network_id=actor.network_id,
        )
        named = NamedInDemand.objects.filter(person__in=apart.values("person_id"))
        seen = ours.filter(network_id__in=actor.where("audit_privacy"))
        return seen.exclude(pk__in=named.values("demand_id"))

    def open(self) -> "LegalDemandQuerySet":
        return self.filter(answered_at=None)

    def untold(self, *, at: datetime) -> "LegalDemandQuerySet":
        """Of which the law forbids to tell, until the last day is over where the network is."""
        there = Func(
            F("network__time_zone"), Value(at), function="timezone", output_field=DateTimeField()
        )
        return self.filter(silence_until__gte=Cast(there, DateField()))

    def that_keep(self, person: Person) -> "LegalDemandQuerySet":
        """Open ones that name this person, or nobody yet; nobody means none of a victim service's people."""
        names = Exists(NamedInDemand.objects.filter(demand=OuterRef("pk")))
        named = Q(named__person=person)
        keeps = named if person.custodian.is_victim_service else named | ~Q(names)
        return self.filter(keeps, network_id=person.network_id).open().distinct()


class LegalDemand(AskedOnce, TenantModel, Owed):
    """One paper that demands something. It stands on no record, timeline, search, export or family page."""

    kind = models.CharField(max_length=24, choices=[(k.value, k.value) for k in DemandKind])
    office_kind = models.CharField(
        max_length=20, choices=[(o.value, o.value) for o in DemandOffice]
    )
    office = SealedTextField(help_text="its name and address: 45 CFR 164.528(b)(2)(ii)")
    reference = SealedTextField(help_text="the number of the case or paper")
    asked = SealedTextField(help_text="what is demanded, about whom")
    received_on = models.DateField()
    due_on = models.DateField(null=True, blank=True, help_text="the day that stands in the paper")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    counsel_asked_on = models.DateField(null=True, blank=True)
    counsel_words = SealedTextField(help_text="who was asked, and what they said")
    has_part2 = models.BooleanField(
        default=False, help_text="records of a program under 42 CFR part 2 are among them"
    )
    part2_court = SealedTextField(help_text="which court ordered it: 42 CFR part 2, subpart E")
    part2_order_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    answer = models.CharField(
        max_length=14, blank=True, default="", choices=[(a.value, a.value) for a in DemandAnswer]
    )
    answer_words = SealedTextField(help_text="why, and what was narrowed")
    left_words = SealedTextField(help_text="what left: the family reads it in its accounting")
    silence = models.CharField(
        max_length=8, blank=True, default="", choices=[(s.value, s.value) for s in Silence]
    )
    silence_since = models.DateField(null=True, blank=True)
    silence_until = models.DateField(
        null=True, blank=True, help_text="no accounting tells of it before: 45 CFR 164.528(a)(2)"
    )

    objects = LegalDemandQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # what is due now
            models.Index(
                fields=["network", "wake_at"],
                name="people_demand_wakes",
                condition=Q(wake_at__isnull=False),
            ),
            # the list, and the counts of a year
            models.Index(fields=["network", "received_on"], name="people_demand_received"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="people_demand_asked_once"
            ),
            models.CheckConstraint(
                name="demand_open_has_owner_and_date",
                condition=Q(
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    answer="",
                    next_step_due__isnull=False,
                    wake_at__isnull=False,
                )
                & ~Q(next_step="")
                & ~Q(waiting_on="")
                | Q(answered_at__isnull=False, answered_by__isnull=False)
                & Q(next_step_due__isnull=True, wake_at__isnull=True, next_step="", waiting_on="")
                & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="demand_gives_nothing_without_counsel",
                condition=~Q(answer__in=sorted(LEAVES)) | Q(counsel_asked_on__isnull=False),
            ),
            models.CheckConstraint(
                name="demand_part2_needs_court_order",
                condition=~Q(answer__in=sorted(LEAVES), has_part2=True)
                | Q(part2_order_on__isnull=False),
            ),
            models.CheckConstraint(
                name="demand_silence_is_lawful",
                condition=Q(silence="", silence_since=None, silence_until=None)
                | Q(silence__in=sorted(Silence), office_kind__in=sorted(MAY_ASK_FOR_SILENCE))
                & Q(silence_since__isnull=False, silence_until__isnull=False)
                & (
                    ~Q(silence=Silence.ORAL)
                    | Q(silence_until__lte=F("silence_since") + SAID_ALOUD_HOLDS)
                ),
            ),
        ]

    @property
    def number(self) -> str:
        """Short enough to be read out; it tells nothing."""
        return self.pk.hex[-6:].upper()

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


class NamedInDemand(TenantModel):
    """Whom an open demand is about: until it is answered nothing of them is erased (18 USC 1519).

    While an open one names nobody it may be about anybody, and nobody is erased at all.
    """

    demand = models.ForeignKey(
        LegalDemand, on_delete=models.PROTECT, related_name="named", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "demand", "person"], name="people_named_once"
            ),
        ]
        indexes: ClassVar = [
            # is anybody's record demanded now: asked before every erasure
            models.Index(fields=["network", "person"], name="people_named_person"),
        ]


class DemandedRecord(TenantModel):
    """Of whom something left under a demand, and the Disclosure that says so. Written once."""

    demand = models.ForeignKey(
        LegalDemand, on_delete=models.PROTECT, related_name="records", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    disclosure_id = models.UUIDField(help_text="the look that stands in the person's accounting")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "demand", "person"], name="people_demanded_once"
            ),
        ]
        indexes: ClassVar = [
            # what of a person's accounting has to wait, and who was given it
            models.Index(fields=["network", "person"], name="people_demanded_person"),
        ]
