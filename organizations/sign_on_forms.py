"""What may an admin say of the sign-in of their organization?"""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.outside import must_be_public
from organizations.actions.sign_on import Provider
from organizations.models.sign_on import SignOn

DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
MOST_DOMAINS = 20
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


def _address(said: str) -> str:
    schemes = ("https://",) if must_be_public() else ("https://", "http://")
    if not said.startswith(schemes):
        raise forms.ValidationError(_("It begins with https://."))
    return said


class ProviderForm(forms.Form):
    """`known`: what is there already."""

    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=500,
        widget=forms.URLInput(attrs=PLAIN),
        help_text=_("Exactly as your provider writes it, such as https://login.clinic.example."),
    )
    client_id = forms.CharField(
        label=_("Client ID"), max_length=300, widget=forms.TextInput(attrs=PLAIN)
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It lies sealed and is not shown again. Empty: the one that is there stays."),
    )
    domains = forms.CharField(
        label=_("Addresses of your people end in"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, **PLAIN}),
        help_text=_("What stands behind the @. The convener confirms that they are yours."),
    )
    second_step_word = forms.CharField(
        label=_("Word by which it says that it asked for a second step"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=PLAIN),
        help_text=_(
            "Often mfa. Whoever comes with it is not asked here again. Empty: it does not count."
        ),
    )
    passwords_open = forms.BooleanField(
        label=_("Our people may also use a Porchlight password"),
        required=False,
        initial=True,
        help_text=_("Whoever can invite people always may, in case your sign-in breaks."),
    )

    def __init__(self, data: Any = None, *, known: SignOn | None = None) -> None:
        self.known = known
        super().__init__(data, initial=self._said())

    def _said(self) -> dict[str, Any]:
        if self.known is None:
            return {}
        said = {name: getattr(self.known, name) for name in self.base_fields if name != "domains"}
        domains = self.known.domains.order_by("name").values_list("name", flat=True)
        return said | {"domains": "\n".join(domains), "client_secret": ""}

    def clean_issuer(self) -> str:
        return _address(self.cleaned_data["issuer"])

    def clean_client_secret(self) -> str:
        """The one that is there is for the one it was given by, and never sent to another."""
        said: str = self.cleaned_data["client_secret"]
        is_same = self.known is not None and self.cleaned_data.get("issuer") == self.known.issuer
        if not said and not is_same:
            raise forms.ValidationError(
                _("Your provider gives you one together with the client ID.")
            )
        return said

    def clean_domains(self) -> list[str]:
        said = re.split(r"[\s,;]+", self.cleaned_data["domains"].lower())
        names = sorted({one.lstrip("@") for one in said if one})
        if not names or len(names) > MOST_DOMAINS:
            raise forms.ValidationError(_("Name one to twenty."))
        if not all(DOMAIN.fullmatch(name) for name in names):
            raise forms.ValidationError(_("Only what stands behind the @, such as clinic.example."))
        return names

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("passwords_open") and not said.get("second_step_word"):
            self.add_error(
                "second_step_word",
                _("Without passwords of ours, your sign-in must ask for a second step and say so."),
            )
        return said

    def provider(self) -> Provider:
        return Provider(**self.cleaned_data)
