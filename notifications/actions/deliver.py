"""Does each message leave once, or say why not? Claimed by a lease, sent outside any transaction, marked.

A worker killed in between sends the same Message-ID once more; a text that might be read twice is
never repeated by itself, so texts are claimed one by one.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.models import F, Q, QuerySet

from core.tenancy import tenant_context
from notifications.actions.ending import end
from notifications.actions.hearing import stop_number
from notifications.channels import email, text, webhook
from notifications.channels.message import Send
from notifications.channels.outcomes import ChannelDown, NotNow, Refused, Stopped, Unclear
from notifications.followup import LEASE, MOST_TRIES, try_again_at
from notifications.letters import Letter, letter
from notifications.models.deliveries import Delivery, DeliveryQuerySet
from notifications.models.programs import Webhook
from notifications.recipients.leaving import kept_back
from notifications.safety import Held
from organizations.models.network import Network

logger = logging.getLogger(__name__)
State = Delivery.State
Channel = Delivery.Channel
PEOPLE = (Channel.EMAIL, Channel.TEXT)
PROGRAMS = (Channel.WEBHOOK,)  # a slow one must keep nobody's mail waiting
MESSAGES = 200  # of one network in one round: a full one makes nobody else wait long
AT_A_TIME = {Channel.EMAIL: 50, Channel.TEXT: 1, Channel.WEBHOOK: 10}
LONGEST = 50.0  # seconds: well within CELERY_TASK_TIME_LIMIT and the lease
MARK_EVERY = 0.5  # seconds of sending that a killed worker may repeat
CANNOT_BE_WRITTEN = timedelta(hours=1)
_MARK = """
UPDATE notifications_delivery AS kept
SET state = 'sent', sent_at = %s, provider_id = left_as.name, error = '', claimed_until = NULL
FROM unnest(%s::uuid[], %s::text[]) AS left_as (id, name)
WHERE kept.id = left_as.id AND kept.network_id = %s AND kept.state = 'waiting' AND kept.claimed_until = %s
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is ours until its lease ends, and what it says."""

    delivery: Delivery
    letter: Letter


@dataclass(slots=True)
class Round:
    """One network's turn: what is down is left alone until the next."""

    network_id: UUID
    at: datetime
    dealt: int = 0
    deaf: set[UUID] = field(default_factory=set)  # programs that did not answer just now
    sent: list[tuple[Delivery, str]] = field(default_factory=list)
    marked_at: float = field(default_factory=time.monotonic)


def deliver_everywhere(*, at: datetime, channels: Iterable[Channel] = (*PEOPLE, *PROGRAMS)) -> None:
    """Rounds of every network, until nobody has a full one or the time is up: the next tick goes on."""
    ends = time.monotonic() + LONGEST
    busy = list(Network.objects.values_list("pk", flat=True))
    while busy and time.monotonic() < ends:
        busy = [one for one in busy if _has_more(one, at, channels)]


def _has_more(network_id: UUID, at: datetime, channels: Iterable[Channel]) -> bool:
    return deliver(network_id=network_id, at=at, limit=MESSAGES, channels=channels) == MESSAGES


def deliver(
    *,
    network_id: UUID,
    at: datetime,
    limit: int,
    channels: Iterable[Channel] = (*PEOPLE, *PROGRAMS),
) -> int:
    """Send up to `limit` messages that are due; how many were dealt with."""
    now = Round(network_id, at)
    for channel in channels:
        _deliver_by(now, channel, limit)
    return now.dealt


def _deliver_by(now: Round, channel: Channel, limit: int) -> None:
    with _way(channel) as send:
        is_up = True
        while is_up and now.dealt < limit:
            claims, seen = _claim(now, channel, min(AT_A_TIME[channel], limit - now.dealt))
            if not seen:
                return
            now.dealt += seen - len(claims)  # the others have ended
            is_up = _carry_all(now, claims, send)


@contextmanager
def _way(channel: Channel) -> Iterator[Send]:
    """How messages of one channel leave; one connection serves all mails of a round."""
    if channel == Channel.EMAIL:
        with email.connected() as send:
            yield send
    else:
        yield text.send if channel == Channel.TEXT else webhook.send


# --- taking them ---------------------------------------------------------------------------------


def _claim(now: Round, channel: Channel, limit: int) -> tuple[list[Claim], int]:
    """Take the next ones and commit, before anything leaves: two workers never hold the same."""
    with tenant_context(now.network_id):
        due = list(_due(now, channel)[:limit])
        kept = kept_back(due, at=now.at)
        found = [(one, _ready(one, now.at, is_kept=one.pk in kept)) for one in due]
        claims = [Claim(delivery, ready) for delivery, ready in found if ready]
        until = now.at + LEASE
        for claim in claims:
            claim.delivery.attempts += 1
            claim.delivery.claimed_until = until
        ours = Delivery.objects.filter(pk__in=[claim.delivery.pk for claim in claims])
        ours.update(attempts=F("attempts") + 1, claimed_until=until)
        return claims, len(due)


def _due(now: Round, channel: Channel) -> DeliveryQuerySet:
    free = Q(claimed_until=None) | Q(claimed_until__lte=now.at)
    due = Delivery.objects.filter(
        free, network_id=now.network_id, state=State.WAITING, available_at__lte=now.at,
        channel=channel,
    ).exclude(webhook__in=now.deaf)  # fmt: skip
    held = due.select_for_update(of=("self",), skip_locked=True, no_key=True)
    return held.for_sending().order_by("available_at", "id")


