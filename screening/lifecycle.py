"""Where can a need stand, and who may move it? The need is the loop: it closes on the family's word."""

from dataclasses import dataclass
from enum import StrEnum


class NeedStatus(StrEnum):
    FOUND = "found"
    WANTS_HELP = "wants_help"
    BEING_HELPED = "being_helped"
    TO_CONFIRM = "to_confirm"
    NO_RESOURCE = "no_resource"
    PAUSED = "paused"
    MET = "met"
    SOLVED_OTHERWISE = "solved_otherwise"
    HELP_DECLINED = "help_declined"
    NO_LONGER_NEEDED = "no_longer_needed"
    HANDED_OVER = "handed_over"
    STOPPED_BY_FAMILY = "stopped_by_family"
    UNREACHABLE = "unreachable"
    UNCONFIRMED = "unconfirmed"
    DIED = "died"
    DUPLICATE = "duplicate"
    ENTERED_IN_ERROR = "entered_in_error"


class Turn(StrEnum):
    """Whose turn is it? What every list, colour and sentence answers."""

    OWNER = "owner"
    PARTNER = "partner"
    FAMILY = "family"
    OUTSIDE = "outside"
    DESK = "desk"


class Voice(StrEnum):
    """On whose word a need moves."""

    FAMILY = "family"
    OWNER = "owner"
    PARTNER = "partner"
    SYSTEM = "system"


class Via(StrEnum):
    """How it was told."""

    SYSTEM = "system"
    LINK = "link"
    TEXT = "text"
    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in_person"
    FILE = "file"


class WhyNobody(StrEnum):
    """Why nobody can help with a need now. Only some of it a new place alone would mend."""

    NONE_EXISTS = "none_exists"
    FULL = "full"
    NOT_ELIGIBLE = "not_eligible"
    TOO_FAR = "too_far"
    BARRIER = "barrier"
    FUNDS_OUT = "funds_out"


class WhyWait(StrEnum):
    """Why a family asks to wait: what its own worker reads. A partner is told the day and nothing else."""

    HOSPITAL = "hospital"
    AWAY = "away"
    TOO_MUCH = "too_much"
    THINKS = "thinks"
    OTHER = "other"
    NOT_SAID = "not_said"


class GapEnd(StrEnum):
    """How a gap ends: a service opened, somebody tries again, or the need itself moved on."""

    OPENED = "opened"
    TRIED_AGAIN = "tried_again"
    MOVED_ON = "moved_on"


class LaterKind(StrEnum):
    """What is looked at on its day, though no need is open for it."""

    RECHECK = "recheck"  # help that recurs, or that lasts until a day
    ASK_AGAIN = "ask_again"  # the family said: not now
    RENEWAL = "renewal"  # an agreement under which somebody helps will end
    OF_AGE = "of_age"  # somebody else agreed for a minor, who comes of age
    REWORDED = "reworded"  # the words of agreements have changed, and are to be heard anew
    APPEAL = "appeal"  # an application was denied: the last day to appeal comes
    RECERTIFY = "recertify"  # what an application brought must be renewed to go on
    UNFINISHED = "unfinished"  # a screening was begun, something was said, and nobody finished it


class LaterEnd(StrEnum):
    STILL_FINE = "still_fine"
    NEEDED_AGAIN = "needed_again"
    NOT_NOW = "not_now"
    APPEALED = "appealed"
    RENEWED = "renewed"
    FINISHED = "finished"
    LET_END = "let_end"


class Lasts(StrEnum):
    ONCE = "once"
    UNTIL = "until"
    RECURRING = "recurring"


