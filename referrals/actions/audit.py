"""Is anything a dead end? The promises, counted over the whole database of one network.

Every number must be 0.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Each line counts what the constraints and triggers refuse, so that a restored backup or a
# disabled trigger cannot hide a family. `live_referral` is a view of the statuses that go on.
_LIVE = """
WITH live_referral AS (
    SELECT * FROM referrals_referral WHERE status IN ('requested', 'accepted', 'in-progress', 'on-hold')
)
"""
PROMISES: dict[Promise, str] = {
    _("open requests without a next step, a date and somebody who owes it"): """
        SELECT count(*) FROM live_referral WHERE network_id = %s
        AND (next_step = '' OR waiting_on = '' OR next_step_due IS NULL OR wake_at IS NULL)""",
    _("ended requests without a reason"): """
        SELECT count(*) FROM referrals_referral WHERE network_id = %s
        AND ended_at IS NOT NULL AND reason = ''""",
    _("open needs without a person or desk, a next step and a date"): """
        SELECT count(*) FROM screening_need WHERE network_id = %s AND closed_at IS NULL
        AND (next_step = '' OR waiting_on = '' OR next_step_due IS NULL OR wake_at IS NULL
             OR (responsible_id IS NULL AND NOT is_at_desk))""",
    _("closed needs that do not say on whose word"): """
        SELECT count(*) FROM screening_need WHERE network_id = %s AND closed_at IS NOT NULL
        AND (said_by = '' OR via = '')""",
    _("needs being helped by nobody"): """
        SELECT count(*) FROM screening_need AS n WHERE n.network_id = %s AND n.status = 'being_helped'
        AND NOT EXISTS (SELECT FROM live_referral AS r WHERE r.need_id = n.id)""",
    _("live requests of needs that nobody is helping with"): """
        SELECT count(*) FROM live_referral AS r JOIN screening_need AS n ON n.id = r.need_id
        WHERE r.network_id = %s AND n.status NOT IN ('being_helped', 'to_confirm', 'paused')""",
    _("needs that show another date than their most urgent request"): """
        SELECT count(*) FROM screening_need AS n
        WHERE n.network_id = %s AND n.status = 'being_helped' AND n.next_step <> 'call_family'
        AND n.next_step_due IS DISTINCT FROM (
            SELECT min(r.next_step_due) FROM live_referral AS r WHERE r.need_id = n.id)""",
    _("people owed a step whom the clock has passed over for a day"): """
        SELECT count(*) FROM screening_need
        WHERE network_id = %s AND wake_at < now() - interval '1 day'""",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise and how many rows break it."""

    promise: Promise
    broken: int


def audit(network_id: UUID) -> list[Finding]:
    """Count what breaks each promise in one network: eight queries, no lock."""
    with connection.cursor() as cursor:
        return [
            Finding(promise, _count(cursor, sql, network_id)) for promise, sql in PROMISES.items()
        ]


def _count(cursor: Any, sql: str, network_id: UUID) -> int:
    cursor.execute(_LIVE + sql, [network_id])
    count: int = cursor.fetchone()[0]
    return count
