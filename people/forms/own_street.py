"""What may be typed about one's own street?"""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST, MOST_ZIP = 200, 10


class OwnStreetForm(forms.Form):
    address = forms.CharField(
        label=_("House and street"), max_length=MOST,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )  # fmt: skip
    postal_code = forms.CharField(
        label=_("ZIP code"), max_length=MOST_ZIP,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )  # fmt: skip
