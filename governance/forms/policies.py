"""What may be typed about how long partners wait?"""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance.actions.policies import complaints
from governance.in_force import Governed, Unit, governed
from governance.sign_in import GRACE_DAYS, IDLE_MINUTES, PREFIX, SECOND_STEP, SETTINGS
from governance.words.policies import GROUP_WORDS, Group

CALENDAR = "_calendar"


def _between(key: str) -> forms.IntegerField:
    setting = SETTINGS[key]
    return forms.IntegerField(
        label=setting.words, min_value=setting.lowest, max_value=setting.highest
    )


class PatienceForm(forms.Form):
    """One number for each value that partners may set, and why it is changed."""

    reason = forms.CharField(
        label=_("What partners agreed, and when"),
        max_length=500,
        required=False,
        help_text=_("Everybody who looks at the history reads this."),
    )

    def __init__(self, stands: Mapping[str, int], data: Any = None) -> None:
        super().__init__(data)
        self.stands = stands
        self.shown = {value.key: value for value in governed() if value.is_shown}
        for key, value in self.shown.items():
            self.fields[_name(key)] = _number(value, stands[key])

    @property
    def groups(self) -> Iterator[tuple[str | Promise, list[forms.BoundField]]]:
        for group in Group:
            keys = [key for key, value in self.shown.items() if value.group is group]
            yield GROUP_WORDS[group], [self[_name(key)] for key in keys]

    @property
    def values(self) -> dict[str, int]:
        return {
            key: self.cleaned_data[_name(key)]
            for key in self.shown
            if _name(key) in self.cleaned_data
        }

    @property
    def now(self) -> dict[str, int]:
        """What the sentences are about: what was typed, if it is right; else what holds."""
        typed = self.values if self.is_bound and not self.errors else {}
        return {**self.stands, **typed}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        values = self.values
        if values.keys() == self.shown.keys():
            for key, complaint in complaints(self.shown, values).items():
                self.add_error(_name(key), complaint)
        return cleaned


class SignInForm(forms.Form):
    """Yes or no, and two numbers."""

    second_step = forms.BooleanField(
        label=SETTINGS[SECOND_STEP].words,
        required=False,
        help_text=_(
            "Everybody but the members of the council. A password alone then opens nothing."
        ),
    )
    grace_days = _between(GRACE_DAYS)
    idle_minutes = _between(IDLE_MINUTES)
    reason = forms.CharField(
        label=_("What partners agreed, and when"), max_length=500, required=False
    )

    def __init__(self, stands: Mapping[str, int], data: Any = None) -> None:
        initial = {key.removeprefix(PREFIX): number for key, number in stands.items()}
        super().__init__(data, initial=initial)

    @property
    def values(self) -> dict[str, int]:
        return {key: int(self.cleaned_data[key.removeprefix(PREFIX)]) for key in SETTINGS}


def _name(key: str) -> str:
    return key.replace(".", "-")


def _number(value: Governed, stands: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=str(value.words),
        initial=stands,
        min_value=value.lowest,
        max_value=value.highest,
        help_text=_usual(value),
    )


def _usual(value: Governed) -> str:
    """Open days are days on which whoever owes the step works; staffed hours are the network's."""
    said = {"number": value.default, "days": value.default}
    match value.unit:
        case Unit.TIMES:
            words = ngettext("Usual: %(number)d time", "Usual: %(number)d times", value.default)
        case Unit.YEARS:
            words = ngettext("Usual: %(number)d year", "Usual: %(number)d years", value.default)
        case Unit.STAFFED_HOURS:
            words = ngettext(
                "Usual: %(number)d staffed hour", "Usual: %(number)d staffed hours", value.default
            )
        case Unit.CLOCK:
            words = _now("Usual: %(number)d:00")
        case _ if value.key.endswith(CALENDAR):
            words = ngettext("Usual: %(days)d day", "Usual: %(days)d days", value.default)
        case _:
            words = ngettext("Usual: %(days)d open day", "Usual: %(days)d open days", value.default)
    return words % said
