"""What is asked when a family wants to wait: until which day, why, and how they said so?"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from people.forms.fields import DayField
from referrals.actions.pausing import Wait
from referrals.forms.clinic import HOW_TOLD
from referrals.words import Text
from screening.lifecycle import Via, WhyWait
from screening.words import WHY_WAIT_WORDS

ALL = "all"
# What a family may tap: how many days from today.
WAITS: dict[str, Text] = {
    "7": _("In one week"),
    "14": _("In two weeks"),
    "30": _("In one month"),
    "90": _("In three months"),
}


class GoOnForm(forms.Form):
    """They go on, before their day or on it."""

    via = forms.ChoiceField(
        label=_("How did they say so?"), choices=HOW_TOLD, initial=Via.PHONE, widget=forms.RadioSelect
    )  # fmt: skip


class WaitForm(forms.Form):
    """Told to the family's worker."""

    until = DayField(label=_("On which day shall we ask them again?"))
    why = forms.ChoiceField(
        label=_("Why do they want to wait?"), choices=list(WHY_WAIT_WORDS.items()),
        initial=WhyWait.NOT_SAID, widget=forms.RadioSelect,
        help_text=_("Only you and your colleagues read this. Partners hear the day and nothing else."),
    )  # fmt: skip
    via = forms.ChoiceField(
        label=_("How did they say so?"), choices=HOW_TOLD, initial=Via.PHONE, widget=forms.RadioSelect
    )  # fmt: skip

    @property
    def wait(self) -> Wait:
        said = self.cleaned_data
        return Wait(said["until"], WhyWait(said["why"]), Via(said["via"]))


class FamilyWaitForm(forms.Form):
    """The family itself: which help, and about when. It need not say why."""

    about = forms.ChoiceField(label=_("Which help?"), widget=forms.RadioSelect)
    when = forms.ChoiceField(
        label=_("When shall we ask you again?"), choices=list(WAITS.items()), widget=forms.RadioSelect
    )  # fmt: skip

    def __init__(
        self, data: Any, *, needs: Iterable[tuple[UUID, Text]], today: date, last: date
    ) -> None:
        super().__init__(data)
        self.today = today
        open_ones = [(str(need_id), words) for need_id, words in needs]
        every = [(ALL, _("All of it"))] if len(open_ones) > 1 else []
        offer(self, "about", [*every, *open_ones])
        self.fields["about"].initial = (every or open_ones)[0][0]
        offer(self, "when", list(self._possible((last - today).days)))

    @staticmethod
    def _possible(most: int) -> Iterator[tuple[str, Text]]:
        """No later than partners decided; the soonest is always there."""
        return ((days, words) for days, words in WAITS.items() if int(days) <= max(most, 7))

    @property
    def need_id(self) -> UUID | None:
        about = self.cleaned_data["about"]
        return None if about == ALL else UUID(about)

    @property
    def wait(self) -> Wait:
        until = self.today + timedelta(days=int(self.cleaned_data["when"]))
        return Wait(until, WhyWait.NOT_SAID, Via.LINK)
