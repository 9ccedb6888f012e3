"""What may be written down about a partner's way with the network?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.path import Item
from governance.search.partnerships import Answered


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
    ends_on = forms.DateField(
        label=_("On which day do you look at it together?"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class OwnerForm(forms.Form):
    """Who follows this partner for the network."""

    owner = forms.ChoiceField(label=_("Who follows them for the network?"), required=False)

    def __init__(self, people: Iterable[tuple[str, str]], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        everybody = ("", _("All who convene it"))
        self.fields["owner"].choices = [everybody, *people]  # type: ignore[attr-defined]
