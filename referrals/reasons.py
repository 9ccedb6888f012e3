"""Why did it end or pause, and what becomes of the need? One table for pages, API, documents, FHIR and tests."""

from dataclasses import dataclass
from enum import StrEnum

from referrals.lifecycle import Status


class NeedEffect(StrEnum):
    """What an ending means for the need, unless the family says otherwise."""

    CHOOSE_NEXT = "choose_next"  # the owner chooses: another service, talk to the family, ...
    CONFIRM = "confirm"  # somebody says it was provided: ask the family
    CLOSE = "close"  # the family's own word has closed the need in the same step
    KEEP = "keep"  # nothing: another try goes on


@dataclass(frozen=True, slots=True)
class Reason:
    """`calaim` is the closure reason of the DHCS Closed-Loop Referral list that this maps to."""

    effect: NeedEffect
    calaim: str
    asks_why: tuple[str, ...] = ()


class Outcome(StrEnum):
    PROVIDED = "provided"
    ENROLLED = "enrolled"
    PARTLY_PROVIDED = "partly_provided"
    BENEFIT_GRANTED = "benefit_granted"
    ADVICE_OR_REPRESENTATION_GIVEN = "advice_or_representation_given"
    INFORMATION_GIVEN = "information_given"


CHOOSE, CONFIRM, CLOSE, KEEP = (
    NeedEffect.CHOOSE_NEXT,
    NeedEffect.CONFIRM,
    NeedEffect.CLOSE,
    NeedEffect.KEEP,
)
_RECEIVED, _DECLINED = "Services Received", "Service Provider Declined"
_ELIGIBLE, _UNREACHED = "Member No Longer Eligible for Services", "Unable to Reach Member"
_UNWANTED, _OTHER = "Member No Longer Needs Services or Declined Services", "Other"

OUTCOMES: dict[Outcome, Reason] = {
    Outcome.PROVIDED: Reason(CONFIRM, _RECEIVED),
    Outcome.ENROLLED: Reason(CONFIRM, _RECEIVED),
    Outcome.PARTLY_PROVIDED: Reason(CONFIRM, _RECEIVED),
    Outcome.BENEFIT_GRANTED: Reason(CONFIRM, _RECEIVED),
    Outcome.ADVICE_OR_REPRESENTATION_GIVEN: Reason(CONFIRM, _RECEIVED),
    Outcome.INFORMATION_GIVEN: Reason(CHOOSE, _OTHER),
}

MISSED_WHY = ("ride", "work", "child", "told_too_late", "unsafe")

REASONS: dict[Status, dict[str, Reason]] = {
    Status.REJECTED: {
        "no_capacity": Reason(CHOOSE, _DECLINED),
        "not_eligible": Reason(CHOOSE, _ELIGIBLE),
        "outside_area": Reason(CHOOSE, _DECLINED),
        "not_offered": Reason(CHOOSE, _DECLINED),
        "language": Reason(CHOOSE, _DECLINED),
        "service_closed": Reason(CHOOSE, _DECLINED),
        "already_served": Reason(CONFIRM, _RECEIVED),
        "other": Reason(CHOOSE, _DECLINED),
    },
    Status.FAILED: {
        "could_not_reach": Reason(CHOOSE, _UNREACHED),
        "missed_appointment": Reason(CHOOSE, _UNREACHED, MISSED_WHY),
        "family_declined": Reason(CHOOSE, _UNWANTED),
        "not_eligible": Reason(CHOOSE, _ELIGIBLE),
        "no_capacity": Reason(CHOOSE, _DECLINED),
        "documents_missing": Reason(CHOOSE, _ELIGIBLE),
        "denied": Reason(CHOOSE, _ELIGIBLE),
        "service_fell_through": Reason(CHOOSE, _DECLINED),
        "service_closed": Reason(CHOOSE, _DECLINED),
        "accepted_by_mistake": Reason(CHOOSE, _DECLINED),
        "person_died": Reason(CHOOSE, _OTHER),
        "other": Reason(CHOOSE, _OTHER),
    },
    Status.CANCELLED: {
        "family_changed_mind": Reason(CHOOSE, _UNWANTED),
        "consent_withdrawn": Reason(CHOOSE, _UNWANTED),
        "met_elsewhere": Reason(CLOSE, _UNWANTED),
        "answered_elsewhere": Reason(KEEP, _OTHER),
        "redirected": Reason(KEEP, _OTHER),
        "no_answer": Reason(CHOOSE, _DECLINED),
        "needed_by_passed": Reason(CHOOSE, _OTHER),
        "moved_away": Reason(CHOOSE, _OTHER),
        "family_asked_to_wait": Reason(CHOOSE, _UNWANTED),
        "safety": Reason(CHOOSE, _OTHER),
        "service_closed": Reason(CHOOSE, _DECLINED),
        "duplicate": Reason(KEEP, _OTHER),
        "person_died": Reason(CLOSE, _OTHER),
    },
    Status.ON_HOLD: {
        "wait_list": Reason(KEEP, ""),
        "question": Reason(KEEP, ""),
        "waiting_for_documents": Reason(KEEP, ""),
        "authorization": Reason(KEEP, ""),
        "appointment_set": Reason(KEEP, ""),
        "family_asked_to_wait": Reason(KEEP, ""),
    },
    Status.ENTERED_IN_ERROR: {
        "sent_in_error": Reason(CHOOSE, _OTHER),
        "wrong_person": Reason(CHOOSE, _OTHER),
        "duplicate": Reason(KEEP, _OTHER),
        "undone": Reason(CHOOSE, _OTHER),
        "recorded_wrongly": Reason(KEEP, _OTHER),
    },
    Status.COMPLETED: {outcome.value: reason for outcome, reason in OUTCOMES.items()},
}


def effect(status: Status, code: str) -> NeedEffect:
    """What becomes of the need when a referral ends in `status` for `code`. KeyError: no such reason."""
    return REASONS[status][code].effect


def codes() -> frozenset[tuple[str, str]]:
    """Every (status, code) that the database shall allow."""
    return frozenset((status.value, code) for status, table in REASONS.items() for code in table)
