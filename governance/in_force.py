"""Which value holds now, and what stood there before?

Apps register what may be governed; the defaults hold until partners decide otherwise.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import Lag

from core.calendar import OpenDays, Shift
from core.governed import GovernedNumbers
from core.ladders import HOURS
from governance.known import Decided, decided
from governance.models.policies import Policy
from governance.words.policies import Group, Text

SHOWN = 50  # changes that the page lists
A_DAY = 24
MOST_DAYS, MOST_HOURS = 366, 72


class Unit(StrEnum):
    """What a governed number counts."""

    DAYS = "days"
    TIMES = "times"
    YEARS = "years"
    STAFFED_HOURS = "staffed_hours"
    CLOCK = "clock"  # an hour of the day, from 0 to 24
    METHOD = "method"  # by which a matter is decided: governance.terms.METHODS
    YES_NO = "yes_no"
    PERCENT = "percent"
    ONE_IN = "one_in"
    SEATS = "seats"
    MINUTES = "minutes"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Governed:
    """A value that may be changed: its default and bounds (inclusive) in whole units.

    `words` name it on the page of settings; `above` is the key of a value that it must exceed.
    `is_local`: how long one organization has for a step of its own, or what it asks with, so that it may be
    agreed or tried there. `one_of`: of all values with the same name at least one is not zero.
    """

    key: str
    default: int
    lowest: int = 0
    highest: int = MOST_DAYS
    group: Group | None = None
    words: Text = ""
    above: str = ""
    unit: Unit = Unit.DAYS
    is_local: bool = False
    one_of: str = ""

    @property
    def is_shown(self) -> bool:
        return self.group is not None


def unit_of(name: str) -> Unit:
    """What a patience of that name counts (`core.ladders`)."""
    return Unit.STAFFED_HOURS if name.endswith(HOURS) else Unit.DAYS


def longest(name: str) -> int:
    """The highest number that partners may set for it."""
    return MOST_HOURS if name.endswith(HOURS) else MOST_DAYS


Values = Mapping[str, int]
Aloud = Callable[[Values, OpenDays, datetime], list[str]]
_GOVERNED: dict[str, Governed] = {}
_ALOUD: list[tuple[int, Aloud]] = []


def register(*values: Governed) -> None:
    """Called at start-up by the app that reads the value. A key registered twice is an error."""
    for value in values:
        if value.key in _GOVERNED:
            raise RuntimeError(f"{value.key} is governed twice.")
        _GOVERNED[value.key] = value


def govern(
    numbers: type[GovernedNumbers],
    words: Mapping[str, tuple[Group, Text]],
    *,
    local: Collection[str] = (),
    above: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Registers a table of patience in the order of its words: one at the least, `longest` at the most.

    `local`: names of `Governed.is_local`; `above`: the name of what each must exceed.
    """
    usual = dict(numbers.defaults())
    for name, (group, said) in words.items():
        exceeds = f"{numbers.AREA}.{above[name]}" if name in above else ""
        key, unit = f"{numbers.AREA}.{name}", unit_of(name)
        bounds = (1, longest(name))
        register(Governed(key, usual[name], *bounds, group, said, exceeds, unit, name in local))


def governed() -> tuple[Governed, ...]:
    return tuple(_GOVERNED.values())


def read_aloud(speak: Aloud, order: int = 10) -> None:
    """Register who can say in sentences what the values mean. At start-up; a lower order speaks first."""
    _ALOUD.append((order, speak))
    _ALOUD.sort(key=lambda entry: entry[0])