def _ready(delivery: Delivery, at: datetime, *, is_kept: bool) -> Letter | None:
    """The letter, if it may leave now; else the delivery ends here and says why."""
    if delivery.claimed_until is not None and not _may_repeat(delivery):
        end(delivery, State.UNKNOWN, "killed_while_sending", at)
    elif delivery.attempts >= MOST_TRIES:
        end(delivery, State.GAVE_UP, "tried_too_often", at)
    elif is_kept:
        end(delivery, State.HELD_BACK, Held.NOTHING_LEFT, at)
    elif isinstance(ready := _written(delivery, at), Held):
        end(delivery, State.HELD_BACK, ready, at)
    else:
        return ready
    return None


def _written(delivery: Delivery, at: datetime) -> Letter | Held | None:
    """None when something is wrong with this one: it waits, and must not stop the others."""
    try:
        return letter(delivery, at=at)
    except (
        DatabaseError
    ):  # wrong with the database, not with this message: the next round tries again
        raise
    except Exception:
        logger.exception("A message could not be written", extra={"delivery": str(delivery.pk)})
        delivery.attempts += 1
        delivery.available_at = at + CANNOT_BE_WRITTEN
        delivery.save(update_fields=["attempts", "available_at"])
        return None


def _may_repeat(delivery: Delivery) -> bool:
    """Mail programs know a Message-ID again, programs an event; of texts only some providers a key."""
    provider = text.provider()
    return delivery.channel != Channel.TEXT or bool(provider and provider.remembers_keys)


# --- sending them --------------------------------------------------------------------------------


def _carry_all(now: Round, claims: Sequence[Claim], send: Send) -> bool:
    """Each in its turn; False when the whole channel is down, and what is left goes back untouched."""
    for number, claim in enumerate(claims):
        if claim.delivery.webhook_id in now.deaf:
            _release([claim])
        elif not _carry(now, claim, send):
            _release(claims[number + 1 :])
            _mark_sent(now)
            return False
        if time.monotonic() - now.marked_at > MARK_EVERY:
            _mark_sent(now)
    _mark_sent(now)
    return True


def _carry(now: Round, claim: Claim, send: Send) -> bool:
    """Send it, outside any transaction, and note what became of it. False: the channel is down."""
    now.dealt += 1
    delivery = claim.delivery
    try:
        provider_id = send(claim.letter.message, to=claim.letter.to)
    except ChannelDown:
        _put_back(delivery, now.at, counts=False)
        return False
    except NotNow:
        _not_now(now, delivery)
    except Stopped as refusal:
        _stopped(now, claim, str(refusal))
    except Refused as refusal:
        _finish(delivery, State.GAVE_UP, f"refused_{refusal}", now.at)
    except Unclear:
        if _may_repeat(delivery):
            _not_now(now, delivery)
        else:
            _finish(delivery, State.UNKNOWN, "provider_did_not_say", now.at)
    else:
        now.sent.append((delivery, provider_id))
    return True


def _stopped(now: Round, claim: Claim, code: str) -> None:
    """A family's STOP is a wish, not a broken number. An organization's telephone is one that takes no texts."""
    if claim.delivery.contact_point_id is None:
        _finish(claim.delivery, State.GAVE_UP, f"refused_{code}", now.at)
        return
    stop_number(claim.letter.to, at=now.at)
    _finish(claim.delivery, State.HELD_BACK, Held.STOPPED, now.at)


def _not_now(now: Round, delivery: Delivery) -> None:
    if delivery.webhook_id:
        now.deaf.add(delivery.webhook_id)
    _put_back(delivery, now.at, counts=True)


# --- what became of them -------------------------------------------------------------------------


def _ours(delivery: Delivery) -> QuerySet[Delivery]:
    """The row, while our lease holds: a worker that slept too long overwrites nobody."""
    return Delivery.objects.filter(
        pk=delivery.pk, state=State.WAITING, claimed_until=delivery.claimed_until
    )


def _mark_sent(now: Round) -> None:
    """All that left since the last mark, in one statement."""
    if now.sent:
        ids, names = zip(*((delivery.pk, name) for delivery, name in now.sent), strict=True)
        until = now.sent[0][0].claimed_until
        with tenant_context(now.network_id), connection.cursor() as cursor:
            cursor.execute(_MARK, [now.at, list(ids), list(names), now.network_id, until])
            answering = [d.webhook_id for d, _name in now.sent if d.webhook_id]
            if answering:
                Webhook.objects.filter(pk__in=answering).update(failing_since=None)
    now.sent, now.marked_at = [], time.monotonic()


def _put_back(delivery: Delivery, at: datetime, *, counts: bool) -> None:
    again = try_again_at(delivery.key, delivery.attempts, at=at)
    attempts = delivery.attempts if counts else delivery.attempts - 1
    with tenant_context(delivery.network_id):
        _ours(delivery).update(claimed_until=None, available_at=again, attempts=attempts)


def _release(claims: Sequence[Claim]) -> None:
    """Never tried: it waits as if nobody had taken it."""
    for claim in claims:
        with tenant_context(claim.delivery.network_id):
            _ours(claim.delivery).update(claimed_until=None, attempts=F("attempts") - 1)


def _finish(delivery: Delivery, state: State, why: str, at: datetime) -> None:
    with tenant_context(delivery.network_id):
        if _ours(delivery).select_for_update(no_key=True).exists():
            end(delivery, state, why, at)
