"""What is due now? One batch of referrals and one of needs, each read, decided and written in a few statements.

Two sweeps at once do no harm: rows that another one holds are passed over, and a row that was
dealt with is not due any more. A row that cannot be dealt with is put off for an hour and
reported, so that it stalls nobody else.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from core.actor import Actor
from core.calendar import OpenDays
from core.history import Fact, Subject, record_all
from core.ladders import Climb
from core.steps import Rise, Step, rise
from governance.in_force import STAFFED, Numbers, Values, numbers, with_staffed_hours
from organizations.models.network import Network, open_days_of
from referrals import followup
from referrals.lifecycle import LIVE, Mode, Status, Urgency, WaitingOn
from referrals.models.referral import Referral
from referrals.search.due import rows_of
from screening import followup as need_followup
from screening.actions.at_desk import TakeOver, take_over
from screening.followup import Then
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need

logger = logging.getLogger(__name__)
PUT_OFF = timedelta(hours=1)
SLOW_LOOK = (
    0.05  # seconds; a hundredth is usual, unless an old snapshot keeps dead rows in the index
)
BATCH = 200  # where nobody says how many; the worker's own pace does (`referrals.actions.pace`)

_DUE_REFERRALS = """
SELECT r.id, r.need_id, r.status, r.mode, r.reason, r.waiting_on, r.rung, r.next_step, r.next_step_due,
       r.urgency, r.sender_id, r.receiver_id, s.reports_back = 'never' AS never_chased
FROM referrals_referral AS r
JOIN screening_need AS n ON n.id = r.need_id
JOIN organizations_service AS s ON s.id = r.service_id
WHERE r.network_id = %s AND r.wake_at <= %s
ORDER BY r.wake_at, r.id LIMIT %s
FOR NO KEY UPDATE OF n, r SKIP LOCKED
"""
_DUE_NEEDS = """
SELECT n.id, n.status, n.next_step, n.next_step_due, n.rung, n.since, n.organization_id, n.is_at_desk,
       n.is_for_today,
       (n.is_sensitive OR p.contact_with_care OR p.contacting_prohibited OR p.died_at IS NOT NULL) AS only_in_person
FROM screening_need AS n
JOIN people_person AS p ON p.id = n.subject_id
WHERE n.network_id = %s AND n.wake_at <= %s
ORDER BY n.wake_at, n.id LIMIT %s
FOR NO KEY UPDATE OF n SKIP LOCKED
"""
_OWNERS_TURN = """
UPDATE screening_need AS n SET waiting_on = 'owner', next_step = late.step, next_step_due = late.due,
       wake_at = late.wake_at, rung = 0
FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::timestamptz[]) AS late (id, step, due, wake_at)
WHERE n.id = late.id AND n.status = 'being_helped' AND NOT n.is_at_desk
AND num_nonnulls(n.hand_over_due, n.mend_contact_due, n.reach_family_due, n.after_death_due) = 0
"""
_CLOSE_SILENT = """
UPDATE screening_need AS n SET status = 'unconfirmed', since = %s, closed_at = %s, said_by = 'system',
       recorded_by = 'system', via = 'system', version = version + 1,
       waiting_on = '', next_step = '', next_step_due = NULL, wake_at = NULL, rung = 0,
       hand_over_due = NULL, mend_contact_due = NULL, reach_family_due = NULL, after_death_due = NULL
WHERE n.id = ANY (%s) AND n.status = 'to_confirm' AND NOT EXISTS (
    SELECT FROM referrals_referral AS r WHERE r.need_id = n.id AND r.status = ANY (%s))
RETURNING n.id
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """What a batch is decided by: the patience in force, and on which days whom somebody works."""

    numbers: Numbers
    days: dict[UUID, OpenDays]
    network_id: UUID
    at: datetime
    requests: dict[UUID | None, followup.Patience] = field(default_factory=dict)
    needs: dict[UUID | None, need_followup.Patience] = field(default_factory=dict)

    @property
    def hours(self) -> OpenDays:
        """In which somebody in the network is there."""
        values: Values = self.numbers.for_all
        return with_staffed_hours(self.network_days, {key: values[key] for key in STAFFED})

    def of_requests(self, organization_id: UUID) -> followup.Patience:
        """With what is agreed with it, or tried there; the same for all others."""
        own = self._own(organization_id)
        if own not in self.requests:
            self.requests[own] = followup.Patience.of(self.numbers.of(own))
        return self.requests[own]

    def of_needs(self, organization_id: UUID | None) -> need_followup.Patience:
        """None: the desk's."""
        own = self._own(organization_id)
        if own not in self.needs:
            self.needs[own] = need_followup.Patience.of(self.numbers.of(own))
        return self.needs[own]

    def _own(self, organization_id: UUID | None) -> UUID | None:
        return organization_id if organization_id in self.numbers.there else None

    @property
    def network_days(self) -> OpenDays:
        return self.days[self.network_id]


