"""Which organization shall come in for good, rest, come back or go by a decision?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.actions.deciding_partners import KIND
from governance.effects.registry import Change
from governance.forms.parts import Part
from organizations.lifecycle import Stage
from organizations.models.network import Organization

WHO, WHAT = f"{KIND}-who", f"{KIND}-what"
_THERE = (Stage.PILOT, Stage.ACTIVE, Stage.PAUSED)
_WORDS = {
    Stage.ACTIVE: _("They take part for good, or again after a break"),
    Stage.PILOT: _("Their pilot goes on after a break"),
    Stage.PAUSED: _("They take a break: nothing new is sent there"),
    Stage.LEFT: _("They leave: what is open gets new owners first"),
}


def _fields(network_id: UUID, _at: datetime) -> dict[str, forms.Field]:
    there = Organization.objects.filter(network_id=network_id, status__in=_THERE)
    names = [(str(pk), name) for pk, name in there.order_by("name").values_list("pk", "name")]
    return {
        WHO: forms.ChoiceField(
            label=_("Which organization?"), choices=[("", _("No organization")), *names], required=False
        ),
        WHAT: forms.ChoiceField(
            label=_("What shall become of it?"), required=False,
            choices=[("", _("Nothing changes")), *((stage.value, words) for stage, words in _WORDS.items())],
        ),
    }  # fmt: skip


def _changes(said: Mapping[str, Any]) -> list[Change]:
    who, what = said.get(WHO), said.get(WHAT)
    return [Change(KIND, who, what)] if who and what else []


def _initial(changes: Sequence[Change]) -> dict[str, Any]:
    return {WHO: changes[0].key, WHAT: changes[0].after} if changes else {}


PARTNERS = Part(
    KIND,
    _("Who takes part"),
    _("By the same steps as always. Whoever leaves hands over first what is open there."),
    _fields,
    _changes,
    _initial,
)
