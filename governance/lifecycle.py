"""How do a proposal and an election move? As tables that can be read aloud."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    COMMENTING = "commenting"
    VOTING = "voting"
    PASSED = "passed"  # and waits for its start
    IN_FORCE = "in_force"
    FAILED = "failed"
    NO_QUORUM = "no_quorum"
    WITHDRAWN = "withdrawn"
    FELL_BACK = "fell_back"  # an emergency act that the council did not confirm


class Area(StrEnum):
    """What a proposal is about. It says how it is decided, so it is read off what changes, not chosen."""

    WAITING = "waiting"
    DATA = "data"
    MONEY = "money"
    COUNCIL = "council"
    PARTNERS = "partners"
    NORMS = "norms"


class Step(StrEnum):
    OPEN = "open"
    ACT = "act"  # the convener, now; the council must confirm it
    VOTE = "vote"  # comments are over
    PASS = "pass"  # noqa: S105 a step, not a password
    FAIL = "fail"
    LACK = "lack"  # too few took part
    OVERTAKE = "overtake"  # another decision changed what its words were written over
    FALL_BACK = "fall_back"
    TAKE_EFFECT = "take_effect"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Transition:
    sources: frozenset[Status]
    target: Status


S = Status
TRANSITIONS: dict[Step, Transition] = {
    Step.OPEN: Transition(frozenset({S.DRAFT}), S.COMMENTING),
    Step.ACT: Transition(frozenset({S.DRAFT}), S.VOTING),
    Step.VOTE: Transition(frozenset({S.COMMENTING}), S.VOTING),
    Step.PASS: Transition(frozenset({S.VOTING}), S.PASSED),
    Step.FAIL: Transition(frozenset({S.VOTING}), S.FAILED),
    Step.LACK: Transition(frozenset({S.COMMENTING, S.VOTING}), S.NO_QUORUM),
    Step.OVERTAKE: Transition(frozenset({S.COMMENTING, S.VOTING}), S.FAILED),
    Step.FALL_BACK: Transition(frozenset({S.VOTING}), S.FELL_BACK),
    Step.TAKE_EFFECT: Transition(frozenset({S.PASSED}), S.IN_FORCE),
    Step.WITHDRAW: Transition(frozenset({S.DRAFT, S.COMMENTING}), S.WITHDRAWN),
}
OPEN = frozenset({S.DRAFT, S.COMMENTING, S.VOTING, S.PASSED})
CARRIED = frozenset({S.PASSED, S.IN_FORCE})
NOT_CARRIED = frozenset({S.FAILED, S.NO_QUORUM, S.FELL_BACK})
DECIDED = CARRIED | NOT_CARRIED


class StepNotInTable(Exception):
    """The table has no such step from this status."""


def next_status(status: str, step: Step) -> Status:
    """Where `step` leads; raises StepNotInTable ("A proposal that is failed cannot pass.")."""
    transition = TRANSITIONS[step]
    if status not in transition.sources:
        raise StepNotInTable(f"A proposal that is {status} cannot {step}.")
    return transition.target


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) the database shall allow. It begins as a draft."""
    moves = {(source.value, t.target.value) for t in TRANSITIONS.values() for source in t.sources}
    return frozenset(moves | {("", S.DRAFT.value)})


class Poll(StrEnum):
    """Where an election stands."""

    NOMINATING = "nominating"  # people may stand
    VOTING = "voting"  # a run-off, too
    ELECTED = "elected"  # and sit down on the named day
    SEATED = "seated"
    NOBODY = "nobody"  # nobody stood, or nobody was chosen: the seat stays owed


POLLS: dict[Poll, frozenset[Poll]] = {
    Poll.NOMINATING: frozenset({Poll.VOTING, Poll.NOBODY}),
    Poll.VOTING: frozenset({Poll.ELECTED, Poll.NOBODY}),
    Poll.ELECTED: frozenset({Poll.SEATED}),
}
LIVE_POLLS = frozenset(POLLS)  # something happens by itself


def poll_pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) of an election that the database shall allow."""
    moves = {(source.value, to.value) for source, targets in POLLS.items() for to in targets}
    return frozenset(moves | {("", Poll.NOMINATING.value)})


class Gathering(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"  # called; or over, and what was said is owed
    HELD = "held"
    CANCELLED = "cancelled"


def gathering_pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) of a meeting that the database shall allow."""
    return frozenset({("", "planned"), ("planned", "held"), ("planned", "cancelled")})
