"""Who disagrees with whom, who helps them, what was said, and what came of it?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest, Least

from accounts.links import DISPUTE
from core.actor import Actor
from core.models import AskedOnce
from core.sealed import SealedTextField
from core.steps import Owed
from governance.disputes import CLOSED, OPEN, SIDES, Stage, Voice
from governance.models.councils import Council, Seat
from governance.models.proposals import Proposal
from organizations.models.members import Membership
from organizations.models.network import Organization, TenantModel

VOICES = [(one.value, one.value) for one in Voice]


class Mediator(TenantModel):
    """Somebody on the network's list of people who help two sides to talk."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    about = SealedTextField(help_text="languages, and what they know of")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "user"],
                name="governance_mediates_once",
                condition=Q(until=None),
            ),
        ]


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "DisputeQuerySet":
        """The two sides' admins, or whoever reads the mailbox of a side without any; who keeps it, who mediates;
        the council once it came there. Nobody else: neither a committee, nor whoever has the role without a seat.

        Whoever has come to work for a side neither keeps nor mediates it from that hour on.
        """
        ours = self.filter(network_id=actor.network_id)
        if actor.is_system:
            return ours
        own, user = actor.where("manage_members", DISPUTE), actor.as_user
        works = Membership.objects.filter(user=user, until=None).values("organization_id")
        is_torn = Q(first_id__in=works) | Q(second_id__in=works)
        seats = Seat.objects.filter(network_id__in=actor.where("sit_on_council")).of_user(user)
        council = seats.filter(council__kind=Council.Kind.COUNCIL, council__ended_at=None)
        return ours.filter(
            Q(first_id__in=own)
            | Q(second_id__in=own)
            | (Q(keeper_id=user) | Q(mediator__user_id=user)) & ~is_torn
            | Q(council_since__lte=at, network_id__in=council.values("network_id"))
        )

    def helped_by_the_torn(self, who: str) -> "DisputeQuerySet":
        """In which `who`, the keeper or the mediator, has come to work for one of the two sides."""
        there = Membership.objects.filter(user=OuterRef(who), until=None)
        places = Q(organization=OuterRef("first")) | Q(organization=OuterRef("second"))
        return self.filter(Exists(there.filter(places)))

    def still_open(self) -> "DisputeQuerySet":
        return self.filter(closed_at=None)

    def due(self, at: datetime) -> "DisputeQuerySet":
        return self.filter(next_step_due__lte=at).order_by("next_step_due", "id")


class Dispute(TenantModel, Owed):
    """One matter between two partners. The convener may be a side; then a council seat keeps it."""

    number = models.PositiveIntegerField(help_text="by which people call it")
    status = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Stage])
    first = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False, help_text="which raised it",
    )  # fmt: skip
    second = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="whom the network names for it",
    )  # fmt: skip
    mediator = models.ForeignKey(
        Mediator, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    council_since = models.DateTimeField(null=True, blank=True, help_text="it came there")
    closed_at = models.DateTimeField(null=True, blank=True)
    holds = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="number of the ending that both sides or the council chose"
    )
    decision = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "number"], name="governance_dispute_number"),
            models.UniqueConstraint(
                "network",
                Least("first", "second"),
                Greatest("first", "second"),
                name="governance_one_dispute_at_once",
                condition=Q(closed_at=None),
            ),
            models.CheckConstraint(
                name="dispute_has_two_sides", condition=~Q(first=models.F("second"))
            ),
            models.CheckConstraint(
                name="dispute_step_has_owner_and_date",
                condition=Q(next_step="", waiting_on="", next_step_due=None, wake_at=None)
                | ~Q(next_step="")
                & ~Q(waiting_on="")
                & Q(next_step_due__isnull=False, wake_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dispute_open_owes_a_step",
                condition=Q(status__in=OPEN, closed_at=None, next_step_due__isnull=False)
                | Q(status__in=CLOSED, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dispute_ends_in_words",
                condition=Q(status__in=[Stage.AGREED, Stage.DECIDED], holds__isnull=False)
                | Q(~Q(status__in=[Stage.AGREED, Stage.DECIDED]), holds=None),
            ),
            models.CheckConstraint(
                name="dispute_is_mediated_by_somebody",
                condition=~Q(waiting_on="mediator") | Q(mediator__isnull=False),
            ),
            models.CheckConstraint(
                name="dispute_council_knows_what_it_decides",
                condition=(~Q(status__in=[Stage.COUNCIL, Stage.DECIDED]) | Q(council_since__isnull=False))
                & (Q(status=Stage.DECIDED, decision__isnull=False) | ~Q(status=Stage.DECIDED) & Q(decision=None)),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            # what is due now
            models.Index(
                fields=["network", "wake_at"],
                name="governance_dispute_wakes",
                condition=Q(wake_at__isnull=False),
            ),
            # whether somebody is in one: asked when access is to be cut
            models.Index(
                fields=["network", "first"],
                name="governance_disputes_first",
                condition=Q(closed_at=None),
            ),
            models.Index(
                fields=["network", "second"],
                name="governance_disputes_second",
                condition=Q(closed_at=None),
            ),
        ]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.status == Stage.WITHDRAWN

    @property
    def is_at_council(self) -> bool:
        return self.status == Stage.COUNCIL

    @property
    def sides(self) -> tuple[Organization, Organization]:
        return self.first, self.second


class Statement(AskedOnce, TenantModel):
    """What somebody said about it. Append-only. The council reads only what was written for it."""

    dispute = models.ForeignKey(
        Dispute, on_delete=models.PROTECT, related_name="statements", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    voice = models.CharField(max_length=8, choices=VOICES)
    words = SealedTextField(help_text="between partners; about no family")
    is_for_council = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False, help_text="nobody: the side's mailbox, by its link",
    )  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["network", "dispute", "at"], name="governance_statements"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="governance_statement_asked_once"
            ),
        ]


class Ending(AskedOnce, TenantModel):
    """How it could end, in somebody's words. Append-only; in force once both sides, or the council, said yes."""

    dispute = models.ForeignKey(
        Dispute, on_delete=models.PROTECT, related_name="endings", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    number = models.PositiveSmallIntegerField()
    voice = models.CharField(max_length=8, choices=VOICES)
    words = SealedTextField(help_text="between partners; about no family")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False, help_text="nobody: the side's mailbox, by its link",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "dispute", "number"], name="governance_ending_number"
            ),
            models.UniqueConstraint(
                fields=["network", "request_key"], name="governance_ending_asked_once"
            ),
        ]


class Pledge(TenantModel):
    """One thing that a side does by a day, as an ending says it."""

    ending = models.ForeignKey(
        Ending, on_delete=models.PROTECT, related_name="pledges", db_constraint=False, db_index=False
    )  # fmt: skip
    side = models.CharField(max_length=8, choices=[(one.value, one.value) for one in SIDES])
    words = SealedTextField()
    due_on = models.DateField()
    kept_at = models.DateTimeField(null=True, blank=True, help_text="as the other side says")
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="+", db_index=False,
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pledge_kept_on_whose_word",
                condition=Q(kept_by=None) | Q(kept_at__isnull=False),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["network", "ending"], name="governance_pledges"),
        ]


class Assent(TenantModel):
    """A side's yes to an ending, exactly as it is written. Written once."""

    ending = models.ForeignKey(
        Ending, on_delete=models.PROTECT, related_name="assents", db_constraint=False, db_index=False
    )  # fmt: skip
    side = models.CharField(max_length=8, choices=[(one.value, one.value) for one in SIDES])
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False, help_text="nobody: the side's mailbox, by its link",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "ending", "side"], name="governance_assents_once"
            ),
        ]