@dataclass(frozen=True, slots=True)
class Late:
    """A partner or a family keeps silent: what the owner of the need owes as well."""

    need_id: UUID
    step: str
    due: datetime
    wake_at: datetime


class Dealt(NamedTuple):
    """One due row: how it rises, what happened (nothing for a need that only made sure), what changes."""

    rise: Rise
    fact: Fact | None = None
    late: Late | None = None
    to_desk: TakeOver | None = None
    is_silent: bool = False


def sweep(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """Deal with up to `limit` due referrals and needs of one network; the number dealt with."""
    wake_at = _next_wake(network_id)
    if wake_at is None or wake_at > at:
        return 0
    return sweep_referrals(network_id=network_id, at=at, limit=limit) + sweep_needs(
        network_id=network_id, at=at, limit=limit
    )


def _next_wake(network_id: UUID) -> datetime | None:
    """Of the first referral or need: all that an empty sweep costs, every few seconds."""
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_next_wake(%s)", [network_id])
        wake_at: datetime | None = cursor.fetchone()[0]
    taken = time.perf_counter() - begun
    if taken > SLOW_LOOK:
        logger.warning("Looking for what is due took %d ms; see operations.md", 1000 * taken)
    return wake_at


@transaction.atomic
def sweep_referrals(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    rows = rows_of(_DUE_REFERRALS, [network_id, at, limit])
    if not rows:
        return 0
    waits = _waits(network_id, {row[s] for row in rows for s in ("sender_id", "receiver_id")}, at)
    dealt = _deal(rows, lambda row: _climb_referral(row, waits), at)
    rise(Referral, [one.rise for one in dealt])
    taken_over = take_over([one.to_desk for one in dealt if one.to_desk], at=at)
    _tell_owners([one.late for one in dealt if one.late])
    _record(dealt, taken_over, network_id, at)
    return len(rows)


@transaction.atomic
def sweep_needs(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    rows = rows_of(_DUE_NEEDS, [network_id, at, limit])
    if not rows:
        return 0
    waits = _waits(network_id, {row["organization_id"] for row in rows}, at)
    dealt = _deal(rows, lambda row: _climb_need(row, waits), at)
    rise(Need, [one.rise for one in dealt])
    taken_over = take_over([one.to_desk for one in dealt if one.to_desk], at=at)
    closed = _close_silent([one.rise.row_id for one in dealt if one.is_silent], network_id, at)
    _record(dealt, [*taken_over, *closed], network_id, at)
    return len(rows)


def _waits(network_id: UUID, organization_ids: set[UUID], at: datetime) -> Waits:
    return Waits(numbers(network_id, "", at), open_days_of(organization_ids), network_id, at)


def _deal(
    rows: Iterable[dict[str, Any]], climb: Callable[[dict[str, Any]], Dealt], at: datetime
) -> list[Dealt]:
    """A row that raises is put off and reported; the others go on."""
    dealt = []
    for row in rows:
        try:
            dealt.append(climb(row))
        except Exception:
            logger.exception("A due row could not be dealt with", extra={"row": str(row["id"])})
            dealt.append(Dealt(Rise(row["id"], row["rung"], at + PUT_OFF)))
    return dealt


def _climb_referral(row: dict[str, Any], waits: Waits) -> Dealt:
    status = Status(row["status"])
    case = followup.situation(
        status,
        mode=Mode(row["mode"]),
        reason=row["reason"],
        never_chased=row["never_chased"],
        question=row["waiting_on"] == WaitingOn.SENDER
        and followup.asks_sender(status, row["reason"]),
        next_step=row["next_step"],
    )
    if not followup.LADDERS[case].rungs:  # its need's own sweep speaks
        return Dealt(Rise(row["id"], row["rung"], waits.at + timedelta(days=1)))
    today = row["urgency"] == Urgency.TODAY
    step = followup.WAITS.climb(
        case,
        row["rung"],
        waits.of_requests(_owing(row, case)),
        _clock(row, case, waits),
        due_at=row["next_step_due"],
        at=waits.at,
        today=today,
    )
    details = {"situation": case.value, "waiting_on": row["waiting_on"], "rung": step.rung}
    subject = Subject("referrals.referral", row["id"], waits.network_id)
    return Dealt(
        Rise(row["id"], step.rung, step.wake_at),
        Fact(step.taken.kind, subject, details=details),
        late=_late(row, step, waits, today=today),
        to_desk=_to_desk(row["need_id"], case, step, waits, today=today),
    )


def _clock(row: dict[str, Any], case: followup.Situation, waits: Waits) -> OpenDays:
    """As `stepping.owe` counts."""
    if followup.WAITS.counts_hours(case, today=row["urgency"] == Urgency.TODAY):
        return waits.hours
    return waits.days[_owing(row, case)]


def _owing(row: dict[str, Any], case: followup.Situation) -> UUID:
    owed_by_receiver = followup.LADDERS[case].owed_by == WaitingOn.RECEIVER
    organization_id: UUID = row["receiver_id" if owed_by_receiver else "sender_id"]
    return organization_id


def _late(row: dict[str, Any], step: Climb, waits: Waits, *, today: bool) -> Late | None:
    """The promised day stays in sight; a call to the family is a promise of its own."""
    owners = followup.OWNERS_STEP.get(step.taken.then, "")
    if owners == "call_family":
        case, days = need_followup.Situation.CALL_FAMILY, waits.days[row["sender_id"]]
        due = _due_of_need(case, waits, days, owner_id=row["sender_id"], today=today)
        return Late(row["need_id"], owners, due, due)
    if owners:
        due = row["next_step_due"]
        return Late(row["need_id"], owners, due, due + timedelta(days=1))
    return None


def _to_desk(
    need_id: UUID, case: str, step: Climb, waits: Waits, *, today: bool
) -> TakeOver | None:
    if step.taken.then != Then.DESK:
        return None
    desks = need_followup.Situation.AT_DESK
    return TakeOver(need_id, str(case), _due_of_need(desks, waits, waits.network_days, today=today))


def _due_of_need(
    case: need_followup.Situation,
    waits: Waits,
    days: OpenDays,
    *,
    owner_id: UUID | None = None,
    today: bool,
) -> datetime:
    """As `needs.owe` counts: from now on, in those open days or in the hours of what is needed today."""
    days = waits.hours if need_followup.WAITS.counts_hours(case, today=today) else days
    patience = waits.of_needs(owner_id)
    return need_followup.WAITS.due(case, patience, days, since=waits.at, today=today).due


def _climb_need(row: dict[str, Any], waits: Waits) -> Dealt:
    status = NeedStatus(row["status"])
    case = need_followup.situation(status, row["next_step"], is_at_desk=row["is_at_desk"])
    if not need_followup.LADDERS[case].rungs:  # its referral's own sweep speaks
        return Dealt(Rise(row["id"], row["rung"], waits.at + timedelta(days=1)))
    today = row["is_for_today"]
    step = need_followup.WAITS.climb(
        case,
        need_followup.rung_from(case, row["rung"], in_person=row["only_in_person"]),
        waits.of_needs(None if row["is_at_desk"] else row["organization_id"]),
        _clock_of_need(row, case, waits),
        due_at=row["next_step_due"],
        since=row["since"],
        at=waits.at,
        today=today,
    )
    details = {"rung": step.rung, "next_step": row["next_step"]}
    fact = Fact(
        step.taken.kind, Subject("screening.need", row["id"], waits.network_id), details=details
    )
    return Dealt(
        _rise(row["id"], step),
        fact,
        to_desk=_to_desk(row["id"], case, step, waits, today=today),
        is_silent=step.taken.then == Then.UNCONFIRMED,
    )


def _clock_of_need(row: dict[str, Any], case: need_followup.Situation, waits: Waits) -> OpenDays:
    if need_followup.WAITS.counts_hours(case, today=row["is_for_today"]):
        return waits.hours
    return waits.network_days if row["is_at_desk"] else waits.days[row["organization_id"]]


def _rise(need_id: UUID, step: Climb) -> Rise:
    """One rung up; the family's silence begins a step of the owner's."""
    if step.taken.then != Then.OWNER_CALLS:
        return Rise(need_id, step.rung, step.wake_at)
    call = Step("call_family", Turn.OWNER, step.wake_at, step.wake_at)
    return Rise(need_id, 0, step.wake_at, call)


def _tell_owners(late: list[Late]) -> None:
    """It is the owner's turn too: to nudge, to switch or to call."""
    if not late:
        return
    columns: list[list[object]] = [
        [one.need_id for one in late],
        [one.step for one in late],
        [one.due for one in late],
        [one.wake_at for one in late],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_OWNERS_TURN, columns)


def _close_silent(need_ids: list[UUID], network_id: UUID, at: datetime) -> list[Fact]:
    """All was tried and the family is silent: the one end that time alone brings, and never as met."""
    if not need_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE_SILENT, [at, at, need_ids, sorted(LIVE)])
        closed = [need_id for (need_id,) in cursor.fetchall()]
    details = {"status": NeedStatus.UNCONFIRMED.value}
    return [
        Fact(
            "need.closed", Subject("screening.need", need_id, network_id), "system", details=details
        )
        for need_id in closed
    ]


def _record(dealt: list[Dealt], more: list[Fact], network_id: UUID, at: datetime) -> None:
    facts = [one.fact for one in dealt if one.fact]
    record_all([*facts, *more], actor=Actor.system(network_id), at=at)


def networks() -> list[UUID]:
    """Every network, for the tasks that go through them one by one."""
    return list(Network.objects.values_list("pk", flat=True))
