"""Was it carried, and who was elected? Ballots in, one outcome out: nothing here knows Django or a database.

Whoever doubts a decision can follow it by hand: who may vote, whether enough took part, the method,
then the chamber. `manage.py recount` runs it again over the record.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class SeatKind(StrEnum):
    """For whom somebody sits there."""

    CBO = "cbo"
    LIVED_EXPERIENCE = "lived_experience"
    HEALTH_CARE = "health_care"
    FUNDER = "funder"
    GOVERNMENT = "government"
    CONVENER = "convener"


COMMUNITY = frozenset({SeatKind.CBO, SeatKind.LIVED_EXPERIENCE})
WITHOUT_VOTE = frozenset({SeatKind.CONVENER})


class Answer(StrEnum):
    YES = "yes"
    NO = "no"  # where consent is asked: a reasoned objection
    ABSTAIN = "abstain"


class Method(StrEnum):
    CONSENT = "consent"
    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"


class Tie(StrEnum):
    """What becomes of as many for it as against it, where a majority is asked."""

    FAILS = "fails"
    CHAIR = "chair"  # the chair's own yes or no weighs twice


class Result(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NO_QUORUM = "no_quorum"


class Why(StrEnum):
    """The first reason that decided it, in the order in which the count asks."""

    NOBODY_MAY_VOTE = "nobody_may_vote"
    TOO_FEW = "too_few"
    OBJECTION = "objection"
    NOBODY_FOR_IT = "nobody_for_it"
    TIE = "tie"
    TOO_FEW_FOR_IT = "too_few_for_it"
    CHAMBER = "chamber"
    NO_OBJECTION = "no_objection"
    ENOUGH_FOR_IT = "enough_for_it"
    CHAIR_DECIDED = "chair_decided"
    NOT_WANTED = "not_wanted"  # too few wanted a vote at all: there was none
    OVERTAKEN = "overtaken"  # another decision came first: this one would undo it unseen


@dataclass(frozen=True, slots=True)
class Terms:
    """How it is counted. `quorum_percent` is of the seats that may vote on it, from 1 to 100."""

    method: Method
    quorum_percent: int = 50
    chamber: bool = False  # the seats of the community must carry it, too
    tie: Tie = Tie.FAILS


@dataclass(frozen=True, slots=True)
class Voter:
    """One seat that somebody holds. `proxy` is the seat that it gave its vote to, for this matter."""

    seat: str
    kind: SeatKind
    conflict: bool = False
    proxy: str = ""
    chairs: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Seats by what they said. `silent` may vote and did not; `conflicts` may not."""

    yes: int = 0
    no: int = 0
    abstain: int = 0
    silent: int = 0
    conflicts: int = 0

    @property
    def taking_part(self) -> int:
        return self.yes + self.no + self.abstain

    @property
    def may_vote(self) -> int:
        return self.taking_part + self.silent


@dataclass(frozen=True, slots=True)
class Outcome:
    result: Result
    why: Why
    tally: Tally
    community: Tally = field(default_factory=Tally)

    @property
    def is_carried(self) -> bool:
        return self.result is Result.PASSED


def count(terms: Terms, voters: Iterable[Voter], answers: Mapping[str, Answer]) -> Outcome:
    """`answers`: the last one of each seat that said anything itself. Others' and later ones are not asked for."""
    seated = [voter for voter in voters if voter.kind not in WITHOUT_VOTE]
    said = {voter.seat: _answer_of(voter, seated, answers) for voter in seated}
    tally = _tally(seated, said)
    community = _tally([voter for voter in seated if voter.kind in COMMUNITY], said)
    result, why = _decided(terms, tally, community, _of_chair(seated, said))
    return Outcome(result, why, tally, community)


