"""How does an organization come into a network, stay, rest and go? A table, readable aloud."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where an organization stands: the one status that it has."""

    LISTED = "listed"  # known from a directory, nobody has talked with them yet
    PROSPECT = "prospect"  # talks: why, for whom, does it fit
    ONBOARDING = "onboarding"  # both want it: people, training, listing, agreement
    PILOT = "pilot"  # a few families, until a day
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"
    DECLINED = "declined"  # one side said no, before a pilot


class PathStep(StrEnum):
    TALK = "talk"
    ONBOARD = "onboard"
    BEGIN_PILOT = "begin_pilot"
    JOIN = "join"
    PAUSE = "pause"
    COME_BACK = "come_back"
    RESUME_PILOT = "resume_pilot"  # after a break that came into it
    LEAVE = "leave"
    DECLINE = "decline"


S = Stage
TAKES_PART = frozenset({S.PILOT, S.ACTIVE})  # families can be sent there
ON_THE_WAY = frozenset({S.PROSPECT, S.ONBOARDING, S.PILOT, S.PAUSED})  # somebody owes a next step
COMES_IN = frozenset({S.LISTED, S.PROSPECT, S.ONBOARDING})  # as a directory knows it: on paper only
BEGINS = frozenset({S.LISTED, S.PROSPECT, S.ACTIVE})  # active: the convener, and who came before


@dataclass(frozen=True, slots=True)
class Move:
    """From any of `sources` to `target`. `by_partner`: its own admin may say so, beside the convener."""

    sources: frozenset[Stage]
    target: Stage
    by_partner: bool = False


PATH: dict[PathStep, Move] = {
    PathStep.TALK: Move(frozenset({S.LISTED, S.DECLINED, S.LEFT}), S.PROSPECT),
    PathStep.ONBOARD: Move(frozenset({S.PROSPECT}), S.ONBOARDING),
    PathStep.BEGIN_PILOT: Move(frozenset({S.ONBOARDING}), S.PILOT),
    PathStep.JOIN: Move(frozenset({S.PILOT}), S.ACTIVE),
    PathStep.PAUSE: Move(frozenset({S.PILOT, S.ACTIVE}), S.PAUSED, by_partner=True),
    PathStep.COME_BACK: Move(frozenset({S.PAUSED}), S.ACTIVE, by_partner=True),
    PathStep.RESUME_PILOT: Move(frozenset({S.PAUSED}), S.PILOT, by_partner=True),
    PathStep.LEAVE: Move(frozenset({S.PILOT, S.ACTIVE, S.PAUSED}), S.LEFT, by_partner=True),
    PathStep.DECLINE: Move(frozenset({S.PROSPECT, S.ONBOARDING}), S.DECLINED, by_partner=True),
}


# A break ends as it began: whoever had not finished its pilot goes on with it, and nobody else does.
ENDS_A_BREAK = {True: PathStep.RESUME_PILOT, False: PathStep.COME_BACK}


def is_open(step: PathStep, stage: str, *, pilot_rests: bool) -> bool:
    """Whether it leads on from there; `pilot_rests`: the break there came into a pilot."""
    return stage in PATH[step].sources and step is not ENDS_A_BREAK[not pilot_rests]


def possible_steps(stage: Stage) -> tuple[PathStep, ...]:
    """In the order of the table."""
    return tuple(step for step, move in PATH.items() if stage in move.sources)


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) that the database allows."""
    moves = {(source.value, move.target.value) for move in PATH.values() for source in move.sources}
    return frozenset(moves | {("", stage.value) for stage in BEGINS})
