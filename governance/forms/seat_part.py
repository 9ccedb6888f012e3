"""Which seat shall there be besides, and which one ends?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.actions.deciding_seats import ENDS, KIND, NEW, ends, new_seat
from governance.effects.registry import Change
from governance.forms.parts import Part
from governance.models.councils import Council, Seat
from governance.words.deciding import SEAT_WORDS
from organizations.lifecycle import TAKES_PART
from organizations.models.network import Organization

FOR, HOUSE, END = f"{KIND}-for", f"{KIND}-house", f"{KIND}-end"


def _fields(network_id: UUID, _at: datetime) -> dict[str, forms.Field]:
    there = Organization.objects.filter(network_id=network_id, status__in=TAKES_PART)
    names = [(str(pk), name) for pk, name in there.order_by("name").values_list("pk", "name")]
    return {
        FOR: forms.ChoiceField(
            label=_("A new seat is for"), choices=[("", _("No new seat")), *SEAT_WORDS.items()],
            required=False,
        ),
        HOUSE: forms.ChoiceField(
            label=_("It belongs to"), choices=[("", _("No organization")), *names], required=False
        ),
        END: forms.ChoiceField(
            label=_("A seat that ends"), choices=[("", _("None of them")), *_seats(network_id)],
            required=False,
        ),
    }  # fmt: skip


def _seats(network_id: UUID) -> list[tuple[str, str]]:
    rows = Seat.objects.filter(network_id=network_id, council__kind=Council.Kind.COUNCIL)
    seats = rows.there_are().select_related("organization").order_by("number")
    return [(str(seat.pk), _spelled(seat)) for seat in seats]


def _spelled(seat: Seat) -> str:
    parts = [str(seat.number), str(SEAT_WORDS[seat.kind])]
    return " · ".join([*parts, seat.organization.name] if seat.organization else parts)


def _changes(said: Mapping[str, Any]) -> list[Change]:
    new = [new_seat(said[FOR], said.get(HOUSE) or "")] if said.get(FOR) else []
    return new + ([ends(said[END])] if said.get(END) else [])


def _initial(changes: Sequence[Change]) -> dict[str, Any]:
    found = {}
    for change in changes:
        verb, _colon, what = change.key.partition(":")
        if verb == NEW:
            found[FOR], _colon, found[HOUSE] = what.partition(":")
        elif verb == ENDS:
            found[END] = what
    return found


SEATS = Part(
    KIND,
    _("Seats of the council"),
    _(
        "Afterwards the council must be fair. A new seat begins empty; one that ends has no vote any more."
    ),
    _fields,
    _changes,
    _initial,
)
