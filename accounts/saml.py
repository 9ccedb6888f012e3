"""Who signed in at an organization's SAML identity provider? Nothing is believed that it did not sign for us, just now.

SAML 2.0 Core and Profiles section 4.1 (Web Browser SSO), asked by address, answered by form. Only answers to our own
question are read: what an identity provider sends unasked (IdP-initiated) is refused.
"""

import base64
import binascii
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils.crypto import constant_time_compare
from lxml import etree

from accounts.saml_metadata import BY_FORM, LASTING, NAMES, loaded
from accounts.signed_xml import SIGNATURE, NotSigned, OddXml, has_signature, opened, signed_part
from accounts.vouched import SKEW, Asked, NotVouched, Vouched

ASSERTION = f"{{{NAMES}assertion}}"
MESSAGE = f"{{{NAMES}protocol}}"
WENT_WELL = f"{NAMES}status:Success"
BEARER = f"{NAMES}cm:bearer"
LONGEST_SUBJECT = 255
# By which attribute a name that lasts is said where the NameID is none, an address, and how somebody proved it is them.
LASTING_ATTRIBUTES = (
    "urn:oasis:names:tc:SAML:attribute:subject-id",
    "urn:oasis:names:tc:SAML:attribute:pairwise-id",
    "http://schemas.microsoft.com/identity/claims/objectidentifier",
)
EMAIL_ATTRIBUTES = (
    "email", "mail", "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
)  # fmt: skip
STEP_ATTRIBUTES = ("http://schemas.microsoft.com/claims/authnmethodsreferences",)
# Conditions that say who may read it and how often; one that we do not know might say that we may not.
KNOWN_CONDITIONS = {
    f"{ASSERTION}{name}" for name in ("AudienceRestriction", "OneTimeUse", "ProxyRestriction")
}


@dataclass(frozen=True, slots=True)
class Provider:
    """`us`: our name towards it; `back`: the one address to which it may send an answer."""

    issuer: str
    address: str
    certificates: tuple[str, ...]
    us: str
    back: str


def way_there(provider: Provider, asked: Asked, *, at: datetime, again: bool = False) -> str:
    """Where their browser goes. `again`: it must ask them anew, however lately they signed in there."""
    squeeze = zlib.compressobj(wbits=-15)
    packed = squeeze.compress(_question(provider, asked, at, again=again)) + squeeze.flush()
    query = {"SAMLRequest": base64.b64encode(packed).decode(), "RelayState": asked.state}
    there = provider.address
    return f"{there}{'&' if urlsplit(there).query else '?'}{urlencode(query)}"


def _question(provider: Provider, asked: Asked, at: datetime, *, again: bool) -> bytes:
    said = {
        "ID": _name(asked),
        "Version": "2.0",
        "IssueInstant": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Destination": provider.address,
        "AssertionConsumerServiceURL": provider.back,
        "ProtocolBinding": BY_FORM,
        **({"ForceAuthn": "true"} if again else {}),
    }
    names = {"samlp": MESSAGE[1:-1], "saml": ASSERTION[1:-1]}
    root = etree.Element(f"{MESSAGE}AuthnRequest", said, nsmap=names)
    etree.SubElement(root, f"{ASSERTION}Issuer").text = provider.us
    etree.SubElement(root, f"{MESSAGE}NameIDPolicy", {"AllowCreate": "true"})
    written: bytes = etree.tostring(root)
    return written


def _name(asked: Asked) -> str:
    """Of our question: a letter first, as XML wants it."""
    return f"q{asked.nonce}"


def vouched(
    provider: Provider, asked: Asked, answer: str, *, since: datetime | None, at: datetime
) -> Vouched:
    """`answer`: base64, as it came. `since`: they must have proved it later than that. Raises NotVouched."""
    said = _believed(_opened(answer), provider, at)
    _is_for_us_now(said, provider, at)
    _answers(said, provider, asked, at)
    proof = _only(said, "AuthnStatement")
    seen, ends = _moment(proof, "AuthnInstant"), _moment(proof, "SessionNotOnOrAfter")
    if seen is None or seen > at + SKEW or (ends is not None and ends <= at - SKEW):
        raise NotVouched("expired")
    if since is not None and seen < since - SKEW:
        raise NotVouched("not_asked_anew")
    return Vouched(
        subject=_subject(said),
        email=next(_said_of(said, EMAIL_ATTRIBUTES), ""),
        steps=frozenset([*_steps(proof), *_said_of(said, STEP_ATTRIBUTES)]),
        once=f"saml {said.get('ID')}",
    )


def _opened(answer: str) -> Any:
    try:
        root = opened(base64.b64decode("".join(answer.split()), validate=True))
    except (OddXml, binascii.Error, ValueError):
        raise NotVouched("xml") from None
    if root.tag != f"{MESSAGE}Response":
        raise NotVouched("xml")
    if any(
        True
        for _ in root.iter(
            *(f"{ASSERTION}Encrypted{what}" for what in ("Assertion", "ID", "Attribute"))
        )
    ):
        raise NotVouched("encrypted")
    return root


