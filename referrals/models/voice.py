"""What did a family say of how it was helped, who answers it, by when, and who else may read it?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.models import AskedOnce
from core.sealed import SealedTextField
from core.steps import Owed
from organizations.models.members import Membership
from organizations.models.network import Organization, TenantModel
from people.models.person import Person, shuts_out
from referrals.models.referral import Referral
from referrals.voices import KEEPER_GRANTS, Keeper, Theme, VoiceEnd, VoiceKind

_QUIET = Q(next_step_due=None, wake_at=None, waiting_on="", next_step="")
_OWED = Q(next_step_due__isnull=False, wake_at__isnull=False) & ~Q(waiting_on="") & ~Q(next_step="")


def _may_read(actor: Actor) -> Q:
    """By what the actor holds: whoever hears families and the privacy officer, all; others, what is theirs."""
    own = [
        keeper for keeper, grant in KEEPER_GRANTS.items() if actor.holds(grant, actor.network_id)
    ]
    if {Keeper.NAMED, Keeper.PRIVACY} & set(own):
        return Q()
    return Q(keeper__in=own)


class FamilyVoiceQuerySet(models.QuerySet["FamilyVoice"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "FamilyVoiceQuerySet":
        """Who answers, never anybody who works where it is about or is shut out; the family's own link; the clock."""
        here = self.filter(network_id=actor.network_id)
        if actor.is_system:
            return here
        if actor.is_link:
            return here.filter(person_id=actor.about_id)
        works_at = Membership.objects.filter(user_id=actor.as_user, until=None)
        concerned = Q(organization_id__in=works_at.values("organization_id"))
        return here.filter(_may_read(actor), ~shuts_out(actor, "person_id")).exclude(concerned)

    def passed_to(self, actor: Actor) -> "FamilyVoiceQuerySet":
        """What the family let the organization concerned read, for whoever runs it or its team."""
        led = actor.where("manage_members", "supervise")
        return self.filter(network_id=actor.network_id, organization_id__in=led).exclude(
            passed_at=None
        )

    def open(self) -> "FamilyVoiceQuerySet":
        return self.filter(next_step_due__isnull=False)

    def counted(self) -> "FamilyVoiceQuerySet":
        return self.exclude(ended_how=VoiceEnd.TAKEN_BACK)


class FamilyVoice(AskedOnce, TenantModel, Owed):
    """Thanks, a complaint, or what would have made it easier. Without `person` nobody can tell who said it."""

    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in VoiceKind])
    theme = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Theme])
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="whom it is about; nobody: the network",
    )
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    words = SealedTextField()
    via = models.CharField(max_length=10)
    language = models.CharField(max_length=10, help_text="in which it is answered")
    said_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    is_danger = models.BooleanField(default=False)
    may_pass_on = models.BooleanField(default=False)
    case = models.CharField(max_length=10, blank=True, default="")
    keeper = models.CharField(
        max_length=10,
        blank=True,
        default="",
        choices=[(one.value, one.value) for one in Keeper],
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    heard_at = models.DateTimeField(null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    passed_words = SealedTextField(help_text="as the organization reads them, without who")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(
        max_length=10,
        blank=True,
        default="",
        choices=[(one.value, one.value) for one in VoiceEnd],
    )
    answer_words = SealedTextField(help_text="as the family reads them on its page")

    objects = FamilyVoiceQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # what is due now
            models.Index(
                fields=["network", "wake_at"],
                name="referrals_voice_wakes",
                condition=Q(wake_at__isnull=False),
            ),
            # what was said lately, and the sums of it
            models.Index(fields=["network", "-said_at"], name="referrals_voice_lately"),
            # what one family said
            models.Index(
                fields=["network", "person", "-said_at"],
                name="referrals_voice_of_person",
                condition=Q(person__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="referrals_voice_asked_once"
            ),
            models.CheckConstraint(
                name="voice_is_owed_or_answered",
                condition=Q(kind=VoiceKind.HINT, keeper="", ended_at=None) & _QUIET
                | ~Q(kind=VoiceKind.HINT) & ~Q(keeper="") & Q(ended_at=None, ended_how="") & _OWED
                | ~Q(kind=VoiceKind.HINT) & Q(ended_at__isnull=False) & ~Q(ended_how="") & _QUIET,
            ),
            models.CheckConstraint(
                name="voice_is_passed_on_only_when_allowed",
                condition=Q(passed_at=None) | Q(may_pass_on=True, organization__isnull=False),
            ),
            models.CheckConstraint(
                name="voice_without_a_name_leads_to_no_request",
                condition=Q(person__isnull=False) | Q(referral=None),
            ),
            models.CheckConstraint(
                name="voice_told_by_others_says_who_wrote_it",
                condition=Q(via="link", recorded_by=None)
                | ~Q(via="link") & Q(recorded_by__isnull=False),
            ),
        ]

    @property
    def number(self) -> str:
        """Short enough to be read out on the telephone; it tells nothing."""
        return self.pk.hex[-6:].upper()

    @property
    def is_anonymous(self) -> bool:
        return self.person_id is None

    @property
    def can_be_passed_on(self) -> bool:
        return self.may_pass_on and self.passed_at is None and self.organization_id is not None
