"""How does a form say that its button was pressed twice?"""

from uuid import uuid4

from django import forms


class OnceForm(forms.Form):
    """`request_key` is made with the page: however often its button is pressed, one thing comes of it.

    No time stands in it: beside what was said without a name it would lead to whoever opened the page then.
    """

    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
