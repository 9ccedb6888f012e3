"""How long do we wait for a referral, who owes the next step, and what happens when it does not come?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.calendar import OPENS, OpenDays
from core.governed import GovernedNumbers
from core.ladders import Ladder, Ladders, at_due, half_way, in_hours, later
from referrals.lifecycle import MilestoneKind, Mode, Status, WaitingOn
from screening.followup import Tells, Then


class Situation(StrEnum):
    """An open status, seen with its mode and the reason it rests: every one has a row below."""

    DRAFT = "draft"
    REQUESTED = "requested"
    QUESTION = "question"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    WAIT_LIST = "wait_list"
    DOCUMENTS = "documents"
    ON_HOLD = "on_hold"
    APPOINTMENT = "appointment"
    INTRODUCTION = "introduction"
    HANDOFF = "handoff"
    APPLICATION = "application"
    NEVER_CHASED = "never_chased"
    FAMILY_WAITS = "family_waits"  # the family asked to wait until a day: nobody presses anybody
    CALL_PARTNER = "call_partner"
    ASK_PARTNER = "ask_partner"
    CONTESTED = "contested"  # ended, and the family says no: the partner owes a word


@dataclass(frozen=True, slots=True)
class Patience(GovernedNumbers):
    """How long partners decided to wait (governance). Open days, unless the name says calendar or hours.

    Hours are those in which somebody in the network is there: what is needed today waits for no day.
    """

    AREA = "referral"

    draft: int = 2
    answer: int = 2
    answer_grace: int = 2
    question: int = 1
    first_contact: int = 3
    progress_calendar: int = 14
    wait_list_calendar: int = 14
    documents: int = 5
    on_hold_calendar: int = 14
    after_appointment: int = 1
    introduction_calendar: int = 7
    application_calendar: int = 30
    never_chased_calendar: int = 14
    call_partner: int = 1
    ask_partner_calendar: int = 7
    documents_ahead_calendar: int = 2
    filed_ahead_calendar: int = 2
    interview_ahead_calendar: int = 1
    decision_ahead_calendar: int = 5
    appeal_calendar: int = 30
    appeal_ahead_calendar: int = 5
    recertification_ahead_calendar: int = 5
    not_so: int = 5
    contested: int = 5
    mend_calendar: int = 14
    supervisor: int = 2
    desk_takes: int = 1
    still_waiting: int = 5
    today_send_hours: int = 1
    today_answer_hours: int = 2
    today_call_hours: int = 1
    today_reply_hours: int = 1
    today_contact_hours: int = 4
    today_report_hours: int = 9
    today_ask_hours: int = 9
    today_grace_hours: int = 1
    today_desk_hours: int = 1
    today_again_hours: int = 9


RECEIVER, OWNER, SUPERVISORS = Tells.RECEIVER, Tells.OWNER, Tells.SUPERVISORS

# A partner who owes a step: the sender hears of it at the due date, then the desk helps along.
PARTNER_LATE = (
    at_due("referral.reminded", RECEIVER, OWNER, then=Then.OWNER_TOO),
    later("answer_grace", "referral.desk_told", Tells.RECEIVER_ADMINS, Tells.DESK, then=Then.OWNER_TOO),
    later("desk_takes", "referral.still_waiting", RECEIVER, OWNER, SUPERVISORS, then=Then.DESK),
)  # fmt: skip
# A sender who owes a step: it stays in their own organization.
SENDER_LATE = (
    at_due("referral.reminded", OWNER),
    later("supervisor", "referral.supervisor_told", SUPERVISORS),
    later("still_waiting", "referral.still_waiting", OWNER, SUPERVISORS),
)
W, S = WaitingOn, Situation
LADDERS: dict[Situation, Ladder] = {
    S.DRAFT: Ladder(W.SENDER, "send", "draft", SENDER_LATE),
    S.REQUESTED: Ladder(
        W.RECEIVER, "answer", "answer", (half_way("referral.reminded_early", RECEIVER), *PARTNER_LATE)
    ),
    S.QUESTION: Ladder(W.SENDER, "reply", "question", SENDER_LATE),
    S.ACCEPTED: Ladder(W.RECEIVER, "first_contact", "first_contact", PARTNER_LATE),
    S.IN_PROGRESS: Ladder(W.RECEIVER, "report", "progress_calendar", PARTNER_LATE),
    S.WAIT_LIST: Ladder(
        W.RECEIVER,
        "confirm_place",
        "wait_list_calendar",
        (
            at_due("referral.reminded", RECEIVER, OWNER, then=Then.OWNER_TOO),
            later("answer_grace", "referral.still_waiting", RECEIVER, OWNER, SUPERVISORS, then=Then.OWNER_TOO),
        ),
    ),
    S.DOCUMENTS: Ladder(W.SENDER, "help_with_documents", "documents", SENDER_LATE),
    S.ON_HOLD: Ladder(W.RECEIVER, "report", "on_hold_calendar", PARTNER_LATE),
    S.APPOINTMENT: Ladder(W.RECEIVER, "say_how_it_went", "on_hold_calendar", PARTNER_LATE),
    S.INTRODUCTION: Ladder(
        W.FAMILY,
        "ask_family",
        "introduction_calendar",
        (
            at_due("referral.family_asked", Tells.FAMILY),
            later("answer_grace", "referral.reminded", OWNER, then=Then.OWNER_CALLS),
            later("still_waiting", "referral.still_waiting", OWNER, SUPERVISORS),
        ),
    ),
    S.HANDOFF: Ladder(W.SENDER, "talk_together", "first_contact", SENDER_LATE),
    S.APPLICATION: Ladder(W.SENDER, "check_application", "application_calendar", SENDER_LATE),
    S.NEVER_CHASED: Ladder(W.SENDER, "ask_family", "never_chased_calendar", SENDER_LATE),
    S.FAMILY_WAITS: Ladder(W.FAMILY, "wait_for_family", "on_hold_calendar"),
    S.CALL_PARTNER: Ladder(W.SENDER, "call_partner", "call_partner", SENDER_LATE),
    S.ASK_PARTNER: Ladder(W.SENDER, "ask_partner", "ask_partner_calendar", SENDER_LATE),
    S.CONTESTED: Ladder(
        W.RECEIVER,
        "answer_family",
        "contested",
        (
            half_way("referral.contest_reminded", RECEIVER),
            at_due("referral.contest_unanswered", OWNER, Tells.RECEIVER_ADMINS, Tells.DESK, then=Then.UNANSWERED),
        ),
    ),
}  # fmt: skip
# What is needed today: which hours stand in place of which days.
IN_HOURS: dict[str, str] = {
    "draft": "today_send_hours",
    "answer": "today_answer_hours",
    "question": "today_reply_hours",
    "first_contact": "today_contact_hours",
    "progress_calendar": "today_report_hours",
    "on_hold_calendar": "today_report_hours",
    "documents": "today_report_hours",
    "introduction_calendar": "today_ask_hours",
    "never_chased_calendar": "today_ask_hours",
    "call_partner": "today_call_hours",
    "ask_partner_calendar": "today_report_hours",
    "answer_grace": "today_grace_hours",
    "supervisor": "today_grace_hours",
    "desk_takes": "today_desk_hours",
    "still_waiting": "today_again_hours",
}
# How long one side has for a step of its own: this may be agreed with one organization, or tried there.
# When others hear of its silence stays the same for all, and so do the days of a law and of what is needed today.
LOCAL = frozenset(
    {
        *("draft", "answer", "question", "first_contact", "progress_calendar", "documents"),
        *("wait_list_calendar", "on_hold_calendar", "introduction_calendar", "call_partner"),
        *("never_chased_calendar", "ask_partner_calendar"),
    }
)
# A place on a list moves by days, an application by the days of its law, a rest until the family's
# day; what has ended is over.
OWN_DAYS = frozenset({S.WAIT_LIST, S.APPLICATION, S.FAMILY_WAITS, S.CONTESTED})
TODAY: dict[Situation, Ladder] = {
    case: in_hours(ladder, IN_HOURS) for case, ladder in LADDERS.items() if case not in OWN_DAYS
}
WAITS = Ladders(LADDERS, TODAY)
RESTING: dict[str, Situation] = {
    "wait_list": Situation.WAIT_LIST,
    "waiting_for_documents": Situation.DOCUMENTS,
    "appointment_set": Situation.APPOINTMENT,
}
BY_STATUS: dict[Status, Situation] = {
    Status.DRAFT: Situation.DRAFT,
    Status.REQUESTED: Situation.REQUESTED,
    Status.ACCEPTED: Situation.ACCEPTED,
    Status.IN_PROGRESS: Situation.IN_PROGRESS,
    Status.ON_HOLD: Situation.ON_HOLD,
}
BY_MODE: dict[tuple[Mode, Status], Situation] = {
    (Mode.WARM_HANDOFF, Status.ACCEPTED): Situation.HANDOFF,
    (Mode.APPLICATION, Status.IN_PROGRESS): Situation.APPLICATION,
}


def situation(
    status: Status,
    *,
    mode: Mode,
    reason: str = "",
    question: bool = False,
    never_chased: bool = False,
    next_step: str = "",
) -> Situation:
    """Which row of the table an open referral is in; `next_step` is what it owes already, if it does."""
    if next_step in BY_STEP:
        return BY_STEP[next_step]
    if status is not Status.DRAFT and mode is Mode.INTRODUCTION:
        return Situation.INTRODUCTION
    if status is not Status.DRAFT and never_chased:
        return Situation.NEVER_CHASED
    if question:
        return Situation.QUESTION
    if status is Status.ON_HOLD:
        return RESTING.get(reason, Situation.ON_HOLD)
    return BY_MODE.get((mode, status), BY_STATUS[status])


# Nobody there signs in, and what is delicate goes by no link: the sender rings them up, and asks again.
BY_TELEPHONE: dict[str, Situation] = {
    LADDERS[case].next_step: case for case in (Situation.CALL_PARTNER, Situation.ASK_PARTNER)
}


# What is told by the step that is owed alone: the status does not say it.
BY_STEP: dict[str, Situation] = {
    **BY_TELEPHONE,
    LADDERS[Situation.FAMILY_WAITS].next_step: Situation.FAMILY_WAITS,
}


def by_telephone(case: Situation, *, has_heard: bool) -> Situation:
    """What becomes of a situation where no message reaches the partner: its step is the sender's."""
    if not has_heard and case in {Situation.REQUESTED, Situation.NEVER_CHASED}:
        return Situation.CALL_PARTNER
    return Situation.ASK_PARTNER if LADDERS[case].owed_by == WaitingOn.RECEIVER else case


