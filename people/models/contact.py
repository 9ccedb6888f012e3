"""How can this person be reached safely?"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.models import AskedOnce
from core.sealed import SealedTextField
from organizations.models.network import TenantModel
from people.lifecycle import Channel, ChannelState, WishKind
from people.models.person import Person


class ContactPoint(AskedOnce, TenantModel):
    """One way to reach a person, whose it is, and whether it is safe and working.

    Nothing is ever sent to one that is not marked safe (promise 12).
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="contact_points", db_constraint=False
    )
    whose = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="when the phone belongs to somebody else",
    )
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    value = SealedTextField()
    is_safe = models.BooleanField(default=False)
    safe_when = SealedTextField(help_text="in the person's words: after 5 pm, never on Sunday")
    language = models.CharField(max_length=12, blank=True, default="")
    state = models.CharField(
        max_length=8,
        choices=[(s.value, s.value) for s in ChannelState],
        default=ChannelState.UNTRIED,
    )
    last_worked_at = models.DateTimeField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(default=1)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="people_contact_point_asked_once"
            ),
        ]

    @property
    def is_usable(self) -> bool:
        return self.is_safe and self.state != ChannelState.BROKEN and self.stopped_at is None


class MeetingPoint(TenantModel):
    """Where and when to find somebody who has no safe phone."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="meeting_points", db_constraint=False
    )
    place = SealedTextField()
    time = SealedTextField()
    words = SealedTextField()


class Wish(AskedOnce, TenantModel):
    """Three wishes, three records, three effects: stop messages, stop sharing, stop this help."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="wishes", db_constraint=False
    )
    kind = models.CharField(max_length=14, choices=[(k.value, k.value) for k in WishKind])
    about_id = models.UUIDField(
        null=True, help_text="the channel, organization or need it is about; empty: all"
    )
    said_by = models.CharField(max_length=20)
    recorded_by = models.CharField(max_length=20)
    via = models.CharField(max_length=10)
    said_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(
        null=True, help_text="a wish through a bare link is confirmed by a safe channel"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="people_wish_has_a_source", condition=~Q(said_by="") & ~Q(via="")
            ),
            models.UniqueConstraint(
                fields=["network", "request_key"], name="people_wish_asked_once"
            ),
        ]
