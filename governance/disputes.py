"""How do two partners disagree? Talk, a mediator, the council: a table, and who owes the next step."""

from dataclasses import dataclass
from enum import StrEnum

from core.governed import GovernedNumbers
from core.ladders import Ladder, at_due, later


class Stage(StrEnum):
    TALK = "talk"  # the two sides, between themselves
    MEDIATION = "mediation"
    COUNCIL = "council"
    AGREED = "agreed"  # by both sides
    DECIDED = "decided"  # by the council
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    STEP_UP = "step_up"  # either side, whenever it thinks so
    AGREE = "agree"
    DECIDE = "decide"
    WITHDRAW = "withdraw"


class Voice(StrEnum):
    """Who speaks."""

    FIRST = "first"  # whoever raised it
    SECOND = "second"
    MEDIATOR = "mediator"
    KEEPER = "keeper"  # the person whom the network names for it
    COUNCIL = "council"


class Ground(StrEnum):
    """Why a partner rests at once, though it is a side."""

    SAFETY = "safety"
    BREACH = "breach"


SIDES = (Voice.FIRST, Voice.SECOND)
OPEN = (Stage.TALK, Stage.MEDIATION, Stage.COUNCIL)
CLOSED = (Stage.AGREED, Stage.DECIDED, Stage.WITHDRAWN)
MOVES: dict[Step, dict[Stage, Stage]] = {
    Step.STEP_UP: {Stage.TALK: Stage.MEDIATION, Stage.MEDIATION: Stage.COUNCIL},
    Step.AGREE: dict.fromkeys(OPEN, Stage.AGREED),
    Step.DECIDE: {Stage.COUNCIL: Stage.DECIDED},
    Step.WITHDRAW: dict.fromkeys(OPEN, Stage.WITHDRAWN),
}


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) that the database allows. It begins with talk."""
    moves = {(one.value, to.value) for targets in MOVES.values() for one, to in targets.items()}
    return frozenset(moves | {("", Stage.TALK.value)})


# --- who owes the next step, and what happens when it does not come -------------------------------


class Turn(StrEnum):
    """What is waited for."""

    TALK = "talk"
    NAME_MEDIATOR = "name_mediator"
    MEDIATE = "mediate"
    COUNCIL = "council"
    KEEP_WORD = "keep_word"  # what was agreed, on the nearest day that it names


class DisputeTells(StrEnum):
    SIDES = "sides"
    MEDIATOR = "mediator"
    KEEPER = "keeper"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class DisputePatience(GovernedNumbers):
    """Open days of the network."""

    AREA = "dispute"

    talk: int = 10
    name_mediator: int = 3
    mediate: int = 15
    council: int = 20
    keep_word: int = 20
    late: int = 5
    again: int = 5


T = DisputeTells


def _ladder(owed_by: str, step: str, patience: str, *first: T) -> Ladder:
    """When due those hear of it who owe the step; later both sides and the keeper too, again and again."""
    rungs = (
        at_due(f"dispute.{step}_due", *first),
        later("late", f"dispute.{step}_late", *dict.fromkeys((*first, T.SIDES, T.KEEPER))),
    )
    return Ladder(owed_by, step, patience, rungs, every="again")


LADDERS: dict[Turn, Ladder] = {
    Turn.TALK: _ladder("both", "talk", "talk", T.SIDES),
    Turn.NAME_MEDIATOR: _ladder("keeper", "name_mediator", "name_mediator", T.KEEPER),
    Turn.MEDIATE: _ladder("mediator", "mediate", "mediate", T.MEDIATOR, T.SIDES),
    Turn.COUNCIL: _ladder("council", "decide", "council", T.COUNCIL),
    Turn.KEEP_WORD: _ladder("both", "keep_word", "keep_word", T.SIDES),
}


def turn_of(stage: Stage, *, has_mediator: bool) -> Turn | None:
    """What is waited for at a stage; of what is closed, nothing."""
    if stage is Stage.MEDIATION:
        return Turn.MEDIATE if has_mediator else Turn.NAME_MEDIATOR
    return {Stage.TALK: Turn.TALK, Stage.COUNCIL: Turn.COUNCIL}.get(stage)


ALL = (T.SIDES, T.KEEPER, T.MEDIATOR)
# Who hears of what happened. Nobody hears more than that something waits.
NEWS: dict[str, tuple[str, ...]] = {
    **{rung.kind: rung.tells for ladder in LADDERS.values() for rung in ladder.rungs},
    **dict.fromkeys(
        (
            "dispute.raised", "dispute.said", "dispute.stepped_up", "dispute.mediator_named",
            "dispute.mediator_left", "dispute.kept_by_another", "dispute.ending_written",
            "dispute.agreed", "dispute.decided", "dispute.word_kept", "dispute.withdrawn",
            "dispute.side_left",
        ),
        ALL,
    ),
    "dispute.came_to_council": (*ALL, T.COUNCIL),
    "dispute.council_asked": (T.SIDES,),  # the council hears of the vote itself
    "mediator.listed": (),
    "mediator.unlisted": (),
}  # fmt: skip
