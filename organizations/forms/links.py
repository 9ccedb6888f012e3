"""What is typed by whoever came by a link?"""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    NOT_RIGHT = _(
        "That is not the code, or it is older than ten minutes. Look again, or ask for a new one."
    )

    code = forms.CharField(
        label=_("The six digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
