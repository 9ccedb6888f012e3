"""In which language does an organization's own sign-in speak: OpenID Connect or SAML? Nobody else here need know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import oidc, saml
from accounts.vouched import Asked, NotVouched, Vouched
from organizations import vouching
from organizations.models.sign_on import SignOn

# What an admin who tries it can do about it, over there or here.
WHY: dict[str, str | Promise] = {
    "algorithm": _("It signs in a way that is too weak, or unknown here. Choose RSA with SHA-256 over there."),
    "audience": _("It speaks to somebody else. Give it our name and our address exactly as they stand on your page."),
    "certificate": _("Its certificate has run out. Take over its metadata anew."),
    "denied": _("It says that it did not let you in."),
    "encrypted": _("It encrypts what it says of people. Switch that off over there: the way here is encrypted."),
    "expired": _("Its answer was too old, or made later than now: one of the two clocks is wrong."),
    "issuer": _("It gives another name of itself than the one that you wrote down."),
    "no_lasting_name": _("It gives no name that stays for life. Let it send a NameID of the kind “persistent”."),
    "nonce": _("It answered a question that was not asked here. People begin in Porchlight, not on a page over there."),
    "signature": _("It signed with another key than the one that you wrote down. Take over its metadata anew."),
    "unsigned": _("It did not sign its answer. Let it sign the assertion, or the whole answer."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Came:
    """With what somebody came back: in the address (OpenID Connect), or in a form (SAML)."""

    by_address: Mapping[str, str]
    by_form: Mapping[str, str]

    @property
    def state(self) -> str:
        return self.by_form.get("RelayState", "") or self.by_address.get("state", "")


def way_there(there: SignOn, asked: Asked, *, at: datetime, again: bool) -> str:
    """Raises NotVouched."""
    if there.kind == SignOn.Kind.SAML:
        return saml.way_there(vouching.provider_of(there), asked, at=at, again=again)
    back = vouching.way_back(there.organization_id)
    return oidc.way_there(vouching.client_of(there), asked, back=back, again=again)


def vouched(
    there: SignOn, asked: Asked, came: Came, *, since: datetime | None, at: datetime
) -> Vouched:
    """Raises NotVouched."""
    if there.kind == SignOn.Kind.SAML:
        answer = came.by_form.get("SAMLResponse", "")
        return saml.vouched(vouching.provider_of(there), asked, answer, since=since, at=at)
    back = vouching.way_back(there.organization_id)
    client = vouching.client_of(there)
    return oidc.vouched(client, asked, came.by_address, back=back, since=since, at=at)


def way_out(there: SignOn) -> str:
    """Empty where it has no page for that, or does not answer. SAML's own way out is not spoken."""
    if there.kind == SignOn.Kind.SAML:
        return ""
    try:
        return oidc.way_out(vouching.client_of(there), back=settings.SITE_URL)
    except NotVouched:
        return ""


def forget(there: SignOn) -> None:
    """Before an admin tries it: they want to know how it is now."""
    if there.kind == SignOn.Kind.OIDC:
        oidc.forget(vouching.client_of(there))
