"""How long do we wait on a need, who owes the next step, and what happens when it does not come?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.calendar import OPENS, OpenDays
from core.governed import GovernedNumbers
from core.ladders import Ladder, Ladders, at_due, in_hours, later, on_day
from screening.lifecycle import OPEN, LaterKind, NeedStatus, Turn


class Tells(StrEnum):
    """Whom a rung tells. notifications.told says how each of them is reached."""

    OWNER = "owner"  # whoever is responsible for the need
    SUPERVISORS = "supervisors"  # of the organization that owns it
    RECEIVER = "receiver"  # the organization that was asked
    RECEIVER_ADMINS = "receiver_admins"
    DESK = "desk"
    CONVENERS = "conveners"
    CHAIR = "chair"  # of the council: the top above the desk
    FAMILY = "family"
    ASKER = "asker"  # whoever began the screening
    ASKERS_SUPERVISORS = "askers_supervisors"


class Then(StrEnum):
    """What a rung changes, beside telling somebody."""

    OWNER_TOO = "owner_too"  # it is the owner's turn as well: to nudge, or to ask somebody else
    OWNER_CALLS = "owner_calls"  # the owner rings the family
    DESK = "desk"  # the desk takes it over, where it may; else it stays the owner's turn
    UNCONFIRMED = "unconfirmed"  # the family's silence closes the need, counted as what it is
    UNANSWERED = "unanswered"  # a partner kept silent on the family’s no: nobody waits for it now


class Situation(StrEnum):
    """What is owed on a need: every open status has a row below, and some have more than one."""

    FOUND = "found"
    WANTS_HELP = "wants_help"
    CHOOSE_NEXT = "choose_next"
    SERVICE_CLOSED = "service_closed"
    FAMILY_SAID_NO = "family_said_no"
    BEING_HELPED = "being_helped"
    TO_CONFIRM = "to_confirm"
    CALL_FAMILY = "call_family"
    NEXT_VISIT = "next_visit"
    NO_RESOURCE = "no_resource"
    GAP_AT_DESK = "gap_at_desk"
    PAUSED = "paused"
    REACH_FAMILY = "reach_family"
    MEND_CONTACT = "mend_contact"
    HAND_OVER = "hand_over"
    AFTER_DEATH = "after_death"
    AT_DESK = "at_desk"
    RECHECK = "recheck"
    ASK_AGAIN = "ask_again"
    RENEWAL = "renewal"
    OF_AGE = "of_age"
    REWORDED = "reworded"
    APPEAL = "appeal"
    RECERTIFY = "recertify"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Patience(GovernedNumbers):
    """How long partners decided to wait (governance). Open days, unless the name says calendar or hours.

    Hours are those in which somebody in the network is there: what is needed today waits for no day.
    """

    AREA = "need"

    talk_over: int = 5
    choose_service: int = 2
    choose_next: int = 1
    after_closing: int = 3
    more_time_calendar: int = 14
    # A family lives every day of the week; that somebody is there to hear the answer moves the day on.
    ask_family_1_calendar: int = 2
    ask_family_2_calendar: int = 5
    ask_family_3_calendar: int = 9
    call_family: int = 2
    visit_calendar: int = 90
    after_visit: int = 5
    family_says_no: int = 1
    review_gap_calendar: int = 30
    paused_calendar: int = 30
    paused_at_most_calendar: int = 180
    reach_family: int = 1
    mend_contact: int = 2
    hand_over: int = 2
    after_death: int = 2
    supervisor: int = 2
    desk_takes: int = 2
    recheck: int = 2
    ask_again: int = 2
    renewal_ahead_calendar: int = 30
    renewal: int = 5
    of_age_ahead_calendar: int = 30
    of_age: int = 10
    reworded: int = 10
    appeal: int = 1
    recertify: int = 2
    unfinished_calendar: int = 1
    unfinished: int = 2
    at_desk: int = 1
    desk_late: int = 1
    chair: int = 1
    still_waiting: int = 5
    today_choose_hours: int = 1
    today_call_hours: int = 1
    today_hand_over_hours: int = 1
    today_at_desk_hours: int = 2
    today_grace_hours: int = 1
    today_again_hours: int = 9


OWNER, SUPERVISORS, DESK = Tells.OWNER, Tells.SUPERVISORS, Tells.DESK
REMINDED = at_due("need.reminded", OWNER)
SUPERVISOR = later("supervisor", "need.supervisor_told", SUPERVISORS)
STILL = later("still_waiting", "need.still_waiting", OWNER, SUPERVISORS)
TO_DESK = later("desk_takes", "need.still_waiting", OWNER, SUPERVISORS, then=Then.DESK)

DESK_LATE = (
    at_due("need.desk_reminded", DESK),
    later("desk_late", "need.desk_late", Tells.CONVENERS, DESK),
    later(
        "chair", "need.desk_still_late", Tells.CHAIR, Tells.CONVENERS
    ),  # and counted for the council
)

INSIDE = (REMINDED, SUPERVISOR, STILL)  # it never leaves the organization
TO_THE_DESK = (REMINDED, SUPERVISOR, TO_DESK)

S = Situation
LADDERS: dict[str, Ladder] = {
    S.FOUND: Ladder(Turn.OWNER, "talk_over", "talk_over", INSIDE),
    S.WANTS_HELP: Ladder(Turn.OWNER, "choose_service", "choose_service", TO_THE_DESK),
    S.CHOOSE_NEXT: Ladder(Turn.OWNER, "choose_next", "choose_next", TO_THE_DESK),
    S.SERVICE_CLOSED: Ladder(Turn.OWNER, "choose_next", "after_closing", TO_THE_DESK),
    S.FAMILY_SAID_NO: Ladder(Turn.OWNER, "choose_next", "family_says_no", TO_THE_DESK),
    S.BEING_HELPED: Ladder(Turn.PARTNER, "hear_from_partner", "choose_service"),
    S.TO_CONFIRM: Ladder(
        Turn.FAMILY,
        "ask_family",
        "ask_family_3_calendar",
        (
            on_day("ask_family_1_calendar", "need.family_asked", Tells.FAMILY),
            on_day("ask_family_2_calendar", "need.family_asked", Tells.FAMILY),
            on_day("ask_family_3_calendar", "need.family_asked", Tells.FAMILY),
            later("call_family", "need.family_silent", OWNER, then=Then.OWNER_CALLS),
        ),
    ),
    S.CALL_FAMILY: Ladder(Turn.OWNER, "call_family", "call_family", INSIDE),
    S.NEXT_VISIT: Ladder(
        Turn.OWNER,
        "ask_at_visit",
        "visit_calendar",
        (REMINDED, later("after_visit", "need.still_waiting", OWNER, SUPERVISORS, then=Then.UNCONFIRMED)),
    ),
    S.NO_RESOURCE: Ladder(Turn.OWNER, "review_gap", "review_gap_calendar", TO_THE_DESK),
    S.GAP_AT_DESK: Ladder(
        Turn.DESK,
        "desk_reviews",
        "review_gap_calendar",
        DESK_LATE,
    ),
    S.PAUSED: Ladder(Turn.OWNER, "ask_again", "paused_calendar", INSIDE),
    S.REACH_FAMILY: Ladder(Turn.OWNER, "reach_family", "reach_family", TO_THE_DESK),
    S.MEND_CONTACT: Ladder(Turn.OWNER, "mend_contact", "mend_contact", INSIDE),
    S.HAND_OVER: Ladder(Turn.OWNER, "hand_over", "hand_over", TO_THE_DESK),
    S.AFTER_DEATH: Ladder(Turn.OWNER, "after_death", "after_death", INSIDE),
    S.AT_DESK: Ladder(
        Turn.DESK,
        "desk_decides",
        "at_desk",
        DESK_LATE,
    ),
    S.RECHECK: Ladder(
        Turn.OWNER,
        "recheck",
        "recheck",
        (at_due("need.recheck_due", OWNER, Tells.FAMILY), later("supervisor", "need.recheck_late", SUPERVISORS, OWNER)),
    ),
    S.ASK_AGAIN: Ladder(
        Turn.OWNER,
        "ask_once_more",
        "ask_again",
        (at_due("need.ask_again_due", OWNER), later("supervisor", "need.ask_again_late", SUPERVISORS, OWNER)),
    ),
    S.RENEWAL: Ladder(
        Turn.OWNER,
        "renew",
        "renewal",
        (at_due("consent.ending", OWNER), later("supervisor", "consent.ending_late", SUPERVISORS, OWNER)),
    ),
    S.OF_AGE: Ladder(
        Turn.OWNER,
        "ask_themselves",
        "of_age",
        (at_due("consent.of_age", OWNER), later("supervisor", "consent.of_age_late", SUPERVISORS, OWNER)),
    ),
    S.REWORDED: Ladder(
        Turn.OWNER,
        "ask_anew",
        "reworded",
        (at_due("consent.reworded", OWNER), later("supervisor", "consent.reworded_late", SUPERVISORS, OWNER)),
    ),
    S.APPEAL: Ladder(
        Turn.OWNER,
        "talk_appeal",
        "appeal",
        (at_due("need.appeal_due", OWNER), later("supervisor", "need.appeal_late", SUPERVISORS, OWNER)),
    ),
    S.RECERTIFY: Ladder(
        Turn.OWNER,
        "recertify",
        "recertify",
        (at_due("need.recertify_due", OWNER), later("supervisor", "need.recertify_late", SUPERVISORS, OWNER)),
    ),
    S.UNFINISHED: Ladder(
        Turn.OWNER,
        "finish_screening",
        "unfinished",
        (
            at_due("screening.unfinished", Tells.ASKER),
            later("supervisor", "screening.unfinished_late", Tells.ASKERS_SUPERVISORS, Tells.ASKER),
        ),
    ),
}  # fmt: skip
# What is needed today: which hours stand in place of which days.
IN_HOURS: dict[str, str] = {
    "choose_service": "today_choose_hours",
    "choose_next": "today_choose_hours",
    "after_closing": "today_choose_hours",
    "family_says_no": "today_choose_hours",
    "call_family": "today_call_hours",
    "reach_family": "today_call_hours",
    "mend_contact": "today_call_hours",
    "hand_over": "today_hand_over_hours",
    "at_desk": "today_at_desk_hours",
    "supervisor": "today_grace_hours",
    "desk_takes": "today_grace_hours",
    "desk_late": "today_grace_hours",
    "chair": "today_grace_hours",
    "still_waiting": "today_again_hours",
}
# Whatever may be owed while help is looked for or under way (`lifecycle.PRESSES`); a death hurries nobody.
PRESSED = (
    *(S.WANTS_HELP, S.CHOOSE_NEXT, S.SERVICE_CLOSED, S.FAMILY_SAID_NO, S.CALL_FAMILY),
    *(S.REACH_FAMILY, S.MEND_CONTACT, S.HAND_OVER, S.AT_DESK),
)
TODAY: dict[str, Ladder] = {case: in_hours(LADDERS[case], IN_HOURS) for case in PRESSED}
WAITS = Ladders(LADDERS, TODAY)
ASKS = ("ask_family_1_calendar", "ask_family_2_calendar", "ask_family_3_calendar")
# How long one organization has for its own steps with a family: this may be tried in one of them.
LOCAL = frozenset(
    {
        *("talk_over", "choose_service", "choose_next", "family_says_no", *ASKS, "call_family"),
        *("visit_calendar", "reach_family", "mend_contact", "hand_over"),
    }
)
# What would write to a family though no need of it is open: while all that is open for the person waits for a
# day that the family named, it waits too, until the first of those days.
RESTS_WITH_FAMILY = frozenset(
    S(kind) for kind in LaterKind if any(Tells.FAMILY in rung.tells for rung in LADDERS[kind].rungs)
)
# What an owner may owe while a partner helps: the need does not mirror its referral meanwhile.
OWN_STEPS = frozenset({"call_family", "reach_family", "mend_contact", "hand_over", "after_death"})


def situation(status: NeedStatus, next_step: str, *, is_at_desk: bool = False) -> Situation:
    """Which row an open need is in. While it is being helped its referral speaks, but for a call and the like."""
    if is_at_desk:
        reviews = next_step == LADDERS[Situation.GAP_AT_DESK].next_step
        return Situation.GAP_AT_DESK if reviews else Situation.AT_DESK
    if status is NeedStatus.BEING_HELPED and next_step not in OWN_STEPS:
        return Situation.BEING_HELPED
    return _BY_STEP.get(next_step, Situation(status))


def asked_again(on: date, days: OpenDays, *, at: datetime) -> datetime:
    """When work starts on the day that the family named; once that has passed, on the next open day."""
    day = days.not_before_open(datetime.combine(on, OPENS, ZoneInfo(days.zone)))
    return day if day > at else days.after(at, 1)


def rung_from(case: str, rung: int, *, in_person: bool) -> int:
    """Nobody writes to a family that is only asked in person: somebody calls at once."""
    return len(ASKS) if case == Situation.TO_CONFIRM and in_person else rung


# HEDIS SNS-E counts help with food, housing and rides on or before the 30th day after the positive answer.
COUNTED_DAYS = timedelta(days=30)


def counted_until(found_on: date) -> date:
    """The last day on which help that begins still counts there. A mark; nothing else happens on it."""
    return found_on + COUNTED_DAYS


def situations() -> frozenset[str]:
    """Every open status has its own row, whatever other rows there are."""
    return frozenset(LADDERS) & frozenset(OPEN)


# The row by what is owed. Rows of one step have one ladder (a test says so): the first stands for all.
_BY_STEP: dict[str, Situation] = {}
for _case, _ladder in LADDERS.items():
    _BY_STEP.setdefault(_ladder.next_step, Situation(_case))
