"""What may be typed about how long partners wait?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from governance.effects.policies import complaints, spelled
from governance.in_force import Governed, Unit, governed
from governance.sign_in import GRACE_DAYS, IDLE_MINUTES, PREFIX, SECOND_STEP, SETTINGS
from governance.terms import METHODS
from governance.words.deciding import METHOD_WORDS
from governance.words.policies import GROUP_WORDS, Group


def _between(key: str) -> forms.IntegerField:
    setting = SETTINGS[key]
    return forms.IntegerField(
        label=setting.words, min_value=setting.lowest, max_value=setting.highest
    )


@dataclass(frozen=True)
class NumberGroup:
    """Numbers of one kind: folded away until somebody asks for them, or one of them cannot be."""

    title: str | Promise
    fields: list[forms.BoundField]

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)

    @property
    def is_wanted(self) -> bool:
        """A number in it is another one than holds."""
        return any(str(field.value()) != str(field.field.initial) for field in self.fields)


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
            self.fields[_name(key)] = number_field(value, stands[key])

    @property
    def groups(self) -> Iterator[NumberGroup]:
        for group in Group:
            keys = [key for key, value in self.shown.items() if value.group is group]
            yield NumberGroup(GROUP_WORDS[group], [self[_name(key)] for key in keys])

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


def number_field(value: Governed, stands: int) -> forms.Field:
    said: dict[str, Any] = {
        "label": str(value.words), "initial": stands, "help_text": _usual(value),
    }  # fmt: skip
    match value.unit:
        case Unit.METHOD:
            ways = [(number, METHOD_WORDS[method]) for number, method in METHODS.items()]
            return forms.TypedChoiceField(coerce=int, choices=ways, **said)
        case Unit.YES_NO:
            return forms.TypedChoiceField(coerce=int, choices=[(1, _("Yes")), (0, _("No"))], **said)
    return forms.IntegerField(min_value=value.lowest, max_value=value.highest, **said)


def _usual(value: Governed) -> str:
    """Open days are days on which whoever owes the step works; staffed hours are the network's."""
    return _now("Usual: %(value)s") % {"value": spelled(value, value.default)}