def _believed(root: Any, provider: Provider, at: datetime) -> Any:
    """The one assertion, as it was signed: alone, or with the answer that it came in; both, where both are."""
    assertion = _is_as_ever(root, provider)
    certificates = loaded(provider.certificates)
    try:
        whole = signed_part(root, certificates, at=at) if has_signature(root) else None
        if whole is None or has_signature(assertion):
            return signed_part(assertion, certificates, at=at)
    except NotSigned as error:
        raise NotVouched(error.code) from None
    return whole.find(f"{ASSERTION}Assertion")


def _is_as_ever(root: Any, provider: Provider) -> Any:
    """The assertion of an answer that went well. Not all of what is read here is signed: it may only refuse."""
    code = root.find(f"{MESSAGE}Status/{MESSAGE}StatusCode")
    if code is None or code.get("Value") != WENT_WELL:
        raise NotVouched("denied")
    issuer = root.find(f"{ASSERTION}Issuer")
    if issuer is not None and _text(issuer) != provider.issuer:
        raise NotVouched("issuer")
    if root.get("Destination", provider.back) != provider.back:
        raise NotVouched("audience")
    assertions = list(root.iter(f"{ASSERTION}Assertion"))
    if len(assertions) != 1 or assertions[0].getparent() is not root:
        raise NotVouched("shape")
    if any(one.getparent() not in (root, assertions[0]) for one in root.iter(SIGNATURE)):
        raise NotVouched("shape")
    return assertions[0]


def _is_for_us_now(said: Any, provider: Provider, at: datetime) -> None:
    conditions = _only(said, "Conditions")
    if _text(_only(said, "Issuer")) != provider.issuer:
        raise NotVouched("issuer")
    if not {one.tag for one in conditions} <= KNOWN_CONDITIONS:
        raise NotVouched("audience")
    audiences = [
        {_text(one) for one in each.findall(f"{ASSERTION}Audience")}
        for each in conditions.findall(f"{ASSERTION}AudienceRestriction")
    ]
    if not audiences or not all(provider.us in each for each in audiences):
        raise NotVouched("audience")
    begins, ends = _moment(conditions, "NotBefore"), _moment(conditions, "NotOnOrAfter")
    if (begins is not None and begins > at + SKEW) or (ends is not None and ends <= at - SKEW):
        raise NotVouched("expired")


def _answers(said: Any, provider: Provider, asked: Asked, at: datetime) -> None:
    """Whoever brings it may be taken for the one it speaks of: here, now, and in answer to our question."""
    why = "subject"
    for one in _only(said, "Subject").findall(f"{ASSERTION}SubjectConfirmation"):
        data = one.find(f"{ASSERTION}SubjectConfirmationData")
        if one.get("Method") != BEARER or data is None:
            continue
        ends = _moment(data, "NotOnOrAfter")
        wrong = {
            "audience": data.get("Recipient") != provider.back,
            "expired": ends is None or ends <= at - SKEW or data.get("NotBefore") is not None,
            "nonce": not constant_time_compare(data.get("InResponseTo", ""), _name(asked)),
        }
        why = next((code for code, is_wrong in wrong.items() if is_wrong), "")
        if not why:
            return
    raise NotVouched(why)


def _subject(said: Any) -> str:
    """A name that is for life: an address, or one made for this day only, may be somebody else's tomorrow."""
    name = _only(_only(said, "Subject"), "NameID")
    lasting = [_text(name)] if name.get("Format") == LASTING else []
    subject = next(iter([*lasting, *_said_of(said, LASTING_ATTRIBUTES)]), "")
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotVouched("no_lasting_name")
    return subject


def _said_of(said: Any, names: Iterable[str]) -> Iterator[str]:
    """What stands in attributes of these names, the first name first."""
    for name in names:
        for one in said.iterfind(f"{ASSERTION}AttributeStatement/{ASSERTION}Attribute"):
            if one.get("Name", "").lower() == name.lower():
                values = map(_text, one.findall(f"{ASSERTION}AttributeValue"))
                yield from (value for value in values if value)


def _steps(proof: Any) -> list[str]:
    return [_text(one) for one in proof.iter(f"{ASSERTION}AuthnContextClassRef")]


def _only(part: Any, name: str) -> Any:
    found = part.findall(f"{ASSERTION}{name}")
    if len(found) != 1:
        raise NotVouched("shape")
    return found[0]


def _text(part: Any) -> str:
    """All of it: a name that is broken in two by something within it is none."""
    if len(part):
        raise NotVouched("shape")
    return (part.text or "").strip()


def _moment(part: Any, name: str) -> datetime | None:
    """In UTC, as SAML writes it. None where it is not said; raises NotVouched where it cannot be read."""
    said = part.get(name)
    if said is None:
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise NotVouched("expired") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
