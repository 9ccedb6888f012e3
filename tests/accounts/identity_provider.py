"""A small SAML identity provider: it reads our question, and signs an answer with a key of its own, or a wrong one."""

import base64
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import flask
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from markupsafe import escape
from signxml import CanonicalizationMethod, XMLSigner
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from werkzeug.serving import make_server

from tests.accounts.provider import Person

SAML, SAMLP = "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:2.0:protocol"
LASTING = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
MANY_YEARS = timedelta(days=3650)


@dataclass
class Key:
    """A key and the certificate that says whose it is."""

    private: Any
    certificate: x509.Certificate

    @classmethod
    def new(cls, *, rsa_bits: int = 0, ends: datetime | None = None) -> "Key":
        private = (
            rsa.generate_private_key(65537, rsa_bits)
            if rsa_bits
            else ec.generate_private_key(ec.SECP256R1())
        )
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp")])
        now = datetime.now(UTC)
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
        made = made.public_key(private.public_key()).serial_number(x509.random_serial_number())
        made = made.not_valid_before(now - MANY_YEARS).not_valid_after(ends or now + MANY_YEARS)
        return cls(private, made.sign(private, hashes.SHA256()))

    @property
    def text(self) -> str:
        return base64.b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode()


@dataclass
class Idp:
    """`who` signs in next. `says` changes parts of what it says: see `assertion`."""

    key: Key = field(default_factory=Key.new)
    issuer: str = "https://idp.riverside.example/entity"
    address: str = "https://idp.riverside.example/sso"
    who: Person | None = None
    next_id: int = 0
    asked_anew: list[bool] = field(default_factory=list)

    def metadata(self, *keys: Key, before: str = "") -> str:
        said = "".join(
            f'<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{key.text}'
            "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
            for key in keys or (self.key,)
        )
        return f"""{before}<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"
            xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{self.issuer}"><!-- ours -->
            <md:IDPSSODescriptor protocolSupportEnumeration="{SAMLP}">{said}<md:SingleSignOnService
            Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{self.address}"/>
            </md:IDPSSODescriptor></md:EntityDescriptor>"""

    def asked(self, way: str) -> Any:
        """Our question, as it stands in the address by which somebody was sent here."""
        said = dict(parse_qsl(urlsplit(way).query))
        return etree.fromstring(zlib.decompress(base64.b64decode(said["SAMLRequest"]), -15))

    def answers(
        self, way: str, *, signs: str = "assertion", key: Key | None = None, **says: Any
    ) -> dict[str, str]:
        """The form that their browser sends to us."""
        question = self.asked(way)
        usual = {
            "question": question.get("ID"),
            "back": question.get("AssertionConsumerServiceURL"),
            "us": question.findtext(f"{{{SAML}}}Issuer"),
        }
        answer = self.answer(signs=signs, key=key, **usual | says)
        return {
            "SAMLResponse": packed(answer),
            "RelayState": dict(parse_qsl(urlsplit(way).query))["RelayState"],
        }

    def answer(
        self,
        *,
        signs: str = "assertion",
        key: Key | None = None,
        at: datetime | None = None,
        **says: Any,
    ) -> Any:
        """`signs`: "assertion", "answer", "both" or nothing."""
        at = at or datetime.now(UTC)
        root = etree.fromstring(self._written(at, says))
        assertion = root.find(f"{{{SAML}}}Assertion")
        if signs in {"assertion", "both"}:
            signed = sign(assertion, key or self.key)
            root.replace(assertion, signed)
        return sign(root, key or self.key) if signs in {"answer", "both"} else root

    def _written(self, at: datetime, says: dict[str, Any]) -> str:
        who = self.who or Person("id-nobody")
        self.next_id += 1
        said = {
            "issuer": self.issuer, "name": who.subject, "format": LASTING, "id": f"a{self.next_id}",
            "email": who.claims.get("email", ""), "step": PASSWORD, "seen": at,
            "begins": at - timedelta(seconds=5), "ends": at + timedelta(minutes=5), "status": "Success",
            "recipient": says.get("back"), "extra": "", "condition": "", "objectid": "",
        } | says  # fmt: skip
        more = "".join(
            f'<saml:Attribute Name="{name}"><saml:AttributeValue>{said[short]}</saml:AttributeValue></saml:Attribute>'
            for name, short in (
                ("email", "email"),
                ("http://schemas.microsoft.com/identity/claims/objectidentifier", "objectid"),
            )
            if said[short]
        )
        return f"""<samlp:Response xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" ID="r{said["id"]}" Version="2.0"
            IssueInstant="{at:%Y-%m-%dT%H:%M:%SZ}" Destination="{said["back"]}" InResponseTo="{said["question"]}">
            <saml:Issuer>{said["issuer"]}</saml:Issuer>
            <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{said["status"]}"/></samlp:Status>
            <saml:Assertion ID="{said["id"]}" Version="2.0" IssueInstant="{at:%Y-%m-%dT%H:%M:%SZ}">
            <saml:Issuer>{said["issuer"]}</saml:Issuer>
            <saml:Subject><saml:NameID Format="{said["format"]}">{said["name"]}</saml:NameID>
            <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
            Recipient="{said["recipient"]}" NotOnOrAfter="{said["ends"]:%Y-%m-%dT%H:%M:%SZ}"
            InResponseTo="{said["question"]}"/></saml:SubjectConfirmation></saml:Subject>
            <saml:Conditions NotBefore="{said["begins"]:%Y-%m-%dT%H:%M:%SZ}"
            NotOnOrAfter="{said["ends"]:%Y-%m-%dT%H:%M:%SZ}">
            <saml:AudienceRestriction><saml:Audience>{said["us"]}</saml:Audience></saml:AudienceRestriction>{said["condition"]}
            </saml:Conditions>
            <saml:AuthnStatement AuthnInstant="{said["seen"]:%Y-%m-%dT%H:%M:%SZ}" SessionIndex="s1"><saml:AuthnContext>
            <saml:AuthnContextClassRef>{said["step"]}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
            <saml:AttributeStatement>{more or "<saml:Attribute Name='none'/>"}</saml:AttributeStatement>
            </saml:Assertion>{said["extra"]}</samlp:Response>"""


