"""One try at closing a need: one need, one organization's service."""

from datetime import date, datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.rows import IsOneOf
from core.sealed import SealedTextField
from core.steps import Owed
from organizations.models.directory import Location, Service
from organizations.models.network import Organization, TenantModel
from people.models.agreements import Consent
from people.models.person import Person, who_shuts_out
from referrals.lifecycle import (
    ENDED,
    HELPS,
    LIVE,
    OPEN,
    Mode,
    Status,
    Step,
    Urgency,
    possible_steps,
)
from screening.models.need import TOLD, Need

# From the few who shut somebody out to their needs: a list then reads no other need.
_ABOUT = "SELECT about.id FROM screening_need AS about WHERE about.subject_id IN ({})"
SHOWN_TO_RECEIVER = (Mode.DIRECT, Mode.WARM_HANDOFF, Mode.APPLICATION)


class Packet(TenantModel):
    """Several needs of one person sent to one organization in one go, answered line by line."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="packets", db_constraint=False
    )
    sender = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    receiver = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    sent_at = models.DateTimeField()


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "ReferralQuerySet":
        """The sender's side through the need; the receiver's side once it has been let go (undo is over)."""
        if actor.is_system:
            return self.filter(network_id=actor.network_id)
        needs = Need.objects.visible_to(actor, at=at)
        if actor.is_link:
            return self.filter(network_id=actor.network_id, need__in=needs)
        sent = Q(sender_id__in=actor.where("see_people"), need__in=needs)
        return self.filter(Q(network_id=actor.network_id) & (sent | _received(actor, at)))

    def received_by(self, actor: Actor, *, at: datetime) -> "ReferralQuerySet":
        return self.filter(Q(network_id=actor.network_id) & _received(actor, at))

    def open(self) -> "ReferralQuerySet":
        return self.filter(next_step_due__isnull=False)

    def live(self) -> "ReferralQuerySet":
        return self.filter(status__in=sorted(LIVE))


def _received(actor: Actor, at: datetime) -> Q:
    """Sent and let go, to people whom the person has not shut out by name."""
    arrived = Q(
        _reaches(actor),
        mode__in=SHOWN_TO_RECEIVER,
        released_at__lte=at,
    )
    begun = ~Q(status__in=[Status.DRAFT, Status.ENTERED_IN_ERROR])
    question, said = who_shuts_out(actor)
    about = IsOneOf(_ABOUT.format(question), "need_id", *said)
    return arrived & begun & ~Q(about)


def _reaches(actor: Actor) -> Q:
    """By account: all that came to where they work. By link: what it is about, and nothing delicate."""
    if not actor.is_partner_link:
        return Q(receiver_id__in=actor.where("work_referrals"))
    theirs = Q(receiver_id=actor.as_organization, need__is_sensitive=False)
    about = Q() if actor.about_id == actor.organization_id else Q(pk=actor.about_id)
    return theirs & about & Q(need__subject__contact_with_care=False)


class Referral(TenantModel, Owed):
    """`waiting_on` stands beside the status: a question before an answer keeps `requested`."""

    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="referrals", db_constraint=False
    )
    packet = models.ForeignKey(
        Packet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
        db_constraint=False,
        db_index=False,
    )
    sender = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="sent",
        db_constraint=False,
        db_index=False,
    )
    receiver = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="received",
        db_constraint=False,
        db_index=False,
    )
    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        related_name="referrals",
        db_constraint=False,
        db_index=False,
    )
    location = models.ForeignKey(
        Location,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    consent = models.ForeignKey(
        Consent,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
        db_constraint=False,
    )
    status = models.CharField(max_length=16, choices=[(s.value, s.value) for s in Status])
    mode = models.CharField(
        max_length=12, choices=[(m.value, m.value) for m in Mode], default=Mode.DIRECT
    )
    urgency = models.CharField(
        max_length=9, choices=[(u.value, u.value) for u in Urgency], default=Urgency.ROUTINE
    )
    needed_by = models.DateTimeField(null=True, blank=True)
    talk_at = models.DateTimeField(
        null=True, blank=True, help_text="a warm handoff: when all talk together"
    )
    talk_with = SealedTextField(help_text="a warm handoff: who talks, and how")
    shared_facts = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    note = SealedTextField(
        help_text="from the sender to the receiver, part of what the family agreed to"
    )
    reason = models.CharField(
        max_length=30,
        blank=True,
        default="",
        help_text="outcome of a completed one, reason of another",
    )
    reason_why = models.CharField(max_length=30, blank=True, default="")
    first_answer = models.CharField(max_length=12, blank=True, default="")
    place_in_line = models.PositiveIntegerField(null=True, blank=True)
    # of a wait list, when there may be a place; of an appointment, its day
    expected_on = models.DateField(null=True, blank=True)
    suggests = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="the service the receiver named instead",
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        db_constraint=False,
        db_index=False,
    )
    among = models.UUIDField(
        null=True, blank=True, help_text="asked among several, of whom the first yes is enough"
    )
    request_key = models.UUIDField(
        help_text="from the form or the API client: a second click finds the first referral"
    )
    sender_reference = models.CharField(max_length=60, blank=True, default="")
    receiver_reference = models.CharField(max_length=60, blank=True, default="")
    sent_at = models.DateTimeField()
    released_at = models.DateTimeField(
        help_text="20 seconds after sending: until then it can be undone"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    contested_at = models.DateTimeField(
        null=True, blank=True, help_text="the family says no after the partner said helped"
    )
    said_by = models.CharField(max_length=10)
    recorded_by = models.CharField(max_length=10)
    via = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # Requests: one receiver, whose turn, most urgent first; also the keyset of its pages
            models.Index(
                fields=["network", "receiver", "waiting_on", "next_step_due", "id"],
                name="referrals_referral_requests",
                condition=Q(next_step_due__isnull=False),
            ),
            # those among them that nobody chases: few, and counted beside each list of requests
            models.Index(
                fields=["network", "receiver", "-id"],
                name="referrals_referral_unchased",
                condition=Q(
                    next_step_due__isnull=False,
                    waiting_on="sender",
                    next_step="ask_family",
                    status=Status.REQUESTED.value,
                ),
            ),
            # Sent: what one organization has sent, newest first
            models.Index(
                fields=["network", "sender", "-sent_at", "-id"], name="referrals_referral_sent"
            ),
            # the sweep: what is due now
            models.Index(
                fields=["network", "wake_at", "id"],
                name="referrals_referral_wakes",
                condition=Q(wake_at__isnull=False),
            ),
            # ended lately, for the receiver's last tab
            models.Index(
                fields=["network", "receiver", "-ended_at"],
                name="referrals_referral_ended",
                condition=Q(ended_at__isnull=False),
            ),
            # few have one: an index of all would be written at each step of every referral
            models.Index(
                fields=["packet"],
                name="referrals_referral_packet",
                condition=Q(packet__isnull=False),
            ),
            models.Index(
                fields=["replaces"],
                name="referrals_referral_replaces",
                condition=Q(replaces__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "sender", "request_key"], name="referrals_sent_once"
            ),
            models.UniqueConstraint(
                fields=["network", "among"],
                name="referrals_one_yes_among_several",
                condition=Q(among__isnull=False)
                & (
                    Q(status__in=sorted(HELPS))
                    | (Q(status=Status.ON_HOLD) & ~Q(reason="wait_list"))
                ),
            ),
            # promise 1
            models.CheckConstraint(
                name="referral_open_is_followed_up",
                condition=~Q(status__in=sorted(OPEN))
                | (
                    Q(next_step_due__isnull=False)
                    & Q(wake_at__isnull=False)
                    & ~Q(next_step="")
                    & ~Q(waiting_on="")
                ),
            ),
            # promise 2, and nothing is owed any more
            models.CheckConstraint(
                name="referral_closed_has_reason",
                condition=~Q(status__in=sorted(ENDED))
                | (
                    ~Q(reason="")
                    & Q(ended_at__isnull=False)
                    & Q(next_step_due__isnull=True)
                    & Q(wake_at__isnull=True)
                    & Q(next_step="")
                    & Q(waiting_on="")
                ),
            ),
            # promise 10
            models.CheckConstraint(
                name="referral_word_has_a_source",
                condition=Q(said_by=models.F("recorded_by")) | Q(via__in=TOLD),
            ),
            models.CheckConstraint(
                name="referral_handoff_has_a_time",
                condition=~Q(mode=Mode.WARM_HANDOFF) | Q(talk_at__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_is_to_another",
                condition=~Q(sender=models.F("receiver")) | Q(mode=Mode.IN_HOUSE),
            ),
        ]

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_helping(self) -> bool:
        return self.status in HELPS

    @property
    def is_introduction(self) -> bool:
        return self.mode == Mode.INTRODUCTION

    @property
    def is_application(self) -> bool:
        return self.mode == Mode.APPLICATION

    @property
    def is_for_today(self) -> bool:
        return self.urgency == Urgency.TODAY

    @property
    def is_asked(self) -> bool:
        """Waiting for its first answer, or for the sender's reply to a question."""
        return self.status == Status.REQUESTED

    @property
    def has_question(self) -> bool:
        return self.next_step == "reply"

    @property
    def rests_for_family(self) -> bool:
        """The family asked to wait: whatever is asked here goes on from its day."""
        return self.next_step == "wait_for_family"

    @property
    def is_on_wait_list(self) -> bool:
        return self.status == Status.ON_HOLD and self.reason == "wait_list"

    @property
    def appointment_on(self) -> date | None:
        resting = self.status == Status.ON_HOLD and self.reason == "appointment_set"
        return self.expected_on if resting else None

    @property
    def is_contested(self) -> bool:
        return self.contested_at is not None

    @property
    def steps(self) -> tuple[Step, ...]:
        return possible_steps(Status(self.status))

    def can_be_undone(self, *, at: datetime) -> bool:
        return self.status == Status.REQUESTED and at < self.released_at
