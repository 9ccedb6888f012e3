"""What may be typed about messages and programs?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.followup import Habit
from notifications.models.replies import MailHabit

AT_ONCE, DAILY = "at_once", "daily"
HOW_OFTEN = [(AT_ONCE, _("At once")), (DAILY, _("Once a day, at 8 in the morning"))]


class HabitForm(forms.Form):
    how_often = forms.ChoiceField(
        label=_("When we write to you"),
        choices=HOW_OFTEN,
        widget=forms.RadioSelect,
        help_text=_("Who waits for your call, and what is needed by tomorrow, comes at once."),
    )
    quiet_from = forms.TimeField(
        label=_("No mail from"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    quiet_until = forms.TimeField(
        label=_("No mail until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("By the clock in your time zone. Leave both empty for any hour."),
    )

    def __init__(self, data: Any = None, *, habit: MailHabit | None) -> None:
        initial = {
            "how_often": DAILY if habit and habit.daily else AT_ONCE,
            "quiet_from": habit and habit.quiet_from,
            "quiet_until": habit and habit.quiet_until,
        }
        super().__init__(data, initial=initial)

    def habit(self) -> Habit:
        said = self.cleaned_data
        return Habit("", said["how_often"] == DAILY, said["quiet_from"], said["quiet_until"])


class MailboxForm(forms.Form):
    how_often = forms.ChoiceField(
        label=_("When we write to the mailbox"),
        choices=HOW_OFTEN,
        widget=forms.RadioSelect,
        help_text=_("Once a day is one mail with numbers only: how many requests wait."),
    )

    def __init__(self, data: Any = None, *, daily: bool) -> None:
        super().__init__(data, initial={"how_often": DAILY if daily else AT_ONCE}, prefix="mailbox")

    @property
    def daily(self) -> bool:
        return bool(self.cleaned_data["how_often"] == DAILY)


class ProgramForm(forms.Form):
    url = forms.CharField(
        label=_("Address to call"),
        max_length=500,
        help_text=_("It begins with https:// and is open to the internet."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    whole_network = forms.BooleanField(
        label=_("It hears of the whole network, not only of your organization"), required=False
    )

    def __init__(self, data: Any = None, *, may_hear_all: bool) -> None:
        super().__init__(data)
        if not may_hear_all:
            del self.fields["whole_network"]

    @property
    def wants_all(self) -> bool:
        return bool(self.cleaned_data.get("whole_network"))
