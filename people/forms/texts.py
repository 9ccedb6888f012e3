"""What may be typed about the words of agreements?"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.fields import DayField

ROWS = 12


class WordsForm(forms.Form):
    """`body`: one sentence a line. Only publishing asks for the day."""

    body = forms.CharField(
        label=_("The words"),
        widget=forms.Textarea(attrs={"rows": ROWS, "autocomplete": "off"}),
        help_text=_(
            "One sentence a line. In the line {agreement} stands what exactly is shared, with whom and until when."
        ),
    )
    begins_on = DayField(label=_("From which day on?"), required=False)
    asks_anew = forms.BooleanField(
        label=_("Ask every family anew"),
        required=False,
        help_text=_(
            "Nothing new is shared under older words. Help that is under way goes on, and whoever follows it asks."
        ),
    )

    def __init__(self, data: Any = None, *, body: str, today: date) -> None:
        super().__init__(data, initial={"body": body, "begins_on": today})

    @property
    def publishes(self) -> bool:
        return "publish" in self.data

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.publishes and not (said.get("begins_on") or "begins_on" in self.errors):
            self.add_error("begins_on", _("Choose the day."))
        return said
