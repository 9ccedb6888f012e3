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

    reason = forms.CharField(label=_("Why?"), max_length=4000, required=False)

    def __init__(
        self, data: Any = None, *, body: str, today: date, is_decided: bool = False
    ) -> None:
        """`is_decided`: a council sits, and these words are put before it."""
        super().__init__(data, initial={"body": body, "begins_on": today})
        del self.fields["begins_on" if is_decided else "reason"]

    @property
    def proposes(self) -> bool:
        return "propose" in self.data

    @property
    def publishes(self) -> bool:
        return "publish" in self.data

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.proposes and not said.get("reason"):
            self.add_error("reason", _("Say why."))
        if (
            self.publishes
            and "begins_on" in self.fields
            and not (said.get("begins_on") or "begins_on" in self.errors)
        ):
            self.add_error("begins_on", _("Choose the day."))
        return said
