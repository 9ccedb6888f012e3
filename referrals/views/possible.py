"""What can be done on a need now? Only what the tables and the rules allow, for this actor."""

from datetime import datetime
from typing import Any

from core import access
from core.actor import Actor
from organizations.views.sheet import ServiceSheet
from referrals.actions.application import dates_of
from referrals.actions.mending import is_mendable
from referrals.actions.nudge import reminded_lately
from referrals.followup import BY_TELEPHONE
from referrals.lifecycle import Step, WaitingOn
from referrals.models.referral import Referral
from referrals.search.alternatives import is_time_to_choose, ready_for
from referrals.views import cards
from screening.models.need import Need
from screening.words import WHY_WAIT_WORDS


def possible(
    actor: Actor,
    need: Need,
    current: Referral | None,
    tries: list[Referral],
    partner: ServiceSheet | None,
    *,
    at: datetime,
) -> dict[str, Any]:
    """For the next step's card and for “something else happened”."""
    live = current if current and current.is_live else None
    full = partner is not None and partner.is_full
    return {
        "may_wait": need.can_be_paused and not need.subject.is_dead,
        "waits_why": WHY_WAIT_WORDS.get(need.paused_why, ""),
        "may_send": access.can(actor, "referrals.send", need),
        "may_record_gap": need.wants_help and access.can(actor, "needs.record_gap", need),
        "may_hear_family": need.is_being_helped or need.is_to_confirm,
        "also_asked": cards.also_asked(tries, actor, at=at) if need.is_being_helped else [],
        **(_choice(need, tries, at) if is_time_to_choose(need, live, is_full=full) else {}),
        "may_say_dates": current is not None and bool(dates_of(current)),
        "may_mend": _may_mend(actor, need, current, at),
        **(_with_partner(actor, live, at) if live else {}),
    }


def _may_mend(actor: Actor, need: Need, current: Referral | None, at: datetime) -> bool:
    """The newest request was ended by a slip of ours, and the need can take it back."""
    if current is None or not (need.wants_help or need.is_to_confirm):
        return False
    return is_mendable(current, at=at) and access.can(actor, "referrals.mend", current)


def _with_partner(actor: Actor, live: Referral, at: datetime) -> dict[str, bool]:
    ours = access.can(actor, "referrals.cancel", live)
    owed_by_partner = live.waiting_on == WaitingOn.RECEIVER
    return {
        "may_tell": ours and not live.is_introduction,
        "may_call": ours and live.is_asked and live.next_step in BY_TELEPHONE,
        "may_take_back": ours and Step.CANCEL in live.steps,
        "may_nudge": ours and owed_by_partner and not reminded_lately(live, at=at),
        "may_undo": ours and live.can_be_undone(at=at),
    }


def _choice(need: Need, tries: list[Referral], at: datetime) -> dict[str, Any]:
    ready = ready_for(need, tries, at=at)
    return {"opened": ready.opened, "choices": ready.alternatives}
