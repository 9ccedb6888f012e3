"""Which numbers may partners change by a decision, is a new one possible, and how is it read aloud?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.counting import SeatKind
from governance.effects.registry import Aloud, Change, Text
from governance.in_force import Governed, Unit, governed, in_force
from governance.lifecycle import Area
from governance.models.councils import Council, Seat
from governance.seats import SeatRule, unfair
from governance.terms import METHODS
from governance.words.deciding import METHOD_WORDS, UNFAIR_WORDS
from governance.words.policies import Group

KIND = "policy"
CALENDAR = "_calendar"
_AREAS = {
    Group.PRIVACY: Area.DATA,
    Group.LAW: Area.DATA,
    Group.RECORD: Area.DATA,
    Group.FIGURES: Area.DATA,
    Group.DECIDE: Area.COUNCIL,
    Group.SEATS: Area.COUNCIL,
    Group.JOINING: Area.PARTNERS,
    Group.SCREENING: Area.DATA,
}


def open_to_decision() -> dict[str, Governed]:
    """By key, every number that has words: what cannot be read aloud cannot be decided."""
    return {value.key: value for value in governed() if value.words}


def area(change: Change) -> Area:
    group = open_to_decision()[change.key].group
    return Area.DATA if group is None else _AREAS.get(group, Area.WAITING)


def before(network_id: UUID, _changes: Sequence[Change], at: datetime) -> dict[str, Any]:
    return in_force(network_id, "", at)


def check(network_id: UUID, changes: Sequence[Change], at: datetime) -> list[Text]:
    known = open_to_decision()
    wanted = {change.key: change.after for change in changes}
    if not wanted.keys() <= known.keys():
        return [_("One of these numbers cannot be set here.")]
    if not all(type(number) is int for number in wanted.values()):
        return [_("Choose a whole number.")]
    values = in_force(network_id, "", at) | wanted
    return [*complaints(known, values).values(), *_unfair(network_id, wanted, values)]


def complaints(known: Mapping[str, Governed], values: Mapping[str, int]) -> dict[str, str]:
    """By key, what is wrong with a number: out of bounds, not after the one it must follow, or the last one to go."""
    wrong = {}
    for key, value in known.items():
        if not value.lowest <= values[key] <= value.highest:
            said = {"lowest": value.lowest, "highest": value.highest}
            wrong[key] = _("Choose a number from %(lowest)d to %(highest)d.") % said
        elif value.above and values[key] <= values[value.above]:
            said = {"days": values[value.above]}
            wrong[key] = _("This comes after day %(days)d: choose a later day.") % said
    for name in {value.one_of for value in known.values() if value.one_of}:
        keys = [key for key, value in known.items() if value.one_of == name]
        if not any(values[key] for key in keys):
            wrong[keys[0]] = _("One of them has to stay in use.")
    return wrong


def _unfair(network_id: UUID, wanted: Mapping[str, int], values: Mapping[str, int]) -> list[Text]:
    """A rule that the council itself breaks would lock it up: first its seats, then the rule."""
    if not any(key.startswith("seats.") for key in wanted):
        return []
    rows = Seat.objects.filter(network_id=network_id, council__kind=Council.Kind.COUNCIL)
    seats = rows.there_are().values_list("kind", "organization_id")
    if not seats:
        return []
    said = unfair(((SeatKind(kind), there) for kind, there in seats), SeatRule.of(values))
    return [UNFAIR_WORDS[one] for one in said]


def aloud(change: Change) -> Aloud:
    value = open_to_decision()[change.key]
    return Aloud(value.words, spelled(value, change.before), spelled(value, change.after))


def spelled(value: Governed, number: Any) -> Text:
    """A number with what it counts."""
    match value.unit:
        case Unit.METHOD:
            return METHOD_WORDS[METHODS[number]]
        case Unit.YES_NO:
            return _("yes") if number else _("no")
        case Unit.PERCENT:
            return _("%(number)d percent") % {"number": number}
        case Unit.CLOCK:
            return _("%(number)d:00") % {"number": number}
        case Unit.ONE_IN:
            return str(number)
        case _:
            return _counted(value, number)


def _counted(value: Governed, number: int) -> str:
    match value.unit:
        case Unit.TIMES:
            words = ngettext("%(number)d time", "%(number)d times", number)
        case Unit.YEARS:
            words = ngettext("%(number)d year", "%(number)d years", number)
        case Unit.SEATS:
            words = ngettext("%(number)d seat", "%(number)d seats", number)
        case Unit.PEOPLE:
            words = ngettext("%(number)d person", "%(number)d people", number)
        case Unit.MINUTES:
            words = ngettext("%(number)d minute", "%(number)d minutes", number)
        case Unit.STAFFED_HOURS:
            words = ngettext("%(number)d staffed hour", "%(number)d staffed hours", number)
        case _ if value.key.endswith(CALENDAR):
            words = ngettext("%(number)d day", "%(number)d days", number)
        case _:
            words = ngettext("%(number)d open day", "%(number)d open days", number)
    return words % {"number": number}
