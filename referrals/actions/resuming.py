"""What does a need owe again when a step of its owner's own is over: a search, an offer, the desk?"""

from datetime import datetime

from referrals.actions.stepping import lock_referrals, mirror
from referrals.lifecycle import LIVE
from screening.actions import needs
from screening.followup import Situation
from screening.lifecycle import NeedStatus
from screening.models.need import Need


def resume(need: Need, at: datetime) -> None:
    """A locked need owes what its most urgent live request owes, or what its place asks for (saved)."""
    tries = lock_referrals(need)
    live = tries.filter(status__in=sorted(LIVE)) if need.is_being_helped else tries.none()
    urgent = live.order_by("next_step_due", "id").first()
    if urgent is not None:
        mirror(need, urgent)
        return
    needs.owe(need, _owed_again(need, tried=need.wants_help and tries.exists()), at=at)
    need.save(update_fields=[*Need.OWED_FIELDS])


def _owed_again(need: Need, *, tried: bool) -> str:
    """A family that kept silent is not asked all over again."""
    if need.is_to_confirm:
        return Situation.CALL_FAMILY
    return Situation.CHOOSE_NEXT if tried else Situation(NeedStatus(need.status))
