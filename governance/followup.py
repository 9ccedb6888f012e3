"""Who hears of it when nobody fills a seat?"""

from enum import StrEnum

from core.ladders import Ladder, at_due, half_way


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
