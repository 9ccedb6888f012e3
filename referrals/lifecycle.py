"""How a referral moves. The statuses and steps are the FHIR R4 Task table of the SDOH Clinical Care guide 3.0.0."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    REJECTED = "rejected"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"


class Side(StrEnum):
    SENDER = "sender"
    RECEIVER = "receiver"


class Speaker(StrEnum):
    """Whose word it was. Family, desk and system act for a side; the guide's table stays two-sided."""

    SENDER = "sender"
    RECEIVER = "receiver"
    FAMILY = "family"
    DESK = "desk"
    SYSTEM = "system"


class WaitingOn(StrEnum):
    SENDER = "sender"
    RECEIVER = "receiver"
    FAMILY = "family"
    OUTSIDE = "outside"


class Mode(StrEnum):
    DIRECT = "direct"
    WARM_HANDOFF = "warm_handoff"
    INTRODUCTION = "introduction"
    APPLICATION = "application"
    IN_HOUSE = "in_house"


class MilestoneKind(StrEnum):
    """The dates of an application, in the order in which they come."""

    DOCUMENTS = "documents"
    FILED = "filed"
    INTERVIEW = "interview"
    DECISION = "decision"
    APPEAL = "appeal_until"
    RECERTIFICATION = "recertification"


class ContestAnswer(StrEnum):
    """What a partner says when the family says no to its outcome. Whatever it is, both words stay."""

    GAVE_IT = "gave_it"
    NOT_GIVEN = "not_given"
    STILL_TO_COME = "to_come"
    DO_NOT_KNOW = "do_not_know"


class ContestEnd(StrEnum):
    ANSWERED = "answered"
    SILENT = "silent"  # the days were over: the sender was told
    SETTLED = (
        "settled"  # nothing is left to answer: corrected, partly confirmed, or not shown any more
    )


class Urgency(StrEnum):
    TODAY = "today"
    THIS_WEEK = "this_week"
    ROUTINE = "routine"


class Enough(StrEnum):
    """When several are asked for one need: whose yes ends the asking."""

    FIRST_YES = "first_yes"
    KEEP_ALL = "keep_all"


class Step(StrEnum):
    SEND = "send"
    ACCEPT = "accept"
    DECLINE = "decline"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    COMPLETE = "complete"
    FAIL = "fail"
    CANCEL = "cancel"
    CORRECT = "correct"


S = Status
LIVE = frozenset({S.REQUESTED, S.ACCEPTED, S.IN_PROGRESS, S.ON_HOLD})
HELPS = frozenset({S.ACCEPTED, S.IN_PROGRESS})  # a yes that is more than a place on a list
OPEN = LIVE | {S.DRAFT}
ENDED = frozenset(S) - OPEN
UNSUCCESSFUL = frozenset({S.REJECTED, S.FAILED, S.CANCELLED})
SENDER, RECEIVER = frozenset({Side.SENDER}), frozenset({Side.RECEIVER})


@dataclass(frozen=True, slots=True)
class Transition:
    """From any of `sources` to `target`, by any side of `by`."""

    sources: frozenset[Status]
    target: Status
    by: frozenset[Side]


TRANSITIONS: dict[Step, Transition] = {
    Step.SEND: Transition(frozenset({S.DRAFT}), S.REQUESTED, SENDER),
    Step.ACCEPT: Transition(frozenset({S.REQUESTED}), S.ACCEPTED, RECEIVER),
    Step.DECLINE: Transition(frozenset({S.REQUESTED}), S.REJECTED, RECEIVER),
    Step.START: Transition(frozenset({S.ACCEPTED}), S.IN_PROGRESS, RECEIVER),
    Step.HOLD: Transition(frozenset({S.ACCEPTED, S.IN_PROGRESS}), S.ON_HOLD, RECEIVER),
    Step.RESUME: Transition(frozenset({S.ON_HOLD}), S.IN_PROGRESS, RECEIVER),
    Step.COMPLETE: Transition(
        frozenset({S.ACCEPTED, S.IN_PROGRESS, S.ON_HOLD}), S.COMPLETED, RECEIVER
    ),
    Step.FAIL: Transition(frozenset({S.ACCEPTED, S.IN_PROGRESS, S.ON_HOLD}), S.FAILED, RECEIVER),
    Step.CANCEL: Transition(LIVE | {S.DRAFT}, S.CANCELLED, SENDER | RECEIVER),
    Step.CORRECT: Transition(frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR, SENDER),
}


class StepNotInTable(Exception):
    """The table has no such step from this status."""


def possible_steps(status: Status) -> tuple[Step, ...]:
    """The steps that the table allows from `status`, in the order of the table."""
    return tuple(step for step, transition in TRANSITIONS.items() if status in transition.sources)


def next_status(status: Status, step: Step) -> Status:
    """Where `step` leads; raises StepNotInTable ("A referral that is accepted cannot accept.")."""
    transition = TRANSITIONS[step]
    if status not in transition.sources:
        raise StepNotInTable(f"A referral that is {status} cannot {step}.")
    return transition.target


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) the database shall allow. It begins as a draft or as requested."""
    moves = {(source.value, t.target.value) for t in TRANSITIONS.values() for source in t.sources}
    return frozenset(moves | {("", S.DRAFT.value), ("", S.REQUESTED.value)})
