"""What may be typed about a look again, on the day it comes?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.fields import DayField
from referrals.forms.clinic import HOW_TOLD
from screening.lifecycle import Via
from screening.models.later import Later


class LaterForm(forms.Form):
    """How the family said it, and the next day, where there is one."""

    via = forms.ChoiceField(
        label=_("How did they say so?"),
        choices=HOW_TOLD,
        initial=Via.IN_PERSON,
        widget=forms.RadioSelect,
    )
    next_on = DayField(label=_("If it still holds: look again on"), required=False)

    def __init__(self, later: Later, said: str, data: Any = None) -> None:
        super().__init__(data)
        self.said = said
        if later.is_of_agreement:
            del self.fields["via"], self.fields["next_on"]
        elif later.is_ask_again:
            self.fields["next_on"].label = _("If not now: ask again on")
            self.fields["next_on"].help_text = _(
                "Leave it empty when they do not want to be asked again."
            )
        elif later.is_appeal:
            del self.fields["next_on"]
        elif later.is_recertify:
            self.fields["next_on"].label = _("If it is renewed: until when?")
            self.fields["next_on"].help_text = _(
                "Leave it empty when it now goes on without an end."
            )
        elif said == "fine":
            self.fields["next_on"].required = True
            self.fields["next_on"].error_messages["required"] = _("Choose when to look again.")
