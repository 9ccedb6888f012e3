"""Who stands, and whom would one like to sit there?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.forms.council import user_of
from governance.models.elections import Nominee

LONG = 600


def _words() -> forms.CharField:
    return forms.CharField(
        label=_("What do you want to do there?"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody in the network can read it. Write nothing about a family."),
    )  # fmt: skip


class NameForm(forms.Form):
    """Somebody, by their address; empty: oneself."""

    email = forms.EmailField(
        label=_("E-mail address"), required=False,
        help_text=_("Empty: you stand yourself. Somebody else is asked first."),
    )  # fmt: skip
    words = _words()

    def __init__(self, network_id: UUID, data: Any = None) -> None:
        super().__init__(data)
        self.network_id = network_id

    def clean_email(self) -> UUID | None:
        email = self.cleaned_data["email"]
        return user_of(self.network_id, email) if email else None


class AcceptForm(forms.Form):
    words = _words()


class PaperForm(forms.Form):
    """Of one elector. None of them is a vote, too, and said so: a paper left empty may be a slip."""

    elector = forms.UUIDField(widget=forms.HiddenInput)
    choices = forms.TypedMultipleChoiceField(
        label=_("Whom would you like to sit there?"), coerce=UUID, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As many as you like. Whoever most would like is elected."),
    )  # fmt: skip
    nobody = forms.BooleanField(label=_("None of them"), required=False)

    def __init__(self, standing: Sequence[Nominee], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        choices = self.fields["choices"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = [(str(one.pk), _label(one)) for one in standing]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "choices" in said and bool(said["choices"]) == said["nobody"]:
            self.add_error(
                "choices", _("Tick whom you would like to sit there, or “None of them”.")
            )
        return said


def _label(nominee: Nominee) -> str:
    if nominee.organization is None:
        return nominee.user.name
    return f"{nominee.user.name}, {nominee.organization.name}"
