"""What can be done on a need now? Only what the tables and the rules allow, for this actor."""

from datetime import datetime
from typing import Any

from core import access
from core.actor import Actor
from organizations.views.sheet import ServiceSheet
from people.consent import agreed_partners
from referrals.actions.mending import is_mendable
from referrals.actions.nudge import reminded_lately
from referrals.followup import BY_TELEPHONE
from referrals.lifecycle import Step, WaitingOn
from referrals.models.referral import Referral
from referrals.search import need as one
from referrals.views import cards
from screening.models.need import Need

ALTERNATIVES = 3
CHOOSING = frozenset(
    {"choose_service", "choose_next", "review_gap", "nudge_or_switch", "hand_over", "desk_decides"}
)


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
    return {
        "may_send": access.can(actor, "referrals.send", need),
        "may_record_gap": need.wants_help and access.can(actor, "needs.record_gap", need),
        "may_hear_family": need.is_being_helped or need.is_to_confirm,
        "also_asked": cards.also_asked(tries, actor, at=at) if need.is_being_helped else [],
        **(_choice(need, tries, at) if _chooses(need, live, partner) else {}),
        "may_mend": _may_mend(actor, need, current, at),
        **(_with_partner(actor, live, at) if live else {}),
    }


def _chooses(need: Need, live: Referral | None, partner: ServiceSheet | None) -> bool:
    """The owner's turn to choose; or another may be quicker than a wait list, or a partner that is full."""
    if live is None or need.next_step in CHOOSING:
        return need.next_step in CHOOSING
    return live.is_on_wait_list or (live.is_asked and partner is not None and partner.is_full)


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
    """Up to three services that could be asked next, and to whom the family has said yes before."""
    opened = one.opened_for(need) if need.wants_help else None
    found = one.alternatives(need, tries, opened, at=at, most=ALTERNATIVES)
    agreed = agreed_partners(
        person=need.subject, topic=need.topic, is_sensitive=need.is_sensitive, at=at
    )
    return {"opened": opened, "choices": cards.alternatives_of(found, agreed)}
