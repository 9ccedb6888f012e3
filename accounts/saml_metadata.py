"""What does an identity provider say of itself in its SAML metadata, and what do we say of ourselves in ours?

Metadata for the OASIS SAML V2.0. Theirs is handed to us by an admin and never fetched.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree

from accounts.signed_xml import DSIG, OddXml, opened

NAMES = "urn:oasis:names:tc:SAML:2.0:"
MD = f"{{{NAMES}metadata}}"
PROTOCOL, BY_ADDRESS, BY_FORM = (
    f"{NAMES}{end}" for end in ("protocol", "bindings:HTTP-Redirect", "bindings:HTTP-POST")
)
LASTING = f"{NAMES}nameid-format:persistent"
MOST_CERTIFICATES, SHORTEST_KEY = 4, 2048  # the second in bits, of RSA
LONGEST = 500  # letters of a name or an address


class NotMetadata(Exception):
    """`code`: `xml`, `several`, `no_provider`, `address`, `certificate` or `weak_key`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Said:
    """`certificates` are base64 of DER, as they stand there: two while one takes over from the other."""

    issuer: str
    address: str
    certificates: tuple[str, ...]


def read(text: str) -> Said:
    """Raises NotMetadata."""
    try:
        root = opened(text.strip().encode(), may_have_notes=True)
    except OddXml:
        raise NotMetadata("xml") from None
    if root.tag == f"{MD}EntitiesDescriptor":
        raise NotMetadata("several")
    provider = root.find(f"{MD}IDPSSODescriptor")
    issuer = str(root.get("entityID", "")).strip()
    if root.tag != f"{MD}EntityDescriptor" or provider is None or not 0 < len(issuer) <= LONGEST:
        raise NotMetadata("no_provider")
    return Said(issuer, _address(provider), tuple(_certificates(provider)))


def _address(provider: Any) -> str:
    for one in provider.findall(f"{MD}SingleSignOnService"):
        there = str(one.get("Location", "")).strip()
        if one.get("Binding") == BY_ADDRESS and 0 < len(there) <= LONGEST:
            return there
    raise NotMetadata("address")


def _certificates(provider: Any) -> list[str]:
    found = [
        "".join(str(one.text).split())
        for key in provider.findall(f"{MD}KeyDescriptor")
        if key.get("use", "signing") == "signing"
        for one in key.iter(f"{DSIG}X509Certificate")
    ]
    unlike = list(dict.fromkeys(found))
    if not 0 < len(unlike) <= MOST_CERTIFICATES:
        raise NotMetadata("certificate")
    for one in loaded(unlike):
        _is_strong(one)
    return unlike


def loaded(certificates: Iterable[str]) -> list[x509.Certificate]:
    """Raises NotMetadata for one that cannot be read."""
    try:
        return [
            x509.load_der_x509_certificate(base64.b64decode(one, validate=True))
            for one in certificates
        ]
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        raise NotMetadata("certificate") from None


def last_day(certificates: Iterable[str]) -> datetime:
    """Until when the one that lasts longest is good."""
    return max(one.not_valid_after_utc for one in loaded(certificates))


def _is_strong(certificate: x509.Certificate) -> None:
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise NotMetadata("certificate") from None
    is_strong = isinstance(key, ec.EllipticCurvePublicKey) or (
        isinstance(key, rsa.RSAPublicKey) and key.key_size >= SHORTEST_KEY
    )
    if not is_strong:
        raise NotMetadata("weak_key")


def of_ours(us: str, back: str) -> bytes:
    """`us`: our name towards this one, which is the address of what is written here. `back`: where answers go."""
    root = etree.Element(f"{MD}EntityDescriptor", {"entityID": us}, nsmap={"md": MD[1:-1]})
    said = {
        "protocolSupportEnumeration": PROTOCOL,
        "AuthnRequestsSigned": "false",
        "WantAssertionsSigned": "true",
    }
    here = etree.SubElement(root, f"{MD}SPSSODescriptor", said)
    etree.SubElement(here, f"{MD}NameIDFormat").text = LASTING
    where = {"Binding": BY_FORM, "Location": back, "index": "0", "isDefault": "true"}
    etree.SubElement(here, f"{MD}AssertionConsumerService", where)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written
