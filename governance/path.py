"""What is asked at each stage of an organization's way, who owes the next step, and for how long?

The stages and the moves between them are a table of `organizations.lifecycle`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from core.governed import GovernedNumbers
from core.ladders import Ladder, at_due, half_way, later
from governance.kinds import Paper
from organizations.lifecycle import PathStep, Stage


class Side(StrEnum):
    """Whose words they are: each side speaks for itself."""

    PARTNER = "partner"
    NETWORK = "network"


class Item(StrEnum):
    """One line of a checklist; its question stands in `words.path`."""

    WHY_PARTNER = "why_partner"
    GOALS_PARTNER = "goals_partner"
    WHY_NETWORK = "why_network"
    GOALS_NETWORK = "goals_network"
    SERVES = "serves"
    FIT = "fit"
    CONTACTS = "contacts"
    ASKS_FAMILIES = "asks_families"
    CHART = "chart"
    TAKES_IN = "takes_in"
    COSTS = "costs"
    PEOPLE = "people"
    TECHNOLOGY = "technology"
    LANGUAGES = "languages"
    TRAINING = "training"
    LISTING = "listing"
    AGREEMENT = "agreement"
    NORMS = "norms"
    REVIEW_PARTNER = "review_partner"
    REVIEW_NETWORK = "review_network"
    LOOK_BACK = "look_back"
    WHY_BREAK = "why_break"
    EXIT_TALK = "exit_talk"
    COPIES = "copies"
    PAPERS = "papers"
    FAMILIES_TOLD = "families_told"
    ACCOUNTING = "accounting"


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the checklist of a stage. `kinds`: of organizations; none named: of all.

    `is_found`: nobody writes it down, it is looked up as it stands.
    """

    item: Item
    side: Side
    kinds: frozenset[str] = frozenset()
    is_found: bool = False


P, N = Side.PARTNER, Side.NETWORK
HEALTH_SIDE = frozenset({"healthcare"})
COMMUNITY_SIDE = frozenset({"community", "care_hub", "information_line", "government", "funder"})
CHECKLIST: dict[Stage, tuple[Asked, ...]] = {
    Stage.PROSPECT: (
        Asked(Item.WHY_PARTNER, P),
        Asked(Item.GOALS_PARTNER, P),
        Asked(Item.WHY_NETWORK, N),
        Asked(Item.GOALS_NETWORK, N),
        Asked(Item.SERVES, P),
        Asked(Item.ASKS_FAMILIES, P, HEALTH_SIDE),
        Asked(Item.CHART, P, HEALTH_SIDE),
        Asked(Item.TAKES_IN, P, COMMUNITY_SIDE),
        Asked(Item.COSTS, P, COMMUNITY_SIDE),
        Asked(Item.FIT, N),
        Asked(Item.CONTACTS, P),
    ),
    Stage.ONBOARDING: (
        Asked(Item.PEOPLE, P),
        Asked(Item.TECHNOLOGY, P),
        Asked(Item.LANGUAGES, P),
        Asked(Item.TRAINING, N),
        Asked(Item.LISTING, P, COMMUNITY_SIDE, is_found=True),
        Asked(Item.AGREEMENT, P, is_found=True),
        Asked(Item.NORMS, P, is_found=True),
    ),
    Stage.PILOT: (Asked(Item.REVIEW_PARTNER, P), Asked(Item.REVIEW_NETWORK, N)),
    Stage.ACTIVE: (Asked(Item.LOOK_BACK, N),),
    Stage.PAUSED: (Asked(Item.WHY_BREAK, P),),
    Stage.LEFT: (
        Asked(Item.EXIT_TALK, P),
        Asked(Item.FAMILIES_TOLD, P),
        Asked(Item.COPIES, P),
        Asked(Item.PAPERS, N),
        Asked(Item.ACCOUNTING, N),
    ),
}
# Which checklists must be answered before a step. A line that does not apply is answered by saying why.
NEEDS: dict[PathStep, tuple[Stage, ...]] = {
    PathStep.ONBOARD: (Stage.PROSPECT,),
    PathStep.BEGIN_PILOT: (Stage.PROSPECT, Stage.ONBOARDING),
    PathStep.JOIN: (Stage.PILOT,),
}


def asked(stage: Stage, kind: str) -> tuple[Asked, ...]:
    """The checklist of a stage for an organization of that kind (`Organization.Kind`)."""
    return tuple(one for one in CHECKLIST.get(stage, ()) if not one.kinds or kind in one.kinds)


