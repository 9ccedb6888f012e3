"""Which committee shall there be besides, and with how many seats of each kind?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.actions.deciding_committees import COMMITTEES, KIND, MOST_SEATS, committee
from governance.counting import SeatKind
from governance.effects.registry import Change
from governance.forms.parts import Part
from governance.models.councils import Council
from governance.words.deciding import COUNCIL_WORDS, SEAT_WORDS

WHICH = f"{KIND}-which"


def _of(kind: str) -> str:
    return f"{KIND}-seats-{kind}"


def _fields(network_id: UUID, _at: datetime) -> dict[str, forms.Field]:
    rows = Council.objects.filter(network_id=network_id, ended_at=None)
    there = set(rows.values_list("kind", flat=True))
    missing = [(kind, COUNCIL_WORDS[kind]) for kind in Council.Kind if kind in COMMITTEES - there]
    which = forms.ChoiceField(
        label=_("A committee that shall be founded"), choices=[("", _("None")), *missing],
        required=False,
    )  # fmt: skip
    seats = {
        _of(kind): forms.IntegerField(
            label=str(words), required=False, min_value=0, max_value=MOST_SEATS
        )
        for kind, words in SEAT_WORDS.items()
    }
    return {WHICH: which, **seats}


def _changes(said: Mapping[str, Any]) -> list[Change]:
    if not said.get(WHICH):
        return []
    seats = [kind for kind in SeatKind for _n in range(said.get(_of(kind)) or 0)]
    return [committee(said[WHICH], seats)]


def _initial(changes: Sequence[Change]) -> dict[str, Any]:
    if not changes:
        return {}
    seats = Counter(changes[0].after)
    return {WHICH: changes[0].key, **{_of(kind): number for kind, number in seats.items()}}


COMMITTEE = Part(
    KIND,
    _("A new committee"),
    _(
        "How many seats of each kind? They begin empty. It decides what the council gives it, and nothing else."
    ),
    _fields,
    _changes,
    _initial,
)