def spoken(values: Values, days: OpenDays, at: datetime) -> list[str]:
    """What these values mean, in sentences."""
    return [sentence for _order, speak in _ALOUD for sentence in speak(values, days, at)]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What holds for all, and what besides holds in some organizations only."""

    for_all: dict[str, Any]
    there: Mapping[UUID, dict[str, Any]]

    def of(self, organization_id: UUID | None) -> dict[str, Any]:
        """For steps that this organization owes."""
        own = self.there.get(organization_id) if organization_id else None
        return self.for_all | own if own else self.for_all


def numbers(network_id: UUID, prefix: str, at: datetime) -> Numbers:
    """Every governed value whose key starts with `prefix`, as it stands at `at`: no query on a warm worker."""
    return laid(decided(network_id), prefix, at)


def laid(decisions: Iterable[Decided], prefix: str, at: datetime) -> Numbers:
    """Of decisions in the order in which they hold: the last one that holds at `at`, for all and for each."""
    values = {key: value.default for key, value in _GOVERNED.items() if key.startswith(prefix)}
    there: dict[UUID, dict[str, Any]] = {}
    for one in decisions:
        if one.key not in values or not one.holds(at):
            continue
        if one.organization_id is None:
            values[one.key] = one.value
        elif _GOVERNED[one.key].is_local:
            there.setdefault(one.organization_id, {})[one.key] = one.value
    return Numbers(values, there)


def in_force(
    network_id: UUID, prefix: str, at: datetime, *, owed_by: UUID | None = None
) -> dict[str, Any]:
    """As `numbers`; `owed_by` an organization: with what was agreed with it or is tried there."""
    return numbers(network_id, prefix, at).of(owed_by)


def kept(network_id: UUID, prefix: str, at: datetime) -> dict[str, Any]:
    """What was decided under keys that are no numbers, by whoever lets it be decided: none is no decision."""
    return {
        one.key: one.value
        for one in decided(network_id)
        if one.key.startswith(prefix) and one.organization_id is None and one.holds(at)
    }


def said_there(network_id: UUID, key: str, at: datetime, *, owed_by: UUID) -> Decided | None:
    """What holds of one number in this organization only, and whether it is agreed or tried there."""
    own = [
        one
        for one in decided(network_id)
        if one.key == key and one.organization_id == owed_by and one.holds(at)
    ]
    return own[-1] if own else None


# When somebody in the network is there: hours of the day, on working days and on all others.
STAFFED: dict[str, int] = {
    "staffed.begins": 8,
    "staffed.ends": 17,
    "staffed.off_begins": 0,
    "staffed.off_ends": 0,
}


def with_staffed_hours(days: OpenDays, values: Values) -> OpenDays:
    """The network's days with the hours that partners decided. From eight to eight: nobody is there."""
    said = {**STAFFED, **values}
    return replace(
        days,
        shift=_shift(said["staffed.begins"], said["staffed.ends"]),
        off_shift=_shift(said["staffed.off_begins"], said["staffed.off_ends"]),
    )


def staffed(network_id: UUID, days: OpenDays, at: datetime) -> OpenDays:
    """The network's days with the hours that stand at `at`."""
    return with_staffed_hours(days, in_force(network_id, "staffed.", at))


def _shift(begins: int, ends: int) -> Shift | None:
    return None if begins == ends else Shift(time(begins % A_DAY), time(ends % A_DAY))


@dataclass(frozen=True, slots=True)
class Change:
    """One value, decided anew. `before` is what held until then."""

    value: Governed
    before: int
    after: int
    at: datetime
    by: str
    reason: str
    decision_id: UUID | None = None


def changes(network_id: UUID) -> list[Change]:
    """The newest first, in one query; what no app reads any more is left out."""
    known = {value.key: value for value in governed()}
    before = Window(Lag("value"), partition_by=[F("key")], order_by=F("version").asc())
    rows = Policy.objects.filter(network_id=network_id, key__in=list(known))
    rows = rows.annotate(before=before).select_related("set_by").order_by("-begins_at", "-id")
    return [_change(row, known[row.key]) for row in rows[:SHOWN]]


def _change(row: Policy, value: Governed) -> Change:
    before = getattr(row, "before", None)
    by = row.set_by.name if row.set_by else ""
    stood = value.default if before is None else before
    return Change(value, stood, row.value, row.begins_at, by, row.reason, row.decision_id)
