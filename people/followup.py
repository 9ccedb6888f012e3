"""Has everything safe been tried to reach this family? And who is called when somebody may be in danger?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.governed import GovernedNumbers
from core.ladders import Ladder, at_due, half_way, later
from people.lifecycle import RightWatch, Watch, Way

VISIT_WITHIN = timedelta(days=90)
FORGOTTEN_AFTER = timedelta(days=60)  # tries before that say nothing about today


class DayPart(StrEnum):
    """Somebody who never answers in the morning may work nights: tries differ in these."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Protocol(GovernedNumbers):
    AREA = "reach"

    """How often, and over how many days, before anybody may say "we could not reach them"."""

    tries: int = 4
    days: int = 5


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
class AlertPatience(GovernedNumbers):
    """Staffed hours of the network."""

    AREA = "safety"

    take_hours: int = 1
    close_hours: int = 9
    supervisor_hours: int = 1
    convener_hours: int = 1
    again_hours: int = 2


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
class DemandPatience(GovernedNumbers):
    """Open days of the network."""

    AREA = "law"

    counsel: int = 1
    answer: int = 5
    convener: int = 1
    again: int = 1


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


# --- what somebody asked about their own record has a legal date -----------------------------------


class RightCase(StrEnum):
    """What is owed on it; a copy at a partner is one more."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    RECALL = "recall"


class RightTells(StrEnum):
    """Whom a rung tells."""

    KEEPERS = "keepers"  # whoever owes the answer
    ABOVE = "keepers_above"
    PARTNER = "partner"  # the organization that was asked to delete its copies
    PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class RightPatience(GovernedNumbers):
    """Calendar days. The first two are the law's own longest: 45 CFR 164.524(b)(2) and 164.526(b)(2)."""

    AREA = "rights"

    access_calendar: int = 30
    correction_calendar: int = 60
    erasure_calendar: int = 30
    recall_calendar: int = 30
    again: int = 5


MORE_TIME = timedelta(days=30)  # once, and told: 45 CFR 164.524(b)(2)(ii), 164.526(b)(2)(ii)
_R = RightTells


def _answered_by(owed_by: RightWatch, step: str, patience: str) -> Ladder:
    half = half_way("rights.reminded", _R.KEEPERS)
    return Ladder(
        owed_by, step, patience, (half, at_due("rights.late", _R.KEEPERS, _R.ABOVE)), every="again"
    )


RIGHT_LADDERS: dict[str, Ladder] = {
    RightCase.ACCESS: _answered_by(RightWatch.CUSTODIAN, "give_copy", "access_calendar"),
    RightCase.CORRECTION: _answered_by(
        RightWatch.CUSTODIAN, "answer_correction", "correction_calendar"
    ),
    RightCase.ERASURE: _answered_by(RightWatch.PRIVACY, "decide_erasure", "erasure_calendar"),
    RightCase.RECALL: Ladder(
        RightWatch.PARTNER,
        "delete_copies",
        "recall_calendar",
        (
            half_way("recall.reminded", _R.PARTNER),
            at_due("recall.late", _R.PARTNER, _R.PRIVACY),
        ),
        every="again",
    ),
}


# --- how long a record is kept ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeepingRule:
    """Years after the last thing that happened; of a child, at least so many after the 18th birthday."""

    years: int
    years_grown: int
    source: str

    def until(self, last: date, born: date | None) -> date:
        until = _years_after(last, self.years)
        if born is not None and last < _years_after(born, 18):
            until = max(until, _years_after(born, 18 + self.years_grown))
        return until


# What the states ask for records of care, at the least. Where a state is missing, six years as for
# the accounting of disclosures: 45 CFR 164.530(j)(2). Counsel of the network adds its own.
CARE_RECORDS: dict[str, KeepingRule] = {
    "NY": KeepingRule(6, 3, "10 NYCRR 405.10(a)(4)"),
    "CA": KeepingRule(7, 1, "California Health and Safety Code 123145"),
}
ELSEWHERE = KeepingRule(6, 0, "45 CFR 164.530(j)(2)")


@dataclass(frozen=True, slots=True)
class Keeping(GovernedNumbers):
    """What the network decided, in years."""

    AREA = "keep"

    care: int = 7
    care_grown: int = 3
    help: int = 3
    accounting: int = 6
    links: int = 1

    def rule(self, state: str, *, is_care: bool) -> KeepingRule:
        """The longer of what partners decided and what the state asks."""
        if not is_care:
            return KeepingRule(self.help, 0, KEPT_BY_PARTNERS)
        law = CARE_RECORDS.get(state, ELSEWHERE)
        years, grown = max(self.care, law.years), max(self.care_grown, law.years_grown)
        return KeepingRule(years, grown, law.source)


KEPT_BY_PARTNERS = "decided by the partners"


def _years_after(day: date, years: int) -> date:
    """The 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