def missing(step: PathStep, kind: str, answered: Collection[str]) -> tuple[Item, ...]:
    """What is still to be answered before that step."""
    needed = (one.item for stage in NEEDS.get(step, ()) for one in asked(stage, kind))
    return tuple(item for item in needed if item not in answered)


def side_of(item: Item) -> Side:
    return next(one.side for lines in CHECKLIST.values() for one in lines if one.item is item)


FOUND = frozenset(one.item for lines in CHECKLIST.values() for one in lines if one.is_found)


# --- who owes the next step, and what happens when it does not come -------------------------------


@dataclass(frozen=True, slots=True)
class PathPatience(GovernedNumbers):
    """Open days of the network, unless the name says calendar."""

    AREA = "path"

    talks: int = 10
    ready: int = 15
    pilot_calendar: int = 90
    break_calendar: int = 30
    year_calendar: int = 365
    exit_talk: int = 10
    access_calendar: int = 30
    held_day: int = 2
    offer: int = 5
    sign: int = 10
    renew_ahead_calendar: int = 60
    remind_ahead_calendar: int = 14
    chair: int = 5
    again: int = 5


class PathTells(StrEnum):
    """Whom a rung tells."""

    CONVENERS = "conveners"
    CHAIR = "chair"
    PARTNER_ADMINS = "partner_admins"


CONVENER = "convener"
_LATE = (
    at_due("partnership.step_due", PathTells.CONVENERS),
    later("chair", "partnership.step_late", PathTells.CONVENERS, PathTells.CHAIR),
)


def _owed(step: str, patience: str) -> Ladder:
    return Ladder(CONVENER, step, patience, _LATE, every="again")


# Here silence is what makes a step due: whatever is written down begins the waiting anew.
SILENCE_COUNTS = frozenset({Stage.PROSPECT, Stage.ONBOARDING, Stage.ACTIVE, Stage.PAUSED})
LADDERS: dict[Stage, Ladder] = {
    Stage.PROSPECT: _owed("talk_with_them", "talks"),
    Stage.ONBOARDING: _owed("get_them_ready", "ready"),
    Stage.PILOT: _owed("look_at_pilot", "pilot_calendar"),
    Stage.ACTIVE: _owed("look_back_together", "year_calendar"),
    Stage.PAUSED: _owed("ask_if_back", "break_calendar"),
    Stage.LEFT: _owed("talk_at_the_end", "exit_talk"),
}


class Held(StrEnum):
    """What stands against leaving on the day that was named."""

    DISPUTE = "dispute"  # one is open, and somebody else had named the day
    FAMILIES = "nobody_takes_over"  # as `screening` calls it
    RULE = "rule"  # any other


HELD_LADDER = _owed("see_to_leaving", "held_day")  # goes before the step of the stage
_BOTH = (
    at_due("agreement.step_due", PathTells.CONVENERS, PathTells.PARTNER_ADMINS),
    later("chair", "agreement.step_late", PathTells.CONVENERS, PathTells.CHAIR),
)
AGREEMENT_LADDERS: dict[Paper, Ladder] = {
    Paper.DRAFT: Ladder(
        CONVENER,
        "offer_it",
        "offer",
        (
            at_due("agreement.draft_lies", PathTells.CONVENERS),
            later("chair", "agreement.step_late", PathTells.CONVENERS, PathTells.CHAIR),
        ),
        every="again",
    ),
    Paper.OFFERED: Ladder("both", "sign_it", "sign", _BOTH, every="again"),
    Paper.IN_FORCE: Ladder("both", "renew_it", "renew_ahead_calendar", _BOTH, every="again"),
}
# Of what was agreed on. Half way stands for the reminder: the waiting begins twice as long before the day.
OBLIGATION_LADDER = Ladder(
    "either",
    "keep_it",
    "remind_ahead_calendar",
    (
        half_way("obligation.near", PathTells.CONVENERS, PathTells.PARTNER_ADMINS),
        at_due("obligation.due", PathTells.CONVENERS, PathTells.PARTNER_ADMINS),
        later(
            "chair",
            "obligation.late",
            PathTells.CONVENERS,
            PathTells.PARTNER_ADMINS,
            PathTells.CHAIR,
        ),
    ),
    every="again",
)
