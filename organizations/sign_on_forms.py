"""What may an admin say of the sign-in of their organization?"""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import saml_metadata
from accounts.signed_xml import MOST
from core.outside import must_be_public
from organizations.actions.sign_on import Provider
from organizations.models.sign_on import SignOn

DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
MOST_DOMAINS = 20
PLAIN = {"autocomplete": "off", "spellcheck": "false"}
NOT_METADATA = {
    "xml": _("That is not SAML metadata: it is too long, or no XML, or holds declarations that nobody needs."),
    "several": _("That describes several providers. Give the description of yours alone."),
    "no_provider": _("That describes no identity provider."),
    "address": _("It names no page to which people can be sent by an address (HTTP-Redirect)."),
    "certificate": _("It names no certificate that we can read, or more than four."),
    "weak_key": _("Its key is too weak: at least 2048 bits of RSA, or an elliptic curve."),
}  # fmt: skip


def _address(said: str) -> str:
    schemes = ("https://",) if must_be_public() else ("https://", "http://")
    if not said.startswith(schemes):
        raise forms.ValidationError(_("It begins with https://."))
    return said


class ProviderForm(forms.Form):
    """`known`: what is there already of this kind. Its own fields come first, then what is asked of every kind."""

    kind: SignOn.Kind

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

    def __init__(self, data: Any = None, files: Any = None, *, known: SignOn | None = None) -> None:
        self.known = known if known and known.kind == self.kind else None
        super().__init__(data, files, initial=self._said())
        own = [name for name in self.fields if name not in ProviderForm.base_fields]
        self.order_fields([*own, *ProviderForm.base_fields])

    def _said(self) -> dict[str, Any]:
        if self.known is None:
            return {}
        domains = self.known.domains.order_by("name").values_list("name", flat=True)
        said = {name: getattr(self.known, name, "") for name in self.base_fields}
        return said | {"domains": "\n".join(domains), "client_secret": ""}

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
        common = {name: self.cleaned_data[name] for name in ProviderForm.base_fields}
        return Provider(kind=self.kind, **common, **self.own())

    def own(self) -> dict[str, Any]:
        """What only this kind says of itself."""
        raise NotImplementedError


class OpenIdForm(ProviderForm):
    kind = SignOn.Kind.OIDC

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

    def own(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("issuer", "client_id", "client_secret")}


class SamlForm(ProviderForm):
    kind = SignOn.Kind.SAML

    metadata = forms.CharField(
        label=_("Metadata of your provider"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4, **PLAIN}),
        help_text=_("The whole text, or the file below. Empty: what is there stays."),
    )
    metadata_file = forms.FileField(
        label=_("Or the file that it gave you"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        try:
            self.said = self._read(said.get("metadata_file"), str(said.get("metadata", "")))
        except saml_metadata.NotMetadata as error:
            self.add_error("metadata", NOT_METADATA[error.code])
        except forms.ValidationError as error:
            self.add_error("metadata", error)
        return said

    def _read(self, file: Any, text: str) -> saml_metadata.Said:
        if file is not None:
            if file.size > MOST:
                raise saml_metadata.NotMetadata("xml")
            text = file.read().decode("utf-8", errors="replace")
        if not text.strip() and self.known is not None:
            known = self.known
            return saml_metadata.Said(known.issuer, known.address, tuple(known.certificates))
        said = saml_metadata.read(text)
        _address(said.address)
        return said

    def own(self) -> dict[str, Any]:
        said = self.said
        return {
            "issuer": said.issuer,
            "address": said.address,
            "certificates": list(said.certificates),
        }


FORMS: dict[str, type[ProviderForm]] = {form.kind.value: form for form in (OpenIdForm, SamlForm)}
