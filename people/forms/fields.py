"""Fields that several forms about a person share: kind about length, and silent about nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.widgets import ChoiceWidget
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.actions.details import LONGEST_NAME, LONGEST_WORDS, TOO_LONG_NAME

ALL = "-"


class NameField(forms.CharField):
    """No `maxlength` in the page: a browser would cut a pasted name without a word."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)
        self.validators.append(MaxLengthValidator(LONGEST_NAME, str(TOO_LONG_NAME)))


class WordsField(forms.CharField):
    """A line or a few of free text."""

    def __init__(self, *, rows: int = 0, **options: Any) -> None:
        box = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        box.attrs["autocomplete"] = "off"
        super().__init__(widget=box, required=False, **options)
        self.validators.append(
            MaxLengthValidator(LONGEST_WORDS, _("This is too long. Keep it under 2,000 letters."))
        )


class WhichField(forms.TypedChoiceField):
    """One of those offered, by id; `ALL` is a choice of its own and becomes None: nothing is left unsaid."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=_id_or_none, empty_value=None, **options)


def _id_or_none(value: str) -> UUID | None:
    return None if value == ALL else UUID(value)


class DayField(forms.DateField):
    """A day, with the browser's own calendar where it has one."""

    def __init__(self, **options: Any) -> None:
        box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"})
        said = {"invalid": _("Write the date like 2019-05-31.")}
        super().__init__(widget=box, error_messages=said, **options)


def choices_of(words: Mapping[str, str | Promise]) -> list[tuple[str, str | Promise]]:
    return list(words.items())


def offered(form: forms.Form, name: str) -> dict[str, str]:
    """The words of what may be chosen, by value; none for a field that offers nothing."""
    widget = form.fields[name].widget
    choices = widget.choices if isinstance(widget, ChoiceWidget) else ()
    return {str(value): str(words) for value, words in choices}
