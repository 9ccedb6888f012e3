"""Who told us that somebody has died, and how?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from people.forms.fields import choices_of
from people.forms.wishes import VIA
from people.lifecycle import ToldOfDeath
from people.words.death import TOLD_OF_DEATH_WORDS


class DeathForm(forms.Form):
    """Nothing is chosen beforehand: whoever writes it down has heard it from somebody."""

    told_by = forms.ChoiceField(label=_("Who told you?"))
    via = forms.ChoiceField(label=_("How did they say it?"), choices=VIA)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        offer(self, "told_by", [("", _("Choose one")), *choices_of(TOLD_OF_DEATH_WORDS)])

    @property
    def teller(self) -> ToldOfDeath:
        return ToldOfDeath(self.cleaned_data["told_by"])
