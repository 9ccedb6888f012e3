"""Where does a request stand, in the words of the partner who received it or of the family?"""

from datetime import datetime

from referrals import followup
from referrals.followup import Situation
from referrals.lifecycle import Mode, Status, WaitingOn
from referrals.models.referral import Referral
from referrals.search.today import day_begins
from referrals.words import STATUS_WORDS, Words
from screening.words import Standing

# Whose turn an open request is, in colour. The table of words is toned for the clinic.
TONES = {
    WaitingOn.RECEIVER: "you",
    WaitingOn.SENDER: "partner",
    WaitingOn.FAMILY: "family",
    WaitingOn.OUTSIDE: "partner",
}


def partner_standing(referral: Referral, *, at: datetime) -> Standing:
    """For the receiver. Needs the referral with its need."""
    key = ended_key(referral) or _open_key(referral, at)
    words = STATUS_WORDS[key]
    return Standing(
        words.partner, _tone(key, referral, words), words.icon, words.arcs, words.broken
    )


def family_words(referral: Referral) -> str:
    """For the family, with the partner's name in it. Never "late": that is between the sides."""
    key = ended_key(referral) or _situation(referral)
    partner = referral.service.organization.name
    return str(STATUS_WORDS[key].family) % {"partner": partner}


def ended_key(referral: Referral) -> str:
    """How it ended, as the table of words has it; empty while it is open."""
    status = Status(referral.status)
    if referral.is_open:
        return ""
    if status is Status.COMPLETED and referral.is_contested:
        return "contested"
    if status is Status.COMPLETED and referral.need.is_met:
        return "confirmed"
    if referral.reason == "could_not_reach":
        return "could_not_reach"
    return status


def _open_key(referral: Referral, at: datetime) -> str:
    case = _situation(referral)
    if case is not Situation.REQUESTED:
        return case
    if is_late(referral, at=at) and referral.waiting_on == WaitingOn.RECEIVER:
        return "late"
    return "opened" if referral.opened_at else case


def is_late(referral: Referral, *, at: datetime) -> bool:
    """Due on a day before today: what is due this morning is still "today" on every list."""
    return referral.next_step_due is not None and referral.next_step_due < day_begins(at)


def _situation(referral: Referral) -> Situation:
    """Without regard to "never chased": that is between the sender and the clock."""
    if referral.rests_for_family:
        return Situation.FAMILY_WAITS
    return followup.situation(
        Status(referral.status),
        mode=Mode(referral.mode),
        reason=referral.reason,
        question=referral.next_step == "reply",
    )


def _tone(key: str, referral: Referral, words: Words) -> str:
    if key == "late":
        return "stop"
    if referral.is_open:
        return TONES[WaitingOn(referral.waiting_on)]
    if key == Status.COMPLETED:
        return "family" if referral.need.is_to_confirm else "quiet"
    return words.tone
