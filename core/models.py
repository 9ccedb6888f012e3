"""What happened (Event), who must still be told (Outbox), and small tables that keep the machine honest."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import connection, models
from django.db.models import Q

from core.ids import uuid7

ONE_PRESS_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('form:' || %s::uuid, 0))"


class AskedOnce(models.Model):
    """A row that a form makes: however often its button is pressed, there is one.

    Each brings its own unique constraint on network and `request_key`.
    """

    request_key = models.UUIDField(
        null=True, editable=False, help_text="from the form: a second click finds the first row"
    )

    class Meta:
        abstract = True

    @classmethod
    def asked_before(cls, network_id: UUID | None, key: UUID | None) -> Self | None:
        """What this very form has made already. Of two presses at one moment the second waits, and finds it."""
        if key is None:
            return None
        with connection.cursor() as cursor:
            cursor.execute(ONE_PRESS_AT_A_TIME, [key])
        return cls._default_manager.filter(network_id=network_id, request_key=key).first()


class Event(models.Model):
    """One fact about one subject, written once by `core.history.record` and never changed.

    The table is range-partitioned by its UUIDv7 (migration 0002). It holds ids and codes, never
    personal data. Network, actor and organization are plain ids: `core` knows no domain noun,
    and a foreign key would forbid moving old months away.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network_id = models.UUIDField()
    kind = models.TextField(help_text="dotted, past tense: referral.accepted")
    subject_type = models.TextField()
    subject_id = models.UUIDField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    acting_for = models.UUIDField(null=True)
    said_by = models.TextField(default="")
    via = models.TextField(default="system")
    happened_at = models.DateTimeField()
    details = models.JSONField(default=dict)
    request_id = models.TextField(default="")
    policy_version = models.IntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            # the history on a need or referral
            models.Index(fields=["subject_id", "id"], name="core_event_subject"),
        ]

    def __str__(self) -> str:
        return f"event {self.pk}"


class Outbox(models.Model):
    """An event somebody must still be told about. Claimed by a lease, deleted when told."""

    event_id = models.UUIDField(primary_key=True)
    network_id = models.UUIDField()
    available_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            # the relay takes the oldest first
            models.Index(fields=["network_id", "available_at"], name="core_outbox_due"),
        ]

    def __str__(self) -> str:
        return f"outbox {self.pk}"


class Heartbeat(models.Model):
    """When a part of the machine was last alive (`/readyz` reads it)."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"heartbeat {self.pk}"


class KeyProof(models.Model):
    """A proof of each secret key: a wrong or lost key stops the start, not the first read."""

    name = models.TextField(primary_key=True)
    proof = models.TextField()

    def __str__(self) -> str:
        return f"key {self.pk}"


class DataKey(models.Model):
    """The key under which one network's words are sealed, wrapped by a master key (`core.keys`).

    Behind the network's wall. The app may read and add; only the owner wraps anew or destroys.
    """

    class State(models.TextChoices):
        SEALS = "seals"
        OPENS = "opens"
        DESTROYED = "destroyed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network_id = models.UUIDField()
    generation = models.PositiveSmallIntegerField(help_text="1 is the first")
    state = models.CharField(max_length=9, choices=State.choices, default=State.SEALS)
    wrapped = models.BinaryField(null=True)
    wrapped_by = models.TextField(help_text="the name of the master key")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network_id", "generation"], name="data_key_once"),
            models.UniqueConstraint(
                fields=["network_id"], condition=Q(state="seals"), name="data_key_seals_alone"
            ),
            models.CheckConstraint(
                condition=Q(state="destroyed", wrapped=None)
                | Q(state__in=["seals", "opens"], wrapped__isnull=False),
                name="data_key_destroyed_is_gone",
            ),
            models.CheckConstraint(
                condition=Q(state="seals", ended_at=None)
                | (~Q(state="seals") & Q(ended_at__isnull=False)),
                name="data_key_ended_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"data key {self.pk}"
