"""Telling people what happened: an event becomes messages, and each leaves once or says why not.

`announce` turns outbox rows into deliveries, in one transaction. `deliver` claims a delivery by a
lease, commits, sends outside any transaction, and marks it. A worker killed in between sends the
same Message-ID once more; a text that might be read twice is never repeated by itself.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from core.actor import Actor
from core.history import Fact, Subject, record_all
from core.models import Event, Outbox
from core.tenancy import tenant_context
from notifications.channels import email, text
from notifications.channels.outcomes import ChannelDown, NotNow, Refused, Unclear
from notifications.followup import LEASE, MOST_TRIES, try_again_at
from notifications.letters import Letter, letter
from notifications.models import Delivery
from notifications.recipients import Case, Planned, cases, merged, planned
from notifications.safety import Held
from organizations.models.network import Network
from people.lifecycle import ChannelState
from people.models.contact import ContactPoint

logger = logging.getLogger(__name__)
State = Delivery.State
CANNOT_BE_TOLD = timedelta(hours=1)
EVENTS = 200  # in one transaction
MESSAGES = 60  # of one network in one round: a full one makes nobody else wait long


# --- from events to messages ---------------------------------------------------------------------


def announce_everywhere(*, at: datetime) -> None:
    """Everything that waits, network by network; each batch is a transaction of its own."""
    for network_id in Network.objects.values_list("pk", flat=True):
        while announce(network_id=network_id, at=at, limit=EVENTS) == EVENTS:
            pass


def announce(*, network_id: UUID, at: datetime, limit: int) -> int:
    """Write the messages of up to `limit` events and take those off the outbox; how many."""
    with tenant_context(network_id):
        rows = list(_to_be_told(network_id, at)[:limit])
        ids = [row.event_id for row in rows]
        plans: list[Planned] = []
        failed: list[UUID] = []
        for case in cases(Event.objects.filter(pk__in=ids).order_by("pk")):
            reached = _plan(case, at)
            if reached is None:
                failed.append(case.event.pk)
            else:
                plans += reached
        _write(merged(plans))
        _take_off(ids, failed, at)
        return len(ids) - len(failed)


def _to_be_told(network_id: UUID, at: datetime) -> QuerySet[Outbox]:
    """What another relay holds is passed over."""
    due = Outbox.objects.filter(network_id=network_id, available_at__lte=at)
    return due.order_by("available_at", "event_id").select_for_update(skip_locked=True)


def _plan(case: Case, at: datetime) -> list[Planned] | None:
    """None when something is wrong with this one event: it must not silence the others."""
    try:
        with transaction.atomic():
            return planned(case, at=at)
    except Exception:
        logger.exception("An event could not be told", extra={"event": str(case.event.pk)})
        return None


def _write(plans: Sequence[Planned]) -> None:
    Delivery.objects.bulk_create(
        [
            Delivery(
                network_id=plan.case.network_id,
                key=plan.key,
                event_id=plan.case.event.pk,
                template=plan.template,
                about_id=plan.about_id,
                channel=plan.reader.channel,
                language=plan.reader.language,
                user_id=plan.reader.user_id,
                organization_id=plan.reader.organization_id,
                contact_point_id=plan.reader.contact_point_id,
                available_at=plan.available_at,
            )
            for plan in plans
        ],
        ignore_conflicts=True,
    )


def _take_off(ids: Sequence[UUID], failed: Sequence[UUID], at: datetime) -> None:
    Outbox.objects.filter(pk__in=set(ids) - set(failed)).delete()
    for row in Outbox.objects.filter(pk__in=failed):
        row.attempts += 1
        row.available_at = at + CANNOT_BE_TOLD
        row.save(update_fields=["attempts", "available_at"])


# --- from messages to people ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is ours until its lease ends; without a letter it has already ended."""

    delivery: Delivery
    letter: Letter | None


def deliver_everywhere(*, at: datetime) -> None:
    """One round of every network."""
    for network_id in Network.objects.values_list("pk", flat=True):
        deliver(network_id=network_id, at=at, limit=MESSAGES)


def deliver(*, network_id: UUID, at: datetime, limit: int) -> int:
    """Send up to `limit` messages that are due, one by one; how many were dealt with.

    A channel that is down is left alone until the next round, and the other one goes on.
    """
    dealt = 0
    down: set[str] = set()
    while dealt < limit and (claim := _claim(network_id, at, down)):
        dealt += 1
        if claim.letter and not _carry(claim.delivery, claim.letter, at):
            down.add(claim.delivery.channel)
    return dealt


