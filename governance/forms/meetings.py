"""When and where, who was there, and what was said?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from governance.actions.meetings import LONGEST_PLACE
from governance.forms.council import DayField
from governance.models.councils import Council
from governance.search.meetings import Sitting
from governance.words.deciding import COUNCIL_WORDS, SEAT_WORDS

LONG = 20_000


class WhenForm(forms.Form):
    day = DayField(label=_("Day"))
    hour = forms.TimeField(
        label=_("At what time?"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write the time like 14:30.")},
    )  # fmt: skip
    place = forms.CharField(
        label=_("Where?"), max_length=LONGEST_PLACE, help_text=_("A room, or where to call in.")
    )

    def begins_at(self, zone: str) -> datetime:
        said = self.cleaned_data
        return datetime.combine(said["day"], said["hour"], ZoneInfo(zone))


class CallForm(WhenForm):
    council = forms.ChoiceField(label=_("Who meets?"))
    field_order = ("council",)

    def __init__(self, councils: Sequence[Council], data: Any = None) -> None:
        super().__init__(data)
        offer(self, "council", [(str(one.pk), COUNCIL_WORDS[one.kind]) for one in councils])


class MinutesForm(forms.Form):
    there = forms.TypedMultipleChoiceField(
        label=_("Who was there?"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.CharField(
        label=_("What was said?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Everybody in the network can read it. Write nothing about a family."),
    )  # fmt: skip

    def __init__(self, seated: Sequence[Sitting], data: Any = None) -> None:
        super().__init__(data)
        offer(
            self, "there",
            [(str(one.seat.pk), f"{one.holder}, {SEAT_WORDS[one.seat.kind]}") for one in seated],
        )  # fmt: skip
