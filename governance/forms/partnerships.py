"""What may be written down about a partner's way with the network?"""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.actions.leaving import Leaving
from governance.path import Item
from governance.search.partnerships import Answered


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"})
    return forms.DateField(label=label, widget=picker, required=required)


class ChecklistForm(forms.Form):
    """One field for each line that the reader may write to."""

    def __init__(self, lines: Iterable[Answered], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        for line in lines:
            self.fields[line.asked.item.value] = forms.CharField(
                label=str(line.line.question), initial=line.words, required=False, max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def answers(self) -> dict[Item, str]:
        return {Item(name): words for name, words in self.cleaned_data.items() if words}


class PilotForm(forms.Form):
    size = forms.IntegerField(
        label=_("How many requests may be open there at once?"), min_value=1, max_value=1000
    )
    ends_on = day_field(_("On which day do you look at it together?"))


class OwnerForm(forms.Form):
    """Who follows this partner for the network."""

    owner = forms.ChoiceField(label=_("Who follows them for the network?"), required=False)

    def __init__(self, people: Iterable[tuple[str, str]], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        everybody = ("", _("All who convene it"))
        cast(forms.ChoiceField, self.fields["owner"]).choices = [everybody, *people]


class BackForm(forms.Form):
    on = day_field(_("On which day is the break over?"))


class LeavingForm(forms.Form):
    """On which day, and what becomes of families and listing."""

    on = day_field(_("On which day do they leave?"))
    successor = forms.TypedChoiceField(
        label=_("Who follows their own families from then on?"), required=False, coerce=UUID,
        empty_value=None, help_text=_("What is delicate stays with the people who follow it."),
    )  # fmt: skip
    keeps_listing = forms.BooleanField(
        label=_("Their listing stays: families may still be given their address"), required=False
    )

    def __init__(
        self, colleagues: Iterable[tuple[str, str]], data: Any = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        desk = ("", _("The coordination desk"))
        cast(forms.ChoiceField, self.fields["successor"]).choices = [desk, *colleagues]

    def leaving(self) -> Leaving:
        said = self.cleaned_data
        return Leaving(said["on"], said["successor"], said["keeps_listing"])