class _OldSigner(XMLSigner):
    def check_deprecated_methods(self) -> None:
        """What nobody should sign with any more, so that we can show it is refused."""


def sign(part: Any, key: Key, *, old: bool = False) -> Any:
    is_rsa = isinstance(key.private, rsa.RSAPrivateKey)
    method = SignatureMethod.RSA_SHA256 if is_rsa else SignatureMethod.ECDSA_SHA256
    signer = (_OldSigner if old else XMLSigner)(
        signature_algorithm=SignatureMethod.RSA_SHA1 if old else method,
        digest_algorithm=DigestAlgorithm.SHA1 if old else DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    return signer.sign(
        part,
        key=key.private,
        cert=[key.certificate],
        reference_uri=f"#{part.get('ID')}",
        id_attribute="ID",
    )


def packed(root: Any) -> str:
    return base64.b64encode(root if isinstance(root, bytes) else etree.tostring(root)).decode()


@contextmanager
def identity_provider(**said: Any) -> Iterator[Idp]:
    """One with a page, on this machine: with a button that says who one is, and a form that carries it back."""
    played = Idp(**said)
    app = flask.Flask(__name__)

    @app.route("/sso", methods=["GET", "POST"])
    def sso() -> str:
        way = flask.request.url
        if flask.request.method == "GET":
            return f'<form method="post" action="{escape(way)}"><button>It is me</button></form>'
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{value}">'
            for name, value in played.answers(way).items()
        )
        back = played.asked(way).get("AssertionConsumerServiceURL")
        return f'<form method="post" action="{escape(back)}">{fields}<button>Take me back</button></form>'

    server = make_server("127.0.0.1", 0, app, threaded=True)
    played.address = f"http://127.0.0.1:{server.server_port}/sso"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield played
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
