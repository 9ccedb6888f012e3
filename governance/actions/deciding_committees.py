"""Which committees shall sit beside the council, and with which seats? Founded by a decision, they begin empty."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from governance.actions.councils import Place, found
from governance.counting import SeatKind
from governance.effects.registry import Aloud, Change, Decision, Text
from governance.in_force import in_force
from governance.lifecycle import Area
from governance.models.councils import Council
from governance.seats import SeatRule, unfair
from governance.words.deciding import COUNCIL_WORDS, SEAT_WORDS, UNFAIR_WORDS
from organizations.models.network import Network

KIND = "committee"
MOST_SEATS = 15
COMMITTEES = frozenset(set(Council.Kind) - {Council.Kind.COUNCIL})


def committee(kind: str, seats: Iterable[SeatKind]) -> Change:
    return Change(KIND, kind, sorted(seats))


def area(_change: Change) -> Area:
    return Area.COUNCIL


def falls_back(_change: Change) -> bool:
    """Who has sat and voted meanwhile cannot be taken back."""
    return False


def before(network_id: UUID, _changes: Sequence[Change], _at: datetime) -> dict[str, Any]:
    """The kinds of seats with which it sits; nothing where there is none."""
    rows = Council.objects.filter(network_id=network_id, ended_at=None, kind__in=COMMITTEES)
    return {one.kind: sorted(one.seats.there_are().values_list("kind", flat=True)) for one in rows}


def check(network_id: UUID, changes: Sequence[Change], at: datetime) -> list[Text]:
    if not {one.key for one in changes} <= COMMITTEES:
        return [_("There is no such committee.")]
    if before(network_id, changes, at).keys() & {one.key for one in changes}:
        return [_("There is one already. Its seats change by a proposal.")]
    rule = SeatRule.of(in_force(network_id, "seats.", at))
    for one in changes:
        if not _are_seats(one.after):
            return [_("Say which seats it has: at least one, and no more than fifteen.")]
        if wrong := unfair([(SeatKind(kind), None) for kind in one.after], rule):
            return [UNFAIR_WORDS[each] for each in wrong]
    return []


def aloud(change: Change) -> Aloud:
    seats = ", ".join(str(SEAT_WORDS[kind]) for kind in change.after)
    return Aloud(COUNCIL_WORDS[change.key], _("no committee"), seats)


def bring_about(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    """Each seat is owed a name from now on, as every empty one is."""
    network = Network.objects.select_for_update(no_key=True).get(pk=decision.network_id)
    for one in changes:
        places = [Place(SeatKind(kind)) for kind in one.after]
        found(network, one.key, places, actor=Actor.system(network.pk), at=at)


def _are_seats(kinds: Any) -> bool:
    there = isinstance(kinds, list) and 0 < len(kinds) <= MOST_SEATS
    return there and all(isinstance(kind, str) and kind in set(SeatKind) for kind in kinds)
