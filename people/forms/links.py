"""The code that a person brings from another organization."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.fields import NameField


class CodeForm(forms.Form):
    code = NameField(label=_("The code that they bring"), help_text=_("Twelve letters and digits."))
