"""Which part of an XML document did somebody sign? That part is handed on, written anew, and nothing beside it.

XML Signature as SAML 2.0 allows it (Core, section 5.4); nothing in a document is ever fetched.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier

MOST = 256 * 1024  # bytes of a document
DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
SIGNATURE = f"{DSIG}Signature"
# How a part may be written out before it is signed: itself without its signature, in one order.
WRITTEN = {
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
}
# Keys that only it has. Nothing by which a word that two know could sign, and no SHA-1.
METHODS = frozenset(
    SignatureMethod[f"{kind}{size}"]
    for kind in ("RSA_SHA", "ECDSA_SHA")
    for size in (256, 384, 512)
) | frozenset(SignatureMethod[f"SHA{size}_RSA_MGF1"] for size in (256, 384, 512))
DIGESTS = frozenset(DigestAlgorithm[f"SHA{size}"] for size in (256, 384, 512))
# What the library says in its own ways of a signature that is none.
BROKEN = (SignXMLException, etree.LxmlError, UnsupportedAlgorithm, ValueError, TypeError, KeyError,
          AttributeError)  # fmt: skip


class OddXml(Exception):
    """Too long, no XML, or with something in it that nobody needs who means well."""


class NotSigned(Exception):
    """`code`: `unsigned`, `algorithm`, `shape`, `certificate` (none is good now) or `signature`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def opened(text: bytes, *, may_have_notes: bool = False) -> Any:
    """The root of a document that says all it says in plain sight. Notes are comments: read over, or refused.

    A comment within a name makes two names of it, to two readers.
    """
    if len(text) > MOST or b"<!DOCTYPE" in text.upper():
        raise OddXml
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=may_have_notes, remove_pis=may_have_notes,
    )  # fmt: skip
    try:
        root = etree.fromstring(text, parser)
    except (etree.LxmlError, ValueError):
        raise OddXml from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise OddXml
    if not all(isinstance(node.tag, str) for node in root.iter()):
        raise OddXml
    _each_has_its_own_name(root)
    return root


def _each_has_its_own_name(root: Any) -> None:
    """A signature says by its name what it signed: two of one name, and another would be read."""
    names = [
        value
        for node in root.iter()
        for name, value in node.attrib.items()
        if etree.QName(name).localname.lower() == "id"
    ]
    if len(names) != len(set(names)):
        raise OddXml


def has_signature(part: Any) -> bool:
    return part.find(SIGNATURE) is not None


def signed_part(part: Any, certificates: Iterable[x509.Certificate], *, at: datetime) -> Any:
    """What one of these certificates signed of `part`: all of it. Raises NotSigned."""
    _is_plain(part)
    good = [one for one in certificates if one.not_valid_before_utc <= at < one.not_valid_after_utc]
    if not good:
        raise NotSigned("certificate")
    text = etree.tostring(part, with_tail=False)
    for certificate in good:
        found = _signed_by(text, certificate, at)
        if found is None:
            continue
        if found.tag != part.tag or found.get("ID") != part.get("ID"):
            raise NotSigned("shape")  # a part of it only
        return found
    raise NotSigned("signature")


def _is_plain(part: Any) -> None:
    """One signature directly in it, of it as a whole, by a way that we know."""
    signatures = part.findall(SIGNATURE)
    if not signatures:
        raise NotSigned("unsigned")
    references = part.findall(f"{SIGNATURE}/{DSIG}SignedInfo/{DSIG}Reference")
    inside = [node.tag for node in signatures[0].iter()]
    is_odd = (
        len(signatures) > 1
        or not part.get("ID")
        or [each.get("URI") for each in references] != [f"#{part.get('ID')}"]
        or f"{DSIG}Object" in inside
        or f"{DSIG}Manifest" in inside
    )
    if is_odd:
        raise NotSigned("shape")
    ways = {each.get("Algorithm") for each in references[0].iter(f"{DSIG}Transform")}
    method = part.find(f"{SIGNATURE}/{DSIG}SignedInfo/{DSIG}SignatureMethod")
    digest = references[0].find(f"{DSIG}DigestMethod")
    is_known = (
        ways <= WRITTEN
        and _said(method) in {each.value for each in METHODS}
        and _said(digest) in {each.value for each in DIGESTS}
    )
    if not is_known:
        raise NotSigned("algorithm")


def _said(node: Any) -> str:
    return "" if node is None else str(node.get("Algorithm", ""))


def _signed_by(text: bytes, certificate: x509.Certificate, at: datetime) -> Any:
    """As it reads to whoever checked it; None when somebody else signed it, or nobody."""
    config = SignatureConfiguration(
        location="./", signature_methods=METHODS, digest_algorithms=DIGESTS, verification_time=at
    )
    try:
        found = XMLVerifier().verify(text, x509_cert=certificate, expect_config=config)
    except BROKEN:
        return None
    return found.signed_xml if isinstance(found, VerifyResult) else None
