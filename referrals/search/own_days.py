"""Has this partner another time to answer than all others, by a paper that it signed or by a trial?"""

from governance.in_force import said_there
from governance.known import Decided
from referrals.followup import LADDERS, Situation
from referrals.lifecycle import Status, Urgency, WaitingOn
from referrals.models.referral import Referral

ANSWERS = f"referral.{LADDERS[Situation.REQUESTED].patience}"


def own_days(referral: Referral | None) -> Decided | None:
    """As it held when the request was sent: what was promised then stands. None: as for all partners."""
    if referral is None or not _is_asked(referral):
        return None
    return said_there(referral.network_id, ANSWERS, referral.sent_at, owed_by=referral.receiver_id)


def _is_asked(referral: Referral) -> bool:
    """By the days of all: what is needed today has its own hours."""
    waits = referral.status == Status.REQUESTED and referral.waiting_on == WaitingOn.RECEIVER
    return waits and referral.urgency != Urgency.TODAY
