"""What was written down last on a partner's word, by somebody else; and may the partner still say "not so"?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import history
from core.models import Event
from governance.in_force import in_force
from referrals.followup import Patience
from referrals.lifecycle import Speaker, Status
from referrals.models.referral import Referral
from screening.models.need import TOLD

IS_NO_WORD = frozenset({"referral.opened", "referral.referred_on", "referral.contest_answered"})
# Where a request stood before a step, by what the partner had said itself or not taken back.
STOOD = {
    "referral.accepted": Status.ACCEPTED,
    "referral.wait_listed": Status.ON_HOLD,
    "referral.started": Status.IN_PROGRESS,
    "referral.resumed": Status.IN_PROGRESS,
}


@dataclass(frozen=True, slots=True)
class ToldFor:
    """A step told by telephone or on paper, where the request stood before it, and until when it may be denied."""

    event_id: UUID
    kind: str
    before: Status
    until: datetime


def told_for(
    referral: Referral, events: Iterable[Event] | None = None, *, at: datetime
) -> ToldFor | None:
    """None when the partner has spoken itself since, or when its days to say "not so" are over.

    `events`: its history, newest first, where that was read already.
    """
    words = _words(history.of(referral.pk) if events is None else events)
    if not words or words[0].via not in TOLD:
        return None
    last = words[0]
    days = Patience.of(in_force(referral.network_id, "referral.", at)).not_so
    until = referral.receiver.open_days.after(last.happened_at, days)
    before = _stood(words, last.happened_at)
    return ToldFor(last.pk, last.kind, before, until) if at <= until else None


def stood_before_its_end(referral: Referral) -> Status:
    """Where a request stood, by the partner's own words, when it ended."""
    return _stood(_words(history.of(referral.pk)), referral.ended_at or referral.sent_at)


def _words(events: Iterable[Event]) -> list[Event]:
    """What the partner has said, newest first, by whomever it was written down."""
    return [
        event
        for event in events
        if event.said_by == Speaker.RECEIVER and event.kind not in IS_NO_WORD
    ]


def _stood(words: list[Event], moment: datetime) -> Status:
    """The newest step that moved it, before that moment, says where it stood."""
    moved = (STOOD[e.kind] for e in words if e.kind in STOOD and e.happened_at < moment)
    return next(moved, Status.REQUESTED)
