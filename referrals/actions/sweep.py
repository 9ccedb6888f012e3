"""What is due now? One batch of referrals and one of needs, each read, decided and written in a few statements.

Two sweeps at once do no harm: rows that another one holds are passed over, and a row that was
dealt with is not due any more. A row that cannot be dealt with is put off for an hour and
reported, so that it stalls nobody else.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from core.actor import Actor
from core.calendar import OpenDays
from core.history import Fact, Subject, record_all
from core.steps import Rise, Step, rise
from governance.in_force import in_force
from organizations.models.network import Network, Organization
from referrals import followup
from referrals.lifecycle import Mode, Status, WaitingOn
from referrals.models.referral import Referral
from screening import followup as need_followup
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need

logger = logging.getLogger(__name__)
PUT_OFF = timedelta(hours=1)
BATCH = 500

_DUE_REFERRALS = """
SELECT r.id, r.need_id, r.status, r.mode, r.reason, r.waiting_on, r.rung, r.next_step_due,
       r.sender_id, r.receiver_id, s.reports_back = 'never' AS never_chased
FROM referrals_referral AS r
JOIN screening_need AS n ON n.id = r.need_id
JOIN organizations_service AS s ON s.id = r.service_id
WHERE r.network_id = %s AND r.wake_at <= %s
ORDER BY r.wake_at, r.id LIMIT %s
FOR NO KEY UPDATE OF n, r SKIP LOCKED
"""
_DUE_NEEDS = """
SELECT n.id, n.status, n.next_step, n.rung, n.since, n.organization_id,
       (n.is_sensitive OR p.contact_with_care OR p.contacting_prohibited OR p.died_at IS NOT NULL) AS only_in_person
FROM screening_need AS n
JOIN people_person AS p ON p.id = n.subject_id
WHERE n.network_id = %s AND n.wake_at <= %s
ORDER BY n.wake_at, n.id LIMIT %s
FOR NO KEY UPDATE OF n SKIP LOCKED
"""
_LATE_PARTNER = """
UPDATE screening_need AS n SET waiting_on = %s, next_step = 'nudge_or_switch', next_step_due = late.due,
       wake_at = late.due + interval '1 day'
FROM unnest(%s::uuid[], %s::timestamptz[]) AS late (id, due)
WHERE n.id = late.id AND n.status = 'being_helped'
"""


@dataclass(frozen=True, slots=True)
class Dealt:
    """One due row: how it rises, and what happened (nothing for a need that only made sure)."""

    rise: Rise
    fact: Fact | None = None
    tells_sender: bool = False


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
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_next_wake(%s)", [network_id])
        wake_at: datetime | None = cursor.fetchone()[0]
        return wake_at


@transaction.atomic
def sweep_referrals(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    rows = _rows(_DUE_REFERRALS, network_id, at, limit)
    if not rows:
        return 0
    waits = followup.Patience.of(in_force(network_id, "referral.", at))
    days = _open_days({row[side] for row in rows for side in ("sender_id", "receiver_id")})
    dealt = _deal(rows, lambda row: _climb_referral(row, network_id, waits, days, at), at)
    rise(Referral, [one.rise for one in dealt])
    _tell_owners(
        [
            (row["need_id"], row["next_step_due"])
            for row, one in zip(rows, dealt, strict=True)
            if one.tells_sender
        ]
    )
    _record(dealt, network_id, at)
    return len(rows)


@transaction.atomic
def sweep_needs(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    rows = _rows(_DUE_NEEDS, network_id, at, limit)
    if not rows:
        return 0
    waits = need_followup.Patience.of(in_force(network_id, "need.", at))
    days = _open_days({row["organization_id"] for row in rows})
    dealt = _deal(rows, lambda row: _climb_need(row, network_id, waits, days, at), at)
    rise(Need, [one.rise for one in dealt])
    _record(dealt, network_id, at)
    return len(rows)


def _rows(sql: str, network_id: UUID, at: datetime, limit: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [network_id, at, limit])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _open_days(organization_ids: set[UUID]) -> dict[UUID, OpenDays]:
    known = Organization.objects.filter(pk__in=organization_ids).select_related("network")
    organizations = known.only("time_zone", "open_weekdays", "network__time_zone", "network__state")
    return {organization.pk: organization.open_days for organization in organizations}


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


def _climb_referral(
    row: dict[str, Any],
    network_id: UUID,
    waits: followup.Patience,
    days: dict[UUID, OpenDays],
    at: datetime,
) -> Dealt:
    case = followup.situation(
        Status(row["status"]),
        mode=Mode(row["mode"]),
        reason=row["reason"],
        never_chased=row["never_chased"],
        question=row["waiting_on"] == WaitingOn.SENDER
        and followup.asks_sender(Status(row["status"]), row["reason"]),
    )
    owing = (
        row["receiver_id"]
        if followup.OWED[case].waiting_on is WaitingOn.RECEIVER
        else row["sender_id"]
    )
    step = followup.climb(case, row["rung"], waits, days[owing], due_at=row["next_step_due"], at=at)
    rung = row["rung"] + 1
    details = {"situation": case.value, "waiting_on": row["waiting_on"], "rung": rung}
    fact = Fact(step.kind, Subject("referrals.referral", row["id"], network_id), details=details)
    late = step.tells_sender and row["waiting_on"] != WaitingOn.SENDER
    return Dealt(Rise(row["id"], rung, step.wake_at), fact, tells_sender=late)


def _climb_need(
    row: dict[str, Any],
    network_id: UUID,
    waits: need_followup.Patience,
    days: dict[UUID, OpenDays],
    at: datetime,
) -> Dealt:
    if row["status"] == NeedStatus.BEING_HELPED and row["next_step"] != "call_family":
        return Dealt(
            Rise(row["id"], row["rung"], at + timedelta(days=1))
        )  # its referral's own sweep speaks
    open_days = days[row["organization_id"]]
    asking = row["status"] == NeedStatus.TO_CONFIRM and row["next_step"] == "ask_family"
    case = NeedStatus.TO_CONFIRM if asking else row["next_step"]
    rung = len(need_followup.ASKS) if asking and row["only_in_person"] else row["rung"]
    step = need_followup.climb(case, rung, waits, open_days, since=row["since"], at=at)
    owes = Step(step.then, Turn.OWNER, step.wake_at, step.wake_at) if step.then else None
    details = {"rung": row["rung"] + 1, "next_step": row["next_step"]}
    fact = Fact(step.kind, Subject("screening.need", row["id"], network_id), details=details)
    return Dealt(Rise(row["id"], 0 if owes else row["rung"] + 1, step.wake_at, owes), fact)


def _tell_owners(late: list[tuple[UUID, datetime]]) -> None:
    """The partner is late: it is the owner's turn too, to nudge or to switch."""
    if not late:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _LATE_PARTNER, [Turn.OWNER, [need for need, _ in late], [due for _, due in late]]
        )


def _record(dealt: list[Dealt], network_id: UUID, at: datetime) -> None:
    facts = [one.fact for one in dealt if one.fact]
    record_all(facts, actor=Actor.system(network_id), at=at)


def networks() -> list[UUID]:
    """Every network, for the tasks that go through them one by one."""
    return list(Network.objects.values_list("pk", flat=True))