def _claim(network_id: UUID, at: datetime, down: set[str]) -> Claim | None:
    """Take the next one and commit, before anything leaves: two workers never hold the same."""
    with tenant_context(network_id):
        delivery = _due(network_id, at).exclude(channel__in=down).first()
        if delivery is None:
            return None
        was_under_way = delivery.claimed_until is not None
        delivery.attempts += 1
        delivery.claimed_until = at + LEASE
        delivery.save(update_fields=["attempts", "claimed_until"])
        return Claim(delivery, _ready(delivery, at, was_under_way=was_under_way))


def _due(network_id: UUID, at: datetime) -> QuerySet[Delivery]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    due = Delivery.objects.filter(
        free, network_id=network_id, state=State.WAITING, available_at__lte=at
    )
    held = due.select_for_update(of=("self",), skip_locked=True, no_key=True)
    return held.select_related("user", "organization", "contact_point__person").order_by(
        "available_at", "id"
    )


def _ready(delivery: Delivery, at: datetime, *, was_under_way: bool) -> Letter | None:
    """The letter, if it may leave now; else the delivery ends here and says why."""
    if was_under_way and not _may_repeat(delivery):
        _end(delivery, State.UNKNOWN, "killed_while_sending", at)
    elif delivery.attempts > MOST_TRIES:
        _end(delivery, State.GAVE_UP, "tried_too_often", at)
    elif isinstance(ready := letter(delivery, at=at), Held):
        _end(delivery, State.HELD_BACK, ready, at)
    else:
        return ready
    return None


def _may_repeat(delivery: Delivery) -> bool:
    """Mail programs know a Message-ID again; of texts only some providers know the key."""
    provider = text.provider()
    return delivery.channel == Delivery.Channel.EMAIL or bool(provider and provider.remembers_keys)


def _carry(delivery: Delivery, ready: Letter, at: datetime) -> bool:
    """Send it, outside any transaction, and mark what became of it. False: the channel is down."""
    try:
        provider_id = _send(delivery, ready)
    except ChannelDown:
        _put_back(delivery, at, counts=False)
        return False
    except NotNow:
        _put_back(delivery, at, counts=True)
    except Refused as refusal:
        _finish(delivery, State.GAVE_UP, f"refused_{refusal}", at)
    except Unclear:
        if _may_repeat(delivery):
            _put_back(delivery, at, counts=True)
        else:
            _finish(delivery, State.UNKNOWN, "provider_did_not_say", at)
    else:
        _mark(delivery, state=State.SENT, sent_at=at, provider_id=provider_id, error="")
    return True


def _send(delivery: Delivery, ready: Letter) -> str:
    if delivery.channel == Delivery.Channel.EMAIL:
        return email.send(ready.message, to=ready.to)
    provider = text.provider()
    if provider is None:
        raise ChannelDown("no provider")
    return provider.send(ready.message, to=ready.to)


def _ours(delivery: Delivery) -> QuerySet[Delivery]:
    """The row, while our lease holds: a worker that slept too long overwrites nobody."""
    return Delivery.objects.filter(
        pk=delivery.pk, state=State.WAITING, claimed_until=delivery.claimed_until
    )


def _mark(delivery: Delivery, **fields: object) -> None:
    with tenant_context(delivery.network_id):
        _ours(delivery).update(claimed_until=None, **fields)


def _put_back(delivery: Delivery, at: datetime, *, counts: bool) -> None:
    again = try_again_at(delivery.key, delivery.attempts, at=at)
    attempts = delivery.attempts if counts else delivery.attempts - 1
    _mark(delivery, available_at=again, attempts=attempts)


def _finish(delivery: Delivery, state: State, why: str, at: datetime) -> None:
    with tenant_context(delivery.network_id):
        if _ours(delivery).select_for_update(no_key=True).exists():
            _end(delivery, state, why, at)


def _end(delivery: Delivery, state: State, why: str, at: datetime) -> None:
    """It will not leave by itself any more: the need's history says so, and its owner is told."""
    delivery.state, delivery.error, delivery.claimed_until = state, why, None
    delivery.save(update_fields=["state", "error", "claimed_until"])
    if state == State.GAVE_UP and delivery.contact_point_id:
        ContactPoint.objects.filter(pk=delivery.contact_point_id).update(state=ChannelState.BROKEN)
    event = Event.objects.filter(pk=delivery.event_id).first()
    if event:
        _report(delivery, event, at)


def _report(delivery: Delivery, event: Event, at: datetime) -> None:
    """A report that does not arrive is not reported again, nor one about somebody who has died."""
    tell = not event.kind.startswith("delivery.") and delivery.error != Held.DIED
    fact = Fact(
        f"delivery.{delivery.state}",
        Subject(event.subject_type, event.subject_id, delivery.network_id),
        tell=tell,
        details={
            "delivery": delivery.pk,
            "template": delivery.template,
            "channel": delivery.channel,
            "why": delivery.error,
            "contact_point": delivery.contact_point_id,
        },
    )
    record_all([fact], actor=Actor.system(delivery.network_id), at=at)
