"""What did somebody ask about their own record, what may not be erased now, and who still holds a copy?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.actor import Actor
from core.models import AskedOnce
from core.sealed import SealedTextField
from core.steps import Owed
from organizations.models.network import Organization, TenantModel
from people.lifecycle import HoldReason, Right, RightEnd, RightWatch
from people.models.person import Person, shuts_out

BY_LINK = "link"  # said on the family's own page: what is said elsewhere stands on no telephone
_OPEN = (
    Q(answered_at=None, answer="", next_step_due__isnull=False, wake_at__isnull=False)
    & ~Q(waiting_on="")
    & ~Q(next_step="")
)
_ANSWERED = Q(
    answered_at__isnull=False, next_step_due=None, wake_at=None, waiting_on="", next_step=""
) & ~Q(answer="")


def _in_care(actor: Actor) -> Q:
    """Of those whom the actor cares for; a privacy officer's network, but for victim services.

    Never of who shut them out.
    """
    officer = Q(network_id__in=actor.where("audit_privacy"), organization__is_victim_service=False)
    care = Q(organization_id__in=actor.where("see_people", "ask_rights"))
    return (officer | care) & ~Q(shuts_out(actor, "person_id"))


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "RightsRequestQuerySet":
        """Whoever cares for the person, and the privacy officer, who is shown no name; the clock.

        A family's link: what was said through it about its own person.
        """
        here = self.filter(network_id=actor.network_id)
        if actor.is_link:
            return here.filter(person_id=actor.about_id, via=BY_LINK)
        return here if actor.is_system else here.filter(_in_care(actor))

    def open(self) -> "RightsRequestQuerySet":
        return self.filter(answered_at=None)


class RightsRequest(AskedOnce, TenantModel, Owed):
    """A copy (45 CFR 164.524), a correction (164.526) or the erasure of one's record, with its legal date.

    An erasure that nobody recorded was asked for by the rules of keeping.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="the custodian",
    )
    right = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Right])
    via = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    about = SealedTextField(help_text="which record or line, in the person's words")
    words = SealedTextField(help_text="what is wrong with it, or what they want")
    extended_at = models.DateTimeField(null=True, blank=True)
    extension_words = SealedTextField(help_text="why it takes longer, as the person was told")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    answer = models.CharField(
        max_length=12,
        blank=True,
        default="",
        choices=[(one.value, one.value) for one in RightEnd],
    )
    answer_words = SealedTextField(help_text="why not, or what was changed")
    disagreed_at = models.DateTimeField(null=True, blank=True)
    disagreement = SealedTextField(help_text="45 CFR 164.526(d)(2): kept and shown beside it")

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # what is due now
            models.Index(
                fields=["network", "wake_at"],
                name="people_rights_wakes",
                condition=Q(wake_at__isnull=False),
            ),
            # what one person has asked
            models.Index(fields=["network", "person", "-asked_at"], name="people_rights_person"),
            # what waits in the network, and what was answered lately
            models.Index(fields=["network", "-answered_at"], name="people_rights_answered"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="people_right_asked_once"
            ),
            models.CheckConstraint(
                name="people_right_is_owed_or_answered", condition=_OPEN | _ANSWERED
            ),
            models.CheckConstraint(
                name="people_right_answer_fits",
                condition=Q(answer__in=["", RightEnd.TAKEN_BACK, RightEnd.REFUSED])
                | Q(right=Right.ACCESS, answer=RightEnd.GIVEN)
                | Q(right=Right.CORRECTION, answer=RightEnd.ACCEPTED)
                | Q(right=Right.ERASURE, answer=RightEnd.ERASED),
            ),
            models.CheckConstraint(
                name="people_erasure_takes_two",
                condition=~Q(answer=RightEnd.ERASED)
                | Q(answered_by__isnull=False)
                & (Q(recorded_by=None) | ~Q(recorded_by=F("answered_by"))),
            ),
            models.UniqueConstraint(
                fields=["network", "person"],
                name="people_one_erasure_asked",
                condition=Q(right=Right.ERASURE, answered_at=None),
            ),
        ]

    @property
    def number(self) -> str:
        """Short enough to be read out on the telephone; it tells nothing."""
        return self.pk.hex[-6:].upper()

    @property
    def is_erasure(self) -> bool:
        return self.right == Right.ERASURE

    @property
    def is_copy(self) -> bool:
        return self.right == Right.ACCESS

    @property
    def is_correction(self) -> bool:
        return self.right == Right.CORRECTION

    @property
    def waits_for_officer(self) -> bool:
        return self.waiting_on == RightWatch.PRIVACY

    @property
    def may_be_disagreed_with(self) -> bool:
        """Once, when a correction was refused."""
        return self.is_correction and self.answer == RightEnd.REFUSED and not self.disagreed_at


class HoldQuerySet(models.QuerySet["Hold"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "HoldQuerySet":
        return self.filter(_in_care(actor), network_id=actor.network_id)

    def in_force(self) -> "HoldQuerySet":
        return self.filter(lifted_at=None)


class Hold(AskedOnce, TenantModel):
    """Nothing of this person may be erased until somebody lifts it: a court, a law or a case needs it."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="the custodian",
    )
    reason = models.CharField(max_length=14, choices=[(one.value, one.value) for one in HoldReason])
    words = SealedTextField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # is anything held: asked before every erasure
            models.Index(
                fields=["network", "person"], name="people_hold_now", condition=Q(lifted_at=None)
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="people_hold_asked_once"
            ),
            models.CheckConstraint(
                name="people_hold_is_lifted_by_somebody",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]


class RecallQuerySet(models.QuerySet["Recall"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "RecallQuerySet":
        """Whoever answers requests at the organization that is asked; the privacy officer; the clock."""
        here = self.filter(network_id=actor.network_id)
        if actor.is_system:
            return here
        return here.filter(
            Q(organization_id__in=actor.where("work_referrals"))
            | Q(network_id__in=actor.where("audit_privacy")),
            ~shuts_out(actor, "person_id"),
        )

    def open(self) -> "RecallQuerySet":
        return self.filter(confirmed_at=None)


class Recall(TenantModel, Owed):
    """An organization was told something of a person who is erased: it says that its own copies are gone, too."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    via = models.CharField(max_length=10, blank=True, default="")

    objects = RecallQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["network", "wake_at"],
                name="people_recall_wakes",
                condition=Q(wake_at__isnull=False),
            ),
            # what one organization still has to say
            models.Index(
                fields=["network", "organization", "confirmed_at"], name="people_recall_waits"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "person", "organization"], name="people_recalled_once"
            ),
            models.CheckConstraint(
                name="people_recall_is_owed_or_confirmed",
                condition=Q(confirmed_at=None, next_step_due__isnull=False, wake_at__isnull=False)
                & ~Q(waiting_on="")
                & ~Q(next_step="")
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, next_step_due=None)
                & Q(wake_at=None, waiting_on="", next_step="")
                & ~Q(via=""),
            ),
        ]
