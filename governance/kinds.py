"""Which agreements are there, what does each allow, and how does one come into force and end?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    PARTICIPATION = "participation"
    BUSINESS_ASSOCIATE = "business_associate"  # 45 CFR 164.504(e)
    DATA_USE = "data_use"  # 45 CFR 164.514(e)
    QUALIFIED_SERVICE = "qualified_service"  # 42 CFR 2.11
    MEMORANDUM = "memorandum"
    SPONSORSHIP = "sponsorship"
    GRANT = "grant"
    FEE_FOR_SERVICE = "fee_for_service"
    PERFORMANCE = "performance"
    CARE_HUB = "care_hub"


class Use(StrEnum):
    """What nobody does without an agreement in force."""

    RECEIVE = "receive"  # what a family agreed to share about a need of a category
    BE_PAID = "be_paid"


class Paper(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    OFFERED = "offered"  # its words are fixed; it waits for signatures
    IN_FORCE = "in_force"  # signed by both sides
    ENDED = "ended"
    DROPPED = "dropped"  # never came into force


K, P = Kind, Paper
_SHARES = frozenset(
    {K.PARTICIPATION, K.BUSINESS_ASSOCIATE, K.DATA_USE, K.QUALIFIED_SERVICE, K.CARE_HUB}
)
_PAYS = frozenset({K.SPONSORSHIP, K.GRANT, K.FEE_FOR_SERVICE, K.PERFORMANCE, K.CARE_HUB})
ALLOWED_BY: dict[Use, frozenset[Kind]] = {Use.RECEIVE: _SHARES, Use.BE_PAID: _PAYS}
MOVES: dict[Paper, frozenset[Paper]] = {
    P.DRAFT: frozenset({P.OFFERED, P.DROPPED}),
    P.OFFERED: frozenset({P.IN_FORCE, P.DROPPED}),
    P.IN_FORCE: frozenset({P.ENDED}),
}


class Side(StrEnum):
    """Who signs: both."""

    NETWORK = "network"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an agreement in force the gate asks. No last day: until somebody ends it."""

    kind: str
    categories: tuple[str, ...]
    begins_on: date
    ends_on: date | None


def allows(agreements: Iterable[Standing], use: Use, category: str, *, on: date) -> bool:
    """Whether one of them allows it on that day; money has no category."""
    return any(
        one.kind in ALLOWED_BY[use]
        and one.begins_on <= on
        and (one.ends_on is None or on <= one.ends_on)
        and (use is Use.BE_PAID or category in one.categories)
        for one in agreements
    )


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) that the database allows."""
    moves = {(source.value, to.value) for source, targets in MOVES.items() for to in targets}
    return frozenset(moves | {("", P.DRAFT.value)})
