"""How does a form say that its button was pressed twice?"""

from django import forms

from core.ids import uuid7


class OnceForm(forms.Form):
    """`request_key` is made with the page: however often its button is pressed, one thing comes of it."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)
