"""What may a family say of how it was helped, who hears it, by when is it answered, and what climbs?"""

from dataclasses import dataclass
from enum import StrEnum

from core.governed import GovernedNumbers
from core.ladders import Ladder, at_due, half_way, later


class VoiceKind(StrEnum):
    COMPLIMENT = "compliment"
    GRIEVANCE = "grievance"
    HINT = "hint"  # what would have made it easier: counted, and nobody owes an answer


class Theme(StrEnum):
    """What it is about, in general: this alone is ever counted."""

    WAITING = "waiting"
    CALLS = "calls"
    TREATED = "treated"
    LANGUAGE = "language"
    WAY = "way"
    HOURS = "hours"
    PAPERS = "papers"
    NEWS = "news"
    PRIVACY = "privacy"
    ROOM = "room"
    FIT = "fit"
    OTHER = "other"


class VoiceEnd(StrEnum):
    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"  # by the family; it is counted no more


class Keeper(StrEnum):
    """Who answers, in this order: the first of them who does not work where it is about."""

    NAMED = "named"
    DESK = "desk"
    PRIVACY = "privacy"
    CHAIR = "chair"


KEEPER_GRANTS: dict[Keeper, str] = {
    Keeper.NAMED: "hear_families",
    Keeper.DESK: "run_desk",
    Keeper.PRIVACY: "audit_privacy",
    Keeper.CHAIR: "chair",
}


class VoiceCase(StrEnum):
    """What is owed on it."""

    DANGER = "danger"
    NEW = "new"
    HEARD = "heard"
    KIND = "kind"


class VoiceTells(StrEnum):
    """Whom a rung tells; never anybody who works where it is about."""

    KEEPER = "voice_keeper"
    ABOVE = "voice_above"  # the privacy officers
    TOP = "voice_top"  # the conveners and the chair


@dataclass(frozen=True, slots=True)
class VoicePatience(GovernedNumbers):
    """Open days of the network; staffed hours where the name says so."""

    AREA = "voice"

    hear: int = 2
    answer: int = 10
    climb: int = 2
    again: int = 5
    danger_hours: int = 1
    danger_again_hours: int = 2


_T = VoiceTells
_LATE = (
    at_due("voice.late", _T.KEEPER, _T.ABOVE),
    later("climb", "voice.climbed", _T.KEEPER, _T.ABOVE, _T.TOP),
)
# Whoever owes it is found when it is said: `Keeper`.
VOICE_LADDERS: dict[VoiceCase, Ladder] = {
    VoiceCase.DANGER: Ladder(
        "keeper",
        "look_at_once",
        "danger_hours",
        (
            at_due("voice.danger_late", _T.KEEPER, _T.ABOVE),
            later("danger_hours", "voice.danger_climbed", _T.KEEPER, _T.ABOVE, _T.TOP),
        ),
        every="danger_again_hours",
    ),
    VoiceCase.NEW: Ladder("keeper", "say_it_is_heard", "hear", _LATE, every="again"),
    VoiceCase.HEARD: Ladder(
        "keeper",
        "answer_family",
        "answer",
        (half_way("voice.reminded", _T.KEEPER), *_LATE),
        every="again",
    ),
    VoiceCase.KIND: Ladder(
        "keeper",
        "thank_family",
        "answer",
        (half_way("voice.reminded", _T.KEEPER), *_LATE),
        every="again",
    ),
}


def first_case(kind: VoiceKind, *, is_danger: bool) -> VoiceCase:
    if is_danger:
        return VoiceCase.DANGER
    return VoiceCase.KIND if kind is VoiceKind.COMPLIMENT else VoiceCase.NEW
