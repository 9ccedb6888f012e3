"""What may be chosen in a form that is made for somebody: it hangs on who they are and on the page's language."""

from collections.abc import Iterable
from typing import Any

from django import forms


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """`choices`: what is sent, and its words; or a title, and the choices below it."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = list(choices)
