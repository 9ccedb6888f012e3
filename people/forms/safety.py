"""What is asked when somebody may be in danger: as little as is needed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.forms.once import OnceForm
from people.actions.safety import Report, Said
from people.forms.fields import NameField, WordsField, choices_of
from people.lifecycle import AlertEnd, Danger
from people.words.safety import ALERT_END_WORDS, DANGER_WORDS

MINUTE = "%Y-%m-%dT%H:%M"


class AlertForm(OnceForm):
    """What is feared, and a few words for whoever is on duty."""

    danger = forms.ChoiceField(
        label=_("What are you afraid of?"),
        choices=choices_of(DANGER_WORDS),
        widget=forms.RadioSelect,
    )
    words = WordsField(
        label=_("What did you see or hear?"), rows=4,
        help_text=_("Their own words help most. Only those who answer for it read this."),
    )  # fmt: skip

    def said(self) -> Said:
        said = self.cleaned_data
        return Said(Danger(said["danger"]), said["words"], said["request_key"])


class CloseAlertForm(forms.Form):
    """How it is now."""

    how = forms.ChoiceField(
        label=_("How is it now?"), choices=choices_of(ALERT_END_WORDS), widget=forms.RadioSelect
    )
    words = WordsField(label=_("What was done, and by whom"), rows=3)

    def end(self) -> tuple[AlertEnd, str]:
        return AlertEnd(self.cleaned_data["how"]), self.cleaned_data["words"]


class ReportForm(OnceForm):
    """A report that the law asks for, after it was made."""

    to_whom = NameField(
        label=_("To whom did you report it?"),
        help_text=_("The office, and the name of the person if you have it."),
    )
    made_at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(format=MINUTE, attrs={"type": "datetime-local"}),
        input_formats=[MINUTE],
        error_messages={"invalid": _("Write the day and the time like 2026-05-31T14:30.")},
    )
    reference = NameField(label=_("Their number for it"), required=False)
    words = WordsField(label=_("What you told them"), rows=4)

    def report(self) -> Report:
        return Report(**self.cleaned_data)
