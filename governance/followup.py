"""Who hears of it when nobody fills a seat, and when nobody moves a trial?"""

from dataclasses import dataclass
from enum import StrEnum

from core.governed import GovernedNumbers
from core.ladders import Ladder, Rung, at_due, half_way, later


class SeatTells(StrEnum):
    """Whom a rung tells."""

    CONVENERS = "conveners"
    CHAIR = "chair"


# Patience: governance.terms.Deciding, in open days of the network.
VACANT = Ladder(
    "convener",
    "fill_seat",
    "fill_seat",
    (
        half_way("seat.reminded", SeatTells.CONVENERS),
        at_due("seat.late", SeatTells.CONVENERS, SeatTells.CHAIR),
    ),
    every="fill_seat_again",
)


# --- trials: something is tried in one place for some days ----------------------------------------


class Turn(StrEnum):
    """What is waited for: the names of the steps."""

    YES = "say_yes"  # by the side that did not write it
    REVIEW = "look_at_it"  # by its writer's side, again and again while it runs
    LEARN = "say_learned"  # by its writer's side, once it has ended


class TrialTells(StrEnum):
    """Whom a rung tells."""

    OWES = "owes"
    CONVENERS = "conveners"
    PARTNER_ADMINS = "partner_admins"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class TrialPatience(GovernedNumbers):
    """Open days of the network, unless the name says calendar."""

    AREA = "trial"

    answer: int = 5
    review_calendar: int = 14
    learn: int = 10
    chair: int = 5
    again: int = 5


T = TrialTells


def _late(name: str) -> tuple[Rung, Rung]:
    """When due whoever owes it hears of it; later both sides and the chair, again and again."""
    return (
        at_due(f"cycle.{name}_due", T.OWES),
        later("chair", f"cycle.{name}_late", T.CONVENERS, T.PARTNER_ADMINS, T.CHAIR),
    )


WRITER = "side that wrote it"
TRIAL_LADDERS: dict[Turn, Ladder] = {
    Turn.YES: Ladder(
        "side that is asked",
        Turn.YES,
        "answer",
        (half_way("cycle.yes_near", T.OWES), *_late("yes")),
        every="again",
    ),
    Turn.REVIEW: Ladder(WRITER, Turn.REVIEW, "review_calendar", _late("review"), every="again"),
    Turn.LEARN: Ladder(WRITER, Turn.LEARN, "learn", _late("learned"), every="again"),
}
