"""Has everything safe been tried to reach this family? And who is called when somebody may be in danger?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.ladders import Ladder, at_due, half_way, later
from people.lifecycle import Watch, Way

VISIT_WITHIN = timedelta(days=90)
FORGOTTEN_AFTER = timedelta(days=60)  # tries before that say nothing about today


class DayPart(StrEnum):
    """Somebody who never answers in the morning may work nights: tries differ in these."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Protocol:
    """How often, and over how many days, before anybody may say "we could not reach them"."""

    tries: int = 4
    days: int = 5

    @classmethod
    def defaults(cls) -> Iterator[tuple[str, int]]:
        return iter(asdict(cls()).items())

    @classmethod
    def of(cls, values: Mapping[str, int]) -> "Protocol":
        """From governed values named `reach.<field>`."""
        return cls(**{key.removeprefix("reach."): value for key, value in values.items()})


@dataclass(frozen=True, slots=True)
class Try:
    """One try: by which way, and when."""

    way: Way
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the tries have come. `next_way` and `next_part` say what is worth trying now."""

    done: int
    needed: int
    untried: tuple[Way, ...]
    enough_on: date
    is_done: bool
    next_way: Way | None = None
    next_part: DayPart | None = None


def day_part(local: datetime) -> DayPart:
    if local.hour < 12:
        return DayPart.MORNING
    return DayPart.AFTERNOON if local.hour < 17 else DayPart.EVENING


def progress(
    ways: Sequence[Way],
    tries: Sequence[Try],
    protocol: Protocol,
    *,
    since: datetime,
    at: datetime,
    zone: str,
) -> Progress:
    """`ways`: those that exist, are safe and work, in the family's own order; `tries`: those since `since`.

    Two tries on one day count twice only in different parts of it. A way that does not exist is
    never asked for: where none is left, only the days count. The database asks the same
    (`referrals_was_tried`).
    """
    here = ZoneInfo(zone)
    slots = {(one.at.astimezone(here).date(), day_part(one.at.astimezone(here))) for one in tries}
    untried = tuple(way for way in ways if way not in {one.way for one in tries})
    needed = protocol.tries if ways else 0
    began = min((day for day, _ in slots), default=None) if ways else since.astimezone(here).date()
    today = at.astimezone(here).date()
    last = max((day for day, _ in slots), default=today) if ways else today
    enough_on = (began or today) + timedelta(days=protocol.days - 1)
    is_done = len(slots) >= needed and not untried and began is not None and last >= enough_on
    told = Progress(len(slots), needed, untried, enough_on, is_done)
    return told if is_done or not ways else _with_advice(told, ways, tries, at.astimezone(here))


def _with_advice(
    told: Progress, ways: Sequence[Way], tries: Sequence[Try], now: datetime
) -> Progress:
    """First what was never tried; then what was tried least. In a part of the day that is new."""
    used = [one.way for one in tries]
    way = min(ways, key=lambda one: (used.count(one), ways.index(one)))
    parts = [day_part(one.at.astimezone(now.tzinfo)) for one in tries]
    part = min(DayPart, key=lambda one: (parts.count(one), list(DayPart).index(one)))
    return Progress(told.done, told.needed, told.untried, told.enough_on, told.is_done, way, part)


# --- danger is not a referral: its own short ladder, in hours in which somebody is there ---------


class AlertCase(StrEnum):
    """What is owed on a safety alert."""

    RAISED = "raised"
    TAKEN = "taken"


class AlertTells(StrEnum):
    """Whom a rung tells; never anybody whom the person has shut out."""

    DUTY = "duty"
    SUPERVISORS = "supervisors"
    CONVENERS = "duty_of_convener"  # a number, an organization and a telephone; no name
    TAKER = "alert_taker"


@dataclass(frozen=True, slots=True)
class AlertPatience:
    """Staffed hours of the network."""

    take_hours: int = 1
    close_hours: int = 9
    supervisor_hours: int = 1
    convener_hours: int = 1
    again_hours: int = 2

    @classmethod
    def defaults(cls) -> Iterator[tuple[str, int]]:
        return iter(asdict(cls()).items())

    @classmethod
    def of(cls, values: Mapping[str, int]) -> "AlertPatience":
        """From governed values: those named `safety.<field>`."""
        ours = {key: value for key, value in values.items() if key.startswith("safety.")}
        return cls(**{key.removeprefix("safety."): value for key, value in ours.items()})


_T = AlertTells
_ABOVE = later(
    "convener_hours", "safety.climbed", _T.DUTY, _T.SUPERVISORS, _T.CONVENERS, then=Watch.CONVENER
)
ALERT_LADDERS: dict[str, Ladder] = {
    AlertCase.RAISED: Ladder(
        Watch.DUTY,
        "take_alert",
        "take_hours",
        (at_due("safety.nobody_took", _T.DUTY, _T.SUPERVISORS, then=Watch.SUPERVISOR), _ABOVE),
        every="again_hours",
    ),
    AlertCase.TAKEN: Ladder(
        Watch.TAKER,
        "close_alert",
        "close_hours",
        (
            at_due("safety.not_closed", _T.TAKER),
            later(
                "supervisor_hours", "safety.still_open",
                _T.TAKER, _T.DUTY, _T.SUPERVISORS, then=Watch.SUPERVISOR,
            ),
            _ABOVE,
        ),
        every="again_hours",
    ),
}  # fmt: skip


# --- what a court or an office demands: the privacy officer's own step, which cannot be forgotten --


class DemandCase(StrEnum):
    """What is owed on a legal demand."""

    RECEIVED = "received"
    WITH_COUNSEL = "with_counsel"


class DemandTells(StrEnum):
    """Whom a rung tells: that something waits, and nothing about whom."""

    PRIVACY = "privacy"
    CONVENERS = "conveners_of_law"


@dataclass(frozen=True, slots=True)
class DemandPatience:
    """Open days of the network."""

    counsel: int = 1
    answer: int = 5
    convener: int = 1
    again: int = 1

    @classmethod
    def defaults(cls) -> Iterator[tuple[str, int]]:
        return iter(asdict(cls()).items())

    @classmethod
    def of(cls, values: Mapping[str, int]) -> "DemandPatience":
        """From governed values: those named `law.<field>`."""
        ours = {key: value for key, value in values.items() if key.startswith("law.")}
        return cls(**{key.removeprefix("law."): value for key, value in ours.items()})


_OFFICER, _CONVENER = DemandTells.PRIVACY, DemandTells.CONVENERS
_TOP = later("convener", "demand.climbed", _OFFICER, _CONVENER)
DEMAND_LADDERS: dict[str, Ladder] = {
    DemandCase.RECEIVED: Ladder(
        "privacy",
        "ask_counsel",
        "counsel",
        (at_due("demand.counsel_late", _OFFICER), _TOP),
        every="again",
    ),
    DemandCase.WITH_COUNSEL: Ladder(
        "privacy",
        "answer_demand",
        "answer",
        (half_way("demand.reminder", _OFFICER), at_due("demand.answer_due", _OFFICER), _TOP),
        every="again",
    ),
}
