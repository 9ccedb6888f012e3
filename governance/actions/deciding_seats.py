"""Which seats shall there be? One more, or one that ends: is it fair, how is it read aloud and done?"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from governance.actions.councils import end_seats, open_seats
from governance.counting import SeatKind
from governance.effects.registry import Aloud, Change, Decision, Text
from governance.in_force import in_force
from governance.lifecycle import Area
from governance.models.councils import Council, Seat
from governance.seats import SeatRule, unfair
from governance.words.deciding import SEAT_WORDS, UNFAIR_WORDS
from organizations.lifecycle import TAKES_PART
from organizations.models.network import Organization

KIND = "seat"
NEW, ENDS = "new", "ends"


def new_seat(kind: str, organization_id: str = "") -> Change:
    """For one of a kind; of an organization, or of nobody yet."""
    return Change(KIND, f"{NEW}:{kind}:{organization_id}", after=True)


def ends(seat_id: str) -> Change:
    return Change(KIND, f"{ENDS}:{seat_id}", after=True)


def area(_change: Change) -> Area:
    return Area.COUNCIL


def falls_back(_change: Change) -> bool:
    """Who has sat and voted meanwhile cannot be taken back."""
    return False


def before(network_id: UUID, changes: Sequence[Change], _at: datetime) -> dict[str, Any]:
    """Whether it is so already: a new seat never is, an end is where the seat is not there any more."""
    there = {str(seat.pk) for seat in _seats(network_id)}
    return {
        one.key: verb == ENDS and what not in there
        for one in changes
        for verb, what in [_read(one)]
    }


def check(network_id: UUID, changes: Sequence[Change], at: datetime) -> list[Text]:
    """First each by itself; then the rule over the council that would be."""
    there = {str(seat.pk): seat for seat in _seats(network_id)}
    gone = {what for verb, what in map(_read, changes) if verb == ENDS}
    wanted = list(_wanted(changes))
    if not gone <= there.keys() or len(gone) + len(wanted) != len(changes):
        return [_("One of these seats is not there.")]
    houses = {house for _kind, house in wanted if house}
    here = Organization.objects.filter(network_id=network_id, pk__in=houses)
    if here.filter(status__in=TAKES_PART).count() != len(houses):
        return [_("One of these organizations does not take part.")]
    stay = [(SeatKind(s.kind), s.organization_id) for pk, s in there.items() if pk not in gone]
    rule = SeatRule.of(in_force(network_id, "seats.", at))
    return [UNFAIR_WORDS[one] for one in unfair([*stay, *wanted], rule)]


def aloud(change: Change) -> Aloud:
    return aloud_all([change])[0]


def aloud_all(changes: Sequence[Change]) -> list[Aloud]:
    read = [_read(one) for one in changes]
    ending = Seat.objects.filter(pk__in=[what for verb, what in read if verb == ENDS])
    seats = {str(seat.pk): seat for seat in ending.select_related("organization")}
    named = {what.partition(":")[2] for verb, what in read if verb == NEW} - {""}
    houses = {str(one.pk): one for one in Organization.objects.filter(pk__in=named)}
    return [
        _ending(seats.get(what)) if verb == ENDS else _beginning(what, houses)
        for verb, what in read
    ]


def _ending(seat: Seat | None) -> Aloud:
    named = _named(seat.kind, seat.organization) if seat else ""
    return Aloud(named, _("a seat"), _("no seat any more"))


def _beginning(what: str, houses: Mapping[str, Organization]) -> Aloud:
    kind, _colon, house = what.partition(":")
    return Aloud(_named(kind, houses.get(house)), _("no seat"), _("a seat"))


def bring_about(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    """Whoever sits there is thanked; a new seat begins empty, and is owed by the convener."""
    council = Council.objects.select_for_update(no_key=True).get(
        network_id=decision.network_id, kind=Council.Kind.COUNCIL, ended_at=None
    )
    clock = Actor.system(decision.network_id)
    gone = [what for verb, what in map(_read, changes) if verb == ENDS]
    end_seats(council, gone, decision_id=decision.proposal_id, actor=clock, at=at)
    open_seats(
        council, list(_wanted(changes)), decision_id=decision.proposal_id, actor=clock, at=at
    )


def _read(change: Change) -> tuple[str, str]:
    verb, _colon, what = change.key.partition(":")
    return verb, what


def _wanted(changes: Sequence[Change]) -> Iterator[tuple[SeatKind, UUID | None]]:
    """What can be read as a new seat."""
    for verb, what in map(_read, changes):
        kind, _colon, house = what.partition(":")
        if verb == NEW and kind in set(SeatKind):
            yield SeatKind(kind), UUID(house) if house else None


def _seats(network_id: UUID) -> list[Seat]:
    rows = Seat.objects.filter(network_id=network_id, council__kind=Council.Kind.COUNCIL)
    return list(rows.there_are())


def _named(kind: str, organization: Organization | None) -> Text:
    if organization is None:
        return SEAT_WORDS[kind]
    return _("%(kind)s: %(name)s") % {"kind": SEAT_WORDS[kind], "name": organization.name}
