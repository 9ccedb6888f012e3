"""What may be typed about the words with which a network begins its agreements?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.effects.templates import LONGEST


class TemplateForm(forms.Form):
    words = forms.CharField(
        label=_("The whole text, as an agreement of this kind begins"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why?"), max_length=500, required=False)
