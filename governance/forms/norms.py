"""How are other norms proposed, and who agrees to those that hold?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from governance.effects.norms import KEY, KIND, LONGEST
from governance.effects.registry import Change
from governance.forms.parts import Part
from governance.models.norms import Norms
from organizations.models.network import Organization

TEXT = f"{KIND}-{KEY}"


def _fields(network_id: UUID, _at: datetime) -> dict[str, forms.Field]:
    """As they stand now: what is changed in them is the change."""
    now = Norms.objects.in_force(network_id)
    box = forms.Textarea(attrs={"rows": 10})
    field = forms.CharField(
        label=_("Norms as they shall be"), max_length=LONGEST, required=False, widget=box,
        initial=now.text if now else "",
    )  # fmt: skip
    return {TEXT: field}


def _changes(said: Mapping[str, Any]) -> list[Change]:
    """What is as it stands falls away by itself."""
    text = "\n".join((said.get(TEXT) or "").strip().splitlines())
    return [Change(KIND, KEY, text)] if text else []


def _initial(changes: Sequence[Change]) -> dict[str, Any]:
    return {TEXT: changes[0].after} if changes else {}


NORMS = Part(
    KIND,
    _("Teaming norms"),
    _("The whole text, as it shall be. Change what shall be different."),
    _fields,
    _changes,
    _initial,
)


class AgreeForm(forms.Form):
    """For one's own organization; the convener, for any, on its word."""

    organization = forms.ChoiceField(label=_("Which organization?"))
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, organizations: Iterable[Organization], holds: Norms | None, data: Any = None
    ) -> None:
        super().__init__(data, initial={"number": holds.number if holds else None})
        names = [(str(one.pk), one.name) for one in organizations]
        offer(self, "organization", [("", _("Choose one")), *names] if len(names) > 1 else names)

    @property
    def lacks_a_name(self) -> bool:
        """Of several, none was chosen."""
        return self.is_bound and not self["organization"].value()
