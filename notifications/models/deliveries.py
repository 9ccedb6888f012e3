"""What was sent to whom, by which channel, and did it arrive?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from governance.models.disputes import Dispute
from notifications.models.programs import Webhook
from organizations.models.members import OrganizationUserObjectPermission
from organizations.models.network import Organization, TenantModel
from people.models.contact import ContactPoint
from people.models.safety import SafetyAlert

OF_ALERTS = ("look_right_away", "say_how_it_is", "nobody_looks", "somebody_looks")
OF_DISPUTES = ("dispute_waits",)
NOT_ARRIVED = ("gave_up", "unknown", "held_back")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "DeliveryQuerySet":
        """What was sent for an organization, for its admins; all of the network's, for desk and convener.

        It shows what became of a message, never the address of a family nor whom it was about; and of what is
        sealed not even that there was a message, but to whoever may see the thing itself.
        """
        alerts = SafetyAlert.objects.visible_to(actor, at=at)
        disputes = Dispute.objects.visible_to(actor, at=at)
        sealed = (Q(template__in=OF_ALERTS) & ~Q(about_id__in=alerts.values("pk"))) | (
            Q(template__in=OF_DISPUTES) & ~Q(about_id__in=disputes.values("pk"))
        )
        rows = self.filter(~sealed, network_id=actor.network_id)
        if actor.holds("run_desk", actor.network_id):
            return rows
        return rows.filter(kept_by__in=actor.where("manage_members") & {actor.as_organization})

    def for_sending(self) -> "DeliveryQuerySet":
        """With its reader, and whether anybody there signs in: one statement for a whole batch."""
        answering = OrganizationUserObjectPermission.objects.filter(
            content_object_id=models.OuterRef("organization_id"),
            permission__codename="work_referrals",
            user__is_active=True,
        )
        who = ("user", "organization__network", "contact_point__person", "webhook__organization")
        return self.select_related(*who).annotate(signs_in=models.Exists(answering))

    def not_arrived(self) -> "DeliveryQuerySet":
        return self.filter(state__in=NOT_ARRIVED)


class Delivery(TenantModel):
    """One message to one recipient by one channel. Claimed by a lease before it is sent.

    `key` is its idempotency key: the same event, recipient and channel give the same key, and
    Message-ID and the provider's key derive from it. A crash between sending and marking sends
    the same Message-ID once more; a text whose fate is unknown becomes a step for a person.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        GAVE_UP = "gave_up"
        UNKNOWN = "unknown"
        HELD_BACK = "held_back"  # the channel is not safe, not working, or the person has died

    class Channel(models.TextChoices):
        EMAIL = "email"
        TEXT = "text"
        WEBHOOK = "webhook"

    key = models.CharField(max_length=120)
    event_id = models.UUIDField()
    template = models.CharField(max_length=60)
    about_id = models.UUIDField(help_text="the need, referral or link it leads to")
    channel = models.CharField(max_length=7, choices=Channel.choices)
    language = models.CharField(max_length=12, default="en")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    contact_point = models.ForeignKey(
        ContactPoint,
        on_delete=models.SET_NULL,  # somebody took the number away: what waits is held back
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    webhook = models.ForeignKey(
        Webhook,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    kept_by = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="whose admins see what became of it; empty: desk and convener alone",
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    news = models.PositiveIntegerField(
        default=0, help_text="of the mail of the day: what happened beside the steps that it counts"
    )
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True, help_text="the provider's receipt said so")
    provider_id = models.CharField(max_length=120, blank=True, default="")
    error = models.CharField(
        max_length=60, blank=True, default="", help_text="a code, never the provider's text"
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "key"], name="notifications_sent_once"),
            models.CheckConstraint(
                name="delivery_has_one_recipient",
                condition=Q(user=None, organization=None, contact_point=None)
                | Q(user=None, organization=None, webhook=None)
                | Q(user=None, contact_point=None, webhook=None)
                | Q(organization=None, contact_point=None, webhook=None),
            ),
        ]
        indexes: ClassVar = [
            # the sender takes the oldest first
            models.Index(
                fields=["network", "available_at"],
                name="notifications_delivery_due",
                condition=Q(state="waiting"),
            ),
            # how often one family was written to lately
            models.Index(
                fields=["network", "about_id", "available_at"], name="notifications_delivery_about"
            ),
            # a receipt or a bounce names a message by the id under which it left
            models.Index(
                fields=["provider_id"],
                name="notifications_delivery_receipt",
                condition=~Q(provider_id=""),
            ),
            # the page of an organization's admins, newest first; and what did not arrive
            models.Index(fields=["network", "kept_by", "-id"], name="notifications_delivery_page"),
            models.Index(
                fields=["network", "kept_by", "-id"],
                name="notifications_delivery_failed",
                condition=Q(state__in=NOT_ARRIVED),
            ),
            # what one program was told; and whether a mailbox works
            models.Index(
                fields=["network", "webhook", "-id"],
                name="notifications_delivery_program",
                condition=Q(webhook__isnull=False),
            ),
            models.Index(
                fields=["network", "organization", "-id"],
                name="notifications_delivery_mailbox",
                condition=Q(organization__isnull=False),
            ),
        ]
