"""Why can nobody help with this need?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.fields import choices_of
from screening.lifecycle import WhyNobody
from screening.words import WHY_NOBODY_WORDS


class GapForm(forms.Form):
    why = forms.TypedChoiceField(
        label=_("Why can nobody help?"),
        choices=lambda: choices_of(WHY_NOBODY_WORDS),
        coerce=WhyNobody,
        widget=forms.RadioSelect,
    )
