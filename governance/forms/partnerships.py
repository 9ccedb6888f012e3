"""What may be written down about a partner's way with the network?"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from governance.actions.leaving import Leaving
from governance.actions.telling import Telling
from governance.joining import How
from governance.path import Item
from governance.search.partnerships import Answered
from organizations.lifecycle import Stage


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"})
    return forms.DateField(label=label, widget=picker, required=required)


class ChecklistForm(forms.Form):
    """One field for each line that the reader may write to."""

    is_all_optional = True  # so that no label has to say so

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

    is_all_optional = True  # so that no label has to say so

    owner = forms.ChoiceField(label=_("Who follows them for the network?"), required=False)

    def __init__(self, people: Iterable[tuple[str, str]], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        everybody = ("", _("All who convene it"))
        offer(self, "owner", [everybody, *people])


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
        offer(self, "successor", [desk, *colleagues])

    def leaving(self) -> Leaving:
        said = self.cleaned_data
        return Leaving(said["on"], said["successor"], said["keeps_listing"])


HOW_TOLD = [
    (How.PHONE, _("By telephone")),
    (How.IN_PERSON, _("In person")),
    (How.PAPER, _("On paper")),
]
RESTS, LEAVES = (Stage.PAUSED, _("They take a break from now on")), (Stage.LEFT, _("They leave"))


class ToldForm(LeavingForm):
    """What a partner said of itself; the day only where it leaves."""

    what = forms.ChoiceField(label=_("What did they say?"), widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=_("How did they tell you?"), choices=HOW_TOLD, widget=forms.RadioSelect
    )
    who = forms.CharField(label=_("Who of them told you?"), max_length=200)
    on = day_field(_("If they leave: on which day?"), required=False)

    field_order = ("what", "how", "who", "on", "successor", "keeps_listing")

    def __init__(
        self, colleagues: Iterable[tuple[str, str]], data: Any = None, *, may_rest: bool
    ) -> None:
        super().__init__(colleagues, data)
        choices = [RESTS, LEAVES] if may_rest else [LEAVES]
        offer(self, "what", choices)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("what") == Stage.LEFT and not said.get("on") and "on" not in self.errors:
            self.add_error("on", _("Say on which day they leave."))
        return said

    def telling(self) -> Telling:
        return Telling(self.cleaned_data["who"], How(self.cleaned_data["how"]))
