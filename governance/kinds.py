"""Which agreements are there, what does each allow, and how does one come into force and end?"""

from calendar import monthrange
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
    IN_FORCE = "in_force"  # signed by all parties
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


class Part(StrEnum):
    """What an organization is in an agreement. Whoever only pays is sent nothing about a family and is not paid."""

    TAKES_PART = "takes_part"
    HUB = "hub"
    PAYS = "pays"


class Side(StrEnum):
    """Who signs: the network, and each partner that is a party."""

    NETWORK = "network"
    PARTNER = "partner"


class Kept(StrEnum):
    """What became of something that was owed on a day."""

    DONE = "done"
    MISSED = "missed"  # it did not come, and nobody waits for it any more


EVERY = (0, 1, 3, 6, 12)  # months after which it is owed again; 0: once


def months_after(day: date, months: int) -> date:
    """The same day of a later month; its last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_day(first: date, every: int, after: date, until: date | None) -> date | None:
    """When it is owed next, counted from the first day, so that the 31st stays the 31st. None: never again."""
    if not every:
        return None
    gone = (after.year - first.year) * 12 + after.month - first.month
    day = months_after(first, (gone // every + 1) * every)
    return None if until is not None and day > until else day


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


def outlives(kind: str, paper: str) -> bool:
    """Whether what was agreed on about families' data holds on: what was received under it lies there still."""
    return paper == Paper.ENDED and kind in ALLOWED_BY[Use.RECEIVE]


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) that the database allows."""
    moves = {(source.value, to.value) for source, targets in MOVES.items() for to in targets}
    return frozenset(moves | {("", P.DRAFT.value)})
