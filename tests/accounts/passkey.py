"""A passkey in software: does what a telephone or a key does when a page asks it."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

ORIGIN, PLACE = "https://porchlight.example", "porchlight.example"
PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: os.urandom(16))
    belongs_to: str = ""

    def create(self, options: dict[str, Any]) -> str:
        asked = options["publicKey"]
        self.belongs_to = asked["user"]["id"]
        about = b"\0" * 16 + len(self.id).to_bytes(2, "big") + self.id
        about += cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        seen = self._seen(NEW) + about
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": seen})
        answer = {"attestationObject": websafe_encode(attested)}
        return self._said("webauthn.create", asked, answer)

    def get(self, options: dict[str, Any]) -> str:
        asked = options["publicKey"]
        seen = self._seen(0)
        digest = hashlib.sha256(_heard("webauthn.get", asked)).digest()
        signed = self.key.sign(seen + digest, ec.ECDSA(hashes.SHA256()))
        answer = {
            "authenticatorData": websafe_encode(seen),
            "signature": websafe_encode(signed),
            "userHandle": self.belongs_to,
        }
        return self._said("webauthn.get", asked, answer)

    def _seen(self, also: int) -> bytes:
        flags = bytes([PRESENT | VERIFIED | also])
        return hashlib.sha256(PLACE.encode()).digest() + flags + b"\0\0\0\1"

    def _said(self, kind: str, asked: dict[str, Any], answer: dict[str, str]) -> str:
        said = {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": answer | {"clientDataJSON": websafe_encode(_heard(kind, asked))},
            "clientExtensionResults": {},
        }
        return json.dumps(said)


def _heard(kind: str, asked: dict[str, Any]) -> bytes:
    said = {"type": kind, "challenge": asked["challenge"], "origin": ORIGIN}
    return json.dumps(said).encode()
