"""Which wish does the family have? Stop messages, or stop sharing; the help itself is stopped at the need."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from organizations.forms.once import OnceForm
from people.forms.fields import ALL, WhichField
from people.lifecycle import WishKind

Choices = list[tuple[str, Any]]
VIA = [
    ("in_person", _("They said it here")),
    ("phone", _("They said it on the phone")),
    ("paper", _("They wrote it")),
]


class WishForm(OnceForm):
    """`about` lists what the wish may be about, and all of it. Nothing is chosen beforehand."""

    kind = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(k.value, k.value) for k in WishKind]
    )
    about = WhichField(label=_("Which?"))
    via = forms.ChoiceField(label=_("How did they say it?"), choices=VIA)

    def __init__(
        self, data: Any, *, kind: WishKind, choices: Choices, all_of: str | Promise
    ) -> None:
        super().__init__(data, initial={"kind": kind}, auto_id=f"id_{kind}_%s")
        offer(self, "about", [("", _("Choose one")), *choices, (ALL, all_of)])
