"""Whose day has come? Met needs to be looked at again, families who said "not now", agreements that will end,
screenings that somebody began.

Done every hour, and harmless when done twice: each day of each matter makes one step.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from core.actor import Actor
from core.calendar import OpenDays
from core.history import Fact, Subject, record_all
from core.steps import Rise, Step, rise
from governance.in_force import in_force
from organizations.models.network import Network, open_days_of
from referrals.followup import Patience as OfRequests
from referrals.lifecycle import LIVE
from referrals.search.due import rows_of
from screening import followup
from screening.followup import LADDERS, RESTS_WITH_FAMILY, Patience, Situation
from screening.lifecycle import LaterKind
from screening.models.later import Later
from screening.models.standing import QUIET_UNTIL

BATCH = 500
# Nothing new is shared under old words, so all that live on them are found in the first hours.
ALL_WERE_FOUND = timedelta(days=30)
SUBJECTS = {
    LaterKind.RECHECK: "screening.need",
    LaterKind.ASK_AGAIN: "screening.need",
    LaterKind.RENEWAL: "people.consent",
    LaterKind.OF_AGE: "people.consent",
    LaterKind.REWORDED: "people.consent",
    LaterKind.APPEAL: "screening.need",
    LaterKind.RECERTIFY: "screening.need",
    LaterKind.UNFINISHED: "screening.screening",
}
_DAY_HAS_COME = f"""
SELECT due.kind, due.need_id, due.consent_id, due.screening_id, due.person_id, due.organization_id, due.on_day FROM (
    SELECT 'recheck' AS kind, n.id AS need_id, NULL::uuid AS consent_id, NULL::uuid AS screening_id,
           n.subject_id AS person_id, n.organization_id, n.recheck_on AS on_day
    FROM screening_need AS n
    WHERE n.network_id = %(network)s AND n.status = 'met' AND n.recheck_on <= %(today)s
    UNION ALL
    SELECT 'ask_again', n.id, NULL, NULL, n.subject_id, n.organization_id, n.ask_again_on
    FROM screening_need AS n
    WHERE n.network_id = %(network)s AND n.status = 'help_declined' AND n.ask_again_on <= %(today)s
    UNION ALL
    SELECT 'renewal', NULL, c.id, NULL, c.person_id, p.custodian_id, (c.until AT TIME ZONE %(zone)s)::date
    FROM people_consent AS c JOIN people_person AS p ON p.id = c.person_id
    WHERE c.network_id = %(network)s AND c.withdrawn_at IS NULL AND c.until > %(at)s AND c.until <= %(ahead)s
    AND EXISTS (SELECT FROM referrals_referral AS r WHERE r.consent_id = c.id AND r.status = ANY (%(live)s))
    UNION
    SELECT 'of_age', NULL, c.id, NULL, c.person_id, p.custodian_id, c.of_age_in
    FROM people_consent AS c JOIN people_person AS p ON p.id = c.person_id
    WHERE c.network_id = %(network)s AND c.of_age_in <= %(of_age)s AND c.withdrawn_at IS NULL
    AND (c.until IS NULL OR c.until > %(at)s)
    AND EXISTS (SELECT FROM referrals_referral AS r WHERE r.consent_id = c.id AND r.status = ANY (%(live)s))
    UNION
    SELECT 'reworded', NULL, c.id, NULL, c.person_id, p.custodian_id, (t.begins_at AT TIME ZONE %(zone)s)::date
    FROM people_consenttext AS t JOIN people_consent AS c
        ON (c.network_id, c.language) = (t.network_id, t.language) AND c.text_version < t.version
    JOIN people_person AS p ON p.id = c.person_id
    WHERE t.network_id = %(network)s AND t.asks_anew AND t.begins_at <= %(at)s AND t.begins_at > %(reworded)s
    AND c.withdrawn_at IS NULL AND (c.until IS NULL OR c.until > %(at)s)
    AND EXISTS (SELECT FROM referrals_referral AS r WHERE r.consent_id = c.id AND r.status = ANY (%(live)s))
    UNION
    SELECT 'appeal', n.id, NULL, NULL, n.subject_id, n.organization_id, m.planned_on
    FROM referrals_milestone AS m JOIN referrals_referral AS r ON r.id = m.referral_id
    JOIN screening_need AS n ON n.id = r.need_id
    WHERE m.network_id = %(network)s AND m.kind = 'appeal_until' AND m.reached_on IS NULL
    AND m.planned_on <= %(appeals)s AND r.status = 'failed' AND n.next_step_due IS NOT NULL
    UNION
    SELECT 'recertify', n.id, NULL, NULL, n.subject_id, n.organization_id, m.planned_on
    FROM referrals_milestone AS m JOIN referrals_referral AS r ON r.id = m.referral_id
    JOIN screening_need AS n ON n.id = r.need_id
    WHERE m.network_id = %(network)s AND m.kind = 'recertification' AND m.reached_on IS NULL
    AND m.planned_on <= %(renewals)s AND r.status = 'completed'
    AND n.status IN ('to_confirm', 'met', 'unconfirmed')
    UNION
    SELECT 'unfinished', NULL, NULL, s.id, s.person_id, s.organization_id, (s.started_at AT TIME ZONE %(zone)s)::date
    FROM screening_screening AS s
    WHERE s.network_id = %(network)s AND s.finished_at IS NULL AND s.saved_at <= %(begun)s
    AND EXISTS (SELECT FROM screening_answer AS a WHERE a.screening_id = s.id)
) AS due
JOIN people_person AS p ON p.id = due.person_id
WHERE p.died_at IS NULL AND p.merged_into_id IS NULL AND NOT EXISTS (
    SELECT FROM screening_later AS made
    WHERE made.network_id = %(network)s AND made.kind = due.kind AND (
        made.on_day = due.on_day AND (made.need_id = due.need_id OR made.consent_id = due.consent_id)
        OR made.screening_id = due.screening_id AND made.done_at IS NULL))