# Which number says how many days before its date somebody looks at a milestone of an application.
LOOKS_AHEAD: dict[MilestoneKind, str] = {
    MilestoneKind.DOCUMENTS: "documents_ahead_calendar",
    MilestoneKind.FILED: "filed_ahead_calendar",
    MilestoneKind.INTERVIEW: "interview_ahead_calendar",
    MilestoneKind.DECISION: "decision_ahead_calendar",
    MilestoneKind.APPEAL: "appeal_ahead_calendar",
    MilestoneKind.RECERTIFICATION: "recertification_ahead_calendar",
}


def date_after(status: Status, reason: str) -> MilestoneKind | None:
    """Which date still comes when an application has ended."""
    if status is Status.COMPLETED:
        return MilestoneKind.RECERTIFICATION
    return MilestoneKind.APPEAL if (status, reason) == (Status.FAILED, "denied") else None


def look_at(
    kind: MilestoneKind, on: date, patience: Patience, days: OpenDays, *, at: datetime
) -> datetime:
    """When work starts on the day to look at it; the next open day, when that one has passed."""
    ahead = timedelta(days=getattr(patience, LOOKS_AHEAD[kind]))
    day = datetime.combine(on - ahead, OPENS, ZoneInfo(days.zone))
    return max(days.not_before_open(day), days.after(at, 1))


def after_appointment(on: date, patience: Patience, days: OpenDays) -> datetime:
    """How it went is asked after it, and never before."""
    day = datetime.combine(on, OPENS, ZoneInfo(days.zone))
    return days.after(day, patience.after_appointment)


def asks_sender(status: Status, reason: str) -> bool:
    """Whether waiting on the sender in this status means that a question is open."""
    return status is Status.REQUESTED or (status is Status.ON_HOLD and reason == "question")


# What it is then for the owner of the need, when a partner or a family keeps silent.
OWNERS_STEP: dict[str, str] = {
    Then.OWNER_TOO: "nudge_or_switch",
    Then.DESK: "nudge_or_switch",
    Then.OWNER_CALLS: "call_family",
}


def owners_step(case: Situation, rung: int) -> str:
    """What the owner owes as well, `rung` rungs up: the rungs taken say so. Empty: nothing yet."""
    taken = LADDERS[case].rungs[:rung]
    return next((OWNERS_STEP[r.then] for r in reversed(taken) if r.then in OWNERS_STEP), "")
