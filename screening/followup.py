"""How long do we wait on a need, who owes the next step, and what happens when it does not come?"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from core.calendar import OpenDays
from screening.lifecycle import OPEN, NeedStatus, Turn


@dataclass(frozen=True, slots=True)
class Patience:
    """Days that partners decided to wait (governance). Open days, unless the name says calendar."""

    talk_over: int = 5
    choose_service: int = 2
    choose_next: int = 1
    ask_family_1: int = 2
    ask_family_2: int = 5
    ask_family_3: int = 9
    call_family: int = 2
    family_says_no: int = 1
    review_gap_calendar: int = 30
    still_waiting: int = 5
    supervisor: int = 2

    @classmethod
    def defaults(cls) -> Iterator[tuple[str, int]]:
        return iter(asdict(cls()).items())

    @classmethod
    def of(cls, values: Mapping[str, int]) -> "Patience":
        """From governed values named `need.<field>`."""
        return cls(**{key.removeprefix("need."): value for key, value in values.items()})


@dataclass(frozen=True, slots=True)
class Owes:
    """One row of the table: who owes what in a situation, and how many open days they have."""

    turn: Turn
    next_step: str
    patience: str


OWED: dict[str, Owes] = {
    NeedStatus.FOUND: Owes(Turn.OWNER, "talk_over", "talk_over"),
    NeedStatus.WANTS_HELP: Owes(Turn.OWNER, "choose_service", "choose_service"),
    "choose_next": Owes(Turn.OWNER, "choose_next", "choose_next"),
    "family_said_no": Owes(Turn.OWNER, "choose_next", "family_says_no"),
    NeedStatus.BEING_HELPED: Owes(
        Turn.PARTNER, "hear_from_partner", "choose_service"
    ),  # mirrored from its referral
    NeedStatus.TO_CONFIRM: Owes(Turn.FAMILY, "ask_family", "ask_family_3"),
    "call_family": Owes(Turn.OWNER, "call_family", "call_family"),
    NeedStatus.NO_RESOURCE: Owes(Turn.OWNER, "review_gap", "review_gap_calendar"),
    NeedStatus.PAUSED: Owes(Turn.OWNER, "ask_again", "choose_service"),
}
ASKS = ("ask_family_1", "ask_family_2", "ask_family_3")
CALENDAR_DAYS = frozenset({"review_gap_calendar"})


def due(
    situation: str,
    patience: Patience,
    days: OpenDays,
    *,
    since: datetime,
    needed_by: datetime | None = None,
) -> datetime:
    """When the step is due: the patience of the situation, or the day it is needed by when that comes first."""
    name = OWED[situation].patience
    wait: int = getattr(patience, name)
    by_policy = since + timedelta(days=wait) if name in CALENDAR_DAYS else days.after(since, wait)
    return min(by_policy, needed_by) if needed_by and needed_by > since else by_policy


def first_wake(
    situation: str, patience: Patience, days: OpenDays, *, since: datetime, due_at: datetime
) -> datetime:
    """When the sweep first looks: the family is asked before the step is due, all else at the due date."""
    if situation == NeedStatus.TO_CONFIRM:
        return min(due_at, days.after(since, patience.ask_family_1))
    return due_at


@dataclass(frozen=True, slots=True)
class Climb:
    """What a due need does: the event, when to look again, and a new owed step when the ladder ends."""

    kind: str
    wake_at: datetime
    then: str = ""


def climb(
    situation: str, rung: int, patience: Patience, days: OpenDays, *, since: datetime, at: datetime
) -> Climb:
    """One rung up. The family is asked on three days, then a person calls; everybody else is reminded,
    their supervisor told, and nobody is ever left alone with it: the last rung repeats."""
    if situation == NeedStatus.TO_CONFIRM:
        return _ask_family(rung, patience, days, since=since, at=at)
    if rung == 0:
        return Climb("need.reminded", days.after(at, patience.supervisor))
    if rung == 1:
        return Climb("need.supervisor_told", days.after(at, patience.still_waiting))
    return Climb("need.still_waiting", days.after(at, patience.still_waiting))


def _ask_family(
    rung: int, patience: Patience, days: OpenDays, *, since: datetime, at: datetime
) -> Climb:
    asks = [getattr(patience, name) for name in ASKS]
    if rung >= len(asks):
        return Climb("need.family_silent", days.after(at, patience.call_family), then="call_family")
    following = asks[rung + 1] if rung + 1 < len(asks) else asks[-1] + patience.call_family
    return Climb("need.family_asked", max(days.after(since, following), days.after(at, 1)))


def situations() -> frozenset[str]:
    """Every open status has its own row, whatever other rows there are."""
    return frozenset(OWED) & frozenset(OPEN)