AND NOT (due.kind = ANY (%(rests)s) AND EXISTS ({QUIET_UNTIL.format(person="due.person_id", today="%(today)s")}))
LIMIT %(limit)s
"""  # noqa: S608 all parts are written here and in `standing`
_DUE = f"""
SELECT id, kind, need_id, consent_id, screening_id, organization_id, rung, next_step_due,
       CASE WHEN kind = ANY (%(rests)s)
            THEN ({QUIET_UNTIL.format(person="screening_later.person_id", today="%(today)s")}) END AS quiet_until
FROM screening_later
WHERE network_id = %(network)s AND wake_at <= %(at)s ORDER BY wake_at, id LIMIT %(limit)s
FOR NO KEY UPDATE SKIP LOCKED
"""  # noqa: S608 as above


@transaction.atomic
def look_ahead(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """Make the steps whose day has come, and climb those that nobody took; how many of both."""
    network = Network.objects.select_for_update(no_key=True).get(pk=network_id)
    governed, today = in_force(network_id, "", at), network.open_days.local_date(at)
    patience, dates = Patience.of(governed), OfRequests.of(governed)
    said: dict[str, Any] = {
        "network": network_id,
        "at": at,
        "ahead": at + timedelta(days=patience.renewal_ahead_calendar),
        "of_age": today + timedelta(days=patience.of_age_ahead_calendar),
        "reworded": at - ALL_WERE_FOUND,
        "appeals": today + timedelta(days=dates.appeal_ahead_calendar),
        "renewals": today + timedelta(days=dates.recertification_ahead_calendar),
        "begun": at - timedelta(days=patience.unfinished_calendar),
        "today": today,
        "zone": network.time_zone,
        "live": sorted(LIVE),
        "rests": sorted(RESTS_WITH_FAMILY),
        "limit": limit,
    }
    new, due = rows_of(_DAY_HAS_COME, said), rows_of(_DUE, said)
    days = open_days_of({row["organization_id"] for row in [*new, *due]})
    facts = [
        *_make(new, network_id, patience, days, at),
        *_climb(due, network_id, patience, days, at),
    ]
    record_all(facts, actor=Actor.system(network_id), at=at)
    return len(new) + len(due)


def _make(
    rows: list[dict[str, Any]],
    network_id: UUID,
    patience: Patience,
    days: dict[UUID, OpenDays],
    at: datetime,
) -> list[Fact]:
    made = []
    for row in rows:
        case = Situation(row["kind"])
        due = followup.WAITS.due(case, patience, days[row["organization_id"]], since=at)
        later = Later(network_id=network_id, **row)
        ladder = LADDERS[case]
        later.owe(Step(ladder.next_step, ladder.owed_by, due.due, due.wake_at))
        made.append(later)
    Later.objects.bulk_create(made)
    return [_fact(row, network_id, LADDERS[row["kind"]].rungs[0].kind) for row in rows]


def _climb(
    rows: list[dict[str, Any]],
    network_id: UUID,
    patience: Patience,
    days: dict[UUID, OpenDays],
    at: datetime,
) -> list[Fact]:
    rises, facts = [], []
    for row in rows:
        here, due_at = days[row["organization_id"]], row["next_step_due"]
        if row["quiet_until"]:
            rises.append(_put_off(row, here, at))
            continue
        step = followup.WAITS.climb(
            row["kind"], row["rung"], patience, here, due_at=due_at, since=due_at, at=at
        )
        rises.append(Rise(row["id"], step.rung, step.wake_at))
        facts.append(_fact(row, network_id, step.taken.kind))
    rise(Later, rises)
    return facts


def _put_off(row: dict[str, Any], days: OpenDays, at: datetime) -> Rise:
    """They asked for quiet meanwhile: nobody hears anything, and on their day the ladder begins anew."""
    ladder, on = LADDERS[row["kind"]], followup.asked_again(row["quiet_until"], days, at=at)
    return Rise(row["id"], 0, on, Step(ladder.next_step, ladder.owed_by, on, on))


def _fact(row: dict[str, Any], network_id: UUID, kind: str) -> Fact:
    about = row["need_id"] or row["consent_id"] or row["screening_id"]
    return Fact(kind, Subject(SUBJECTS[LaterKind(row["kind"])], about, network_id))
