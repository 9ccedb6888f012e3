"""Which needs does the coordination desk take over, and which may never come to it? One statement for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from core.history import Fact, Subject

LEFT = "left"  # nobody follows it any more: it waits at the desk until somebody takes it on

# What may come to a desk: nothing sensitive, nobody who is contacted with care, nobody in the care
# of a victim service; and there must be somebody at the desk. It comes without a name: only an
# agreement that names the desk shows one (`referrals.search.desk`).
MAY_COME = """
NOT n.is_sensitive AND NOT p.contact_with_care AND NOT p.contacting_prohibited AND p.died_at IS NULL
AND NOT EXISTS (SELECT FROM organizations_organization AS o WHERE o.id = n.organization_id AND o.is_victim_service)
AND EXISTS (
    SELECT FROM organizations_networkuserobjectpermission AS g
    JOIN auth_permission AS a ON a.id = g.permission_id AND a.codename = 'run_desk'
    JOIN accounts_user AS u ON u.id = g.user_id AND u.is_active
    WHERE g.content_object_id = n.network_id)
"""
_TAKE_OVER = f"""
UPDATE screening_need AS n SET is_at_desk = true, at_desk_since = %(at)s, at_desk_why = taken.why,
       waiting_on = 'desk', next_step = taken.step, next_step_due = taken.due, wake_at = taken.due, rung = 0
FROM unnest(%(ids)s::uuid[], %(whys)s::text[], %(steps)s::text[], %(dues)s::timestamptz[])
     AS taken (id, why, step, due), people_person AS p
WHERE n.id = taken.id AND p.id = n.subject_id AND n.next_step_due IS NOT NULL AND NOT n.is_at_desk AND {MAY_COME}
RETURNING n.id, n.network_id, n.at_desk_why
"""  # noqa: S608 both parts are written above


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A need that the desk is to take over, why (the situation in which nobody took the step), and by when."""

    need_id: UUID
    why: str
    due: datetime
    step: str = "desk_decides"


def take_over(wanted: Sequence[TakeOver], *, at: datetime) -> list[Fact]:
    """One statement for all; those that may not come to a desk stay where they are. Gives back the facts."""
    if not wanted:
        return []
    said: dict[str, Any] = {
        "ids": [one.need_id for one in wanted],
        "whys": [one.why for one in wanted],
        "steps": [one.step for one in wanted],
        "dues": [one.due for one in wanted],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_OVER, said)
        return [
            Fact("need.at_desk", Subject("screening.need", key, network_id), details={"why": why})
            for key, network_id, why in cursor.fetchall()
        ]