S = NeedStatus
OPEN = frozenset({S.FOUND, S.WANTS_HELP, S.BEING_HELPED, S.TO_CONFIRM, S.NO_RESOURCE, S.PAUSED})
CLOSED = frozenset(S) - OPEN
PRESSES = frozenset({S.WANTS_HELP, S.BEING_HELPED})  # what is needed today is still to come
HELPING = frozenset({S.BEING_HELPED, S.TO_CONFIRM, S.PAUSED})  # may have a live referral
WAITS = frozenset({S.FOUND, S.WANTS_HELP, S.BEING_HELPED, S.TO_CONFIRM})  # may be put off to a day
REOPENS = frozenset({S.UNREACHABLE, S.UNCONFIRMED, S.STOPPED_BY_FAMILY, S.HELP_DECLINED})
FAMILY_CLOSES = frozenset(
    {S.MET, S.SOLVED_OTHERWISE, S.HELP_DECLINED, S.NO_LONGER_NEEDED, S.STOPPED_BY_FAMILY, S.HANDED_OVER}
)  # fmt: skip

FAMILY, OWNER, PARTNER, SYSTEM = Voice.FAMILY, Voice.OWNER, Voice.PARTNER, Voice.SYSTEM


@dataclass(frozen=True, slots=True)
class Move:
    """A need may go from any of `sources` to `target` on the word of any of `by`."""

    sources: frozenset[NeedStatus]
    target: NeedStatus
    by: frozenset[Voice]


def _move(sources: frozenset[NeedStatus], target: NeedStatus, *by: Voice) -> Move:
    return Move(sources, target, frozenset(by))


MOVES: tuple[Move, ...] = (
    _move(frozenset({S.FOUND, S.PAUSED}), S.WANTS_HELP, FAMILY),
    _move(frozenset({S.PAUSED}), S.FOUND, FAMILY),
    _move(frozenset({S.PAUSED}), S.BEING_HELPED, FAMILY),
    _move(frozenset({S.PAUSED}), S.TO_CONFIRM, FAMILY),
    _move(frozenset({S.NO_RESOURCE}), S.WANTS_HELP, FAMILY, OWNER, SYSTEM),
    _move(frozenset({S.WANTS_HELP}), S.BEING_HELPED, PARTNER, OWNER),
    _move(frozenset({S.BEING_HELPED, S.TO_CONFIRM}), S.WANTS_HELP, FAMILY, PARTNER, OWNER, SYSTEM),
    _move(frozenset({S.BEING_HELPED}), S.TO_CONFIRM, PARTNER, OWNER),
    _move(frozenset({S.TO_CONFIRM}), S.BEING_HELPED, FAMILY, PARTNER, OWNER),
    _move(WAITS, S.PAUSED, FAMILY),
    _move(frozenset({S.WANTS_HELP}), S.NO_RESOURCE, OWNER),
    _move(OPEN, S.MET, FAMILY),
    _move(OPEN, S.SOLVED_OTHERWISE, FAMILY),
    _move(OPEN, S.HELP_DECLINED, FAMILY),
    _move(OPEN, S.NO_LONGER_NEEDED, FAMILY),
    _move(OPEN, S.STOPPED_BY_FAMILY, FAMILY),
    _move(OPEN, S.HANDED_OVER, FAMILY, PARTNER),
    _move(OPEN, S.UNREACHABLE, OWNER),
    _move(frozenset({S.TO_CONFIRM}), S.UNCONFIRMED, OWNER, SYSTEM),
    _move(OPEN, S.DIED, OWNER),
    _move(OPEN, S.DUPLICATE, OWNER),
    _move(OPEN, S.ENTERED_IN_ERROR, OWNER),
    _move(REOPENS, S.WANTS_HELP, FAMILY),
)


def may_move(source: NeedStatus, target: NeedStatus, voice: Voice) -> bool:
    """Whether the table lets a need go from `source` to `target` on that word."""
    return any(
        source in move.sources and move.target is target and voice in move.by for move in MOVES
    )


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) the database shall allow; a need begins as `found` or `wants_help`."""
    moves = {(source.value, move.target.value) for move in MOVES for source in move.sources}
    return frozenset(moves | {("", S.FOUND.value), ("", S.WANTS_HELP.value)})
