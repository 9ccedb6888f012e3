"""How long do we wait for a referral, who owes the next step, and what happens when it does not come?"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.calendar import OpenDays
from referrals.lifecycle import Mode, Status, WaitingOn


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
    INTRODUCTION = "introduction"
    NEVER_CHASED = "never_chased"


@dataclass(frozen=True, slots=True)
class Patience:
    """Days that partners decided to wait (governance). Open days, unless the name says calendar."""

    draft: int = 2
    answer: int = 2
    answer_grace: int = 2
    question: int = 1
    first_contact: int = 3
    progress_calendar: int = 14
    wait_list_calendar: int = 14
    documents: int = 5
    on_hold_calendar: int = 14
    introduction_calendar: int = 7
    never_chased_calendar: int = 14
    still_waiting: int = 5

    @classmethod
    def defaults(cls) -> Iterator[tuple[str, int]]:
        return iter(asdict(cls()).items())

    @classmethod
    def of(cls, values: Mapping[str, int]) -> "Patience":
        """From governed values named `referral.<field>`."""
        return cls(**{key.removeprefix("referral."): value for key, value in values.items()})


@dataclass(frozen=True, slots=True)
class Owes:
    """One row of the table: who owes what in a situation, and which patience holds."""

    waiting_on: WaitingOn
    next_step: str
    patience: str
    half_way: bool = False


W = WaitingOn
OWED: dict[Situation, Owes] = {
    Situation.DRAFT: Owes(W.SENDER, "send", "draft"),
    Situation.REQUESTED: Owes(W.RECEIVER, "answer", "answer", half_way=True),
    Situation.QUESTION: Owes(W.SENDER, "reply", "question"),
    Situation.ACCEPTED: Owes(W.RECEIVER, "first_contact", "first_contact"),
    Situation.IN_PROGRESS: Owes(W.RECEIVER, "report", "progress_calendar"),
    Situation.WAIT_LIST: Owes(W.RECEIVER, "confirm_place", "wait_list_calendar"),
    Situation.DOCUMENTS: Owes(W.SENDER, "help_with_documents", "documents"),
    Situation.ON_HOLD: Owes(W.RECEIVER, "report", "on_hold_calendar"),
    Situation.INTRODUCTION: Owes(W.FAMILY, "ask_family", "introduction_calendar"),
    Situation.NEVER_CHASED: Owes(W.SENDER, "ask_family", "never_chased_calendar"),
}
RESTING: dict[str, Situation] = {
    "wait_list": Situation.WAIT_LIST,
    "waiting_for_documents": Situation.DOCUMENTS,
}
BY_STATUS: dict[Status, Situation] = {
    Status.DRAFT: Situation.DRAFT,
    Status.REQUESTED: Situation.REQUESTED,
    Status.ACCEPTED: Situation.ACCEPTED,
    Status.IN_PROGRESS: Situation.IN_PROGRESS,
    Status.ON_HOLD: Situation.ON_HOLD,
}


def situation(
    status: Status,
    *,
    mode: Mode,
    reason: str = "",
    question: bool = False,
    never_chased: bool = False,
) -> Situation:
    """Which row of the table an open referral is in."""
    if status is not Status.DRAFT and mode is Mode.INTRODUCTION:
        return Situation.INTRODUCTION
    if status is not Status.DRAFT and never_chased:
        return Situation.NEVER_CHASED
    if question:
        return Situation.QUESTION
    if status is Status.ON_HOLD:
        return RESTING.get(reason, Situation.ON_HOLD)
    return BY_STATUS[status]


def asks_sender(status: Status, reason: str) -> bool:
    """Whether waiting on the sender in this status means that a question is open."""
    return status is Status.REQUESTED or (status is Status.ON_HOLD and reason == "question")


@dataclass(frozen=True, slots=True)
class Due:
    """When a step is owed, and when the sweep first looks (half way when the table says so)."""

    due: datetime
    wake_at: datetime


def due(
    case: Situation,
    patience: Patience,
    days: OpenDays,
    *,
    since: datetime,
    needed_by: datetime | None = None,
) -> Due:
    """The patience of the situation in the owing side's open days; earlier when it is needed earlier."""
    row = OWED[case]
    wait: int = getattr(patience, row.patience)
    by_policy = (
        since + timedelta(days=wait)
        if row.patience.endswith("_calendar")
        else days.after(since, wait)
    )
    at = min(by_policy, needed_by) if needed_by and needed_by > since else by_policy
    return Due(at, since + (at - since) / 2 if row.half_way else at)


@dataclass(frozen=True, slots=True)
class Climb:
    """What a due referral does: the event, whether the sender's turn begins too, when to look again."""

    kind: str
    tells_sender: bool
    wake_at: datetime


def climb(
    case: Situation,
    rung: int,
    patience: Patience,
    days: OpenDays,
    *,
    due_at: datetime,
    at: datetime,
) -> Climb:
    """One rung up. Half way: a quiet reminder. Due: reminder, and the sender hears "no answer yet".
    An introduction has nobody to remind: the family is asked, then it is the sender's turn.
    Later the last rung repeats, so that a silent referral is never forgotten."""
    if case is Situation.INTRODUCTION and rung == 0:
        return Climb(
            "referral.family_asked",
            tells_sender=False,
            wake_at=days.after(at, patience.answer_grace),
        )
    if OWED[case].half_way and rung == 0 and at < due_at:
        return Climb("referral.reminded_early", tells_sender=False, wake_at=due_at)
    late_from = 1 if OWED[case].half_way or case is Situation.INTRODUCTION else 0
    if rung <= late_from:
        return Climb(
            "referral.reminded", tells_sender=True, wake_at=days.after(at, patience.answer_grace)
        )
    return Climb(
        "referral.still_waiting", tells_sender=True, wake_at=days.after(at, patience.still_waiting)
    )