def _answer_of(
    voter: Voter, seated: Sequence[Voter], answers: Mapping[str, Answer]
) -> Answer | None:
    """Its own word goes before the one it lent. A lent vote is not lent on, and not cast in a conflict."""
    if voter.conflict:
        return None
    if voter.seat in answers or not voter.proxy:
        return answers.get(voter.seat)
    holder = next((other for other in seated if other.seat == voter.proxy), None)
    return None if holder is None or holder.conflict else answers.get(holder.seat)


def _tally(voters: Sequence[Voter], said: Mapping[str, Answer | None]) -> Tally:
    free = [said[voter.seat] for voter in voters if not voter.conflict]
    return Tally(
        yes=free.count(Answer.YES),
        no=free.count(Answer.NO),
        abstain=free.count(Answer.ABSTAIN),
        silent=free.count(None),
        conflicts=len(voters) - len(free),
    )


def _of_chair(seated: Sequence[Voter], said: Mapping[str, Answer | None]) -> Answer | None:
    chair = next((voter for voter in seated if voter.chairs), None)
    return said[chair.seat] if chair else None


def _decided(
    terms: Terms, tally: Tally, community: Tally, chair: Answer | None
) -> tuple[Result, Why]:
    if not tally.may_vote:
        return Result.NO_QUORUM, Why.NOBODY_MAY_VOTE
    if not tally.taking_part or tally.taking_part * 100 < tally.may_vote * terms.quorum_percent:
        return Result.NO_QUORUM, Why.TOO_FEW
    carried, why = _METHODS[terms.method](terms, tally, chair)
    if carried and terms.chamber and community.yes <= community.no:
        return Result.FAILED, Why.CHAMBER
    return (Result.PASSED if carried else Result.FAILED), why


def _by_consent(_terms: Terms, tally: Tally, _chair: Answer | None) -> tuple[bool, Why]:
    """Standing aside is no objection; a matter that nobody wants is not decided by silence."""
    if tally.no:
        return False, Why.OBJECTION
    return (True, Why.NO_OBJECTION) if tally.yes else (False, Why.NOBODY_FOR_IT)


def _by_majority(terms: Terms, tally: Tally, chair: Answer | None) -> tuple[bool, Why]:
    if tally.yes != tally.no:
        return (True, Why.ENOUGH_FOR_IT) if tally.yes > tally.no else (False, Why.TOO_FEW_FOR_IT)
    if not tally.yes:
        return False, Why.NOBODY_FOR_IT
    if terms.tie is Tie.CHAIR and chair in {Answer.YES, Answer.NO}:
        return chair is Answer.YES, Why.CHAIR_DECIDED
    return False, Why.TIE


def _by_two_thirds(_terms: Terms, tally: Tally, _chair: Answer | None) -> tuple[bool, Why]:
    if not tally.yes:
        return False, Why.NOBODY_FOR_IT
    enough = tally.yes * 3 >= (tally.yes + tally.no) * 2
    return (True, Why.ENOUGH_FOR_IT) if enough else (False, Why.TOO_FEW_FOR_IT)


_METHODS = {
    Method.CONSENT: _by_consent,
    Method.MAJORITY: _by_majority,
    Method.TWO_THIRDS: _by_two_thirds,
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who was elected in a round, in the order of their approvals; `tied` stand once more for what is left."""

    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()


def approvals(standing: Iterable[str], ballots: Iterable[Collection[str]]) -> dict[str, int]:
    """How many ballots name each who stands. A name twice on a ballot, or one who does not stand, adds nothing."""
    papers = [set(ballot) for ballot in ballots]
    return {one: sum(one in paper for paper in papers) for one in standing}


def elect(approved: Mapping[str, int], places: int) -> Chosen:
    """Whoever most would like, as far as there are places. Nobody without an approval, and nobody by chance.

    Where as many approve of more people than places are left, these are tied.
    """
    elected: list[str] = []
    for level in sorted({times for times in approved.values() if times}, reverse=True):
        alike = tuple(one for one, times in approved.items() if times == level)
        left = places - len(elected)
        if len(alike) > left:
            return Chosen(tuple(elected), alike if left else ())
        elected += alike
    return Chosen(tuple(elected))
