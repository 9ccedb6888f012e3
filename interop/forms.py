"""What may be handed in?"""

from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Zip file with the tables"),
        help_text=_("HSDS 3.0 as CSV, such as organizations.csv and services.csv. 20 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
