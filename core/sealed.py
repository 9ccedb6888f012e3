"""How are personal words kept? Encrypted (AES-256-GCM), each bound to its row; found again by blind tokens."""

import base64
import functools
import hashlib
import hmac
import os
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

if TYPE_CHECKING:
    TextField = models.Field[str, str]
else:
    TextField = models.Field

_VERSION = 1
_NONCE = 12


class SealBroken(Exception):
    """A ciphertext does not open: it was moved to another row or column, altered, or its key is lost."""


class Sealed(bytes):
    """`version | length of key id | key id | nonce | ciphertext and tag`, as it lies in the database."""


@functools.lru_cache(maxsize=8)
def _keys(configured: tuple[str, ...]) -> dict[str, AESGCM]:
    pairs = (entry.split(":", 1) for entry in configured)
    return {name: AESGCM(base64.urlsafe_b64decode(key)) for name, key in pairs}


def seal(text: str, place: str) -> Sealed:
    """Encrypt with the first of PHI_KEYS; `place` (table.column:row id) must be given again to open."""
    name, key = next(iter(_keys(tuple(settings.PHI_KEYS)).items()))
    nonce = os.urandom(_NONCE)
    head = bytes([_VERSION, len(name)]) + name.encode() + nonce
    return Sealed(head + key.encrypt(nonce, text.encode(), place.encode()))


def unseal(sealed: bytes, place: str) -> str:
    """The text; raises SealBroken rather than ever giving back something else."""
    end = 2 + sealed[1]
    key = _keys(tuple(settings.PHI_KEYS)).get(sealed[2:end].decode())
    if sealed[0] != _VERSION or key is None:
        raise SealBroken(place)
    nonce, body = sealed[end : end + _NONCE], sealed[end + _NONCE :]
    try:
        return key.decrypt(nonce, body, place.encode()).decode()
    except InvalidTag as error:
        raise SealBroken(place) from error


def token(kind: str, value: str, *, network_id: UUID, scope: UUID) -> bytes:
    """A blind-index token (8 bytes): equal values of one kind and scope have equal tokens.

    `scope` is the network, or the organization alone for victim-service providers
    (34 USC 12291(b)(2): not even hashed beyond it).
    """
    said = f"{network_id}|{scope}|{kind}|{value}".encode()
    return hmac.new(settings.INDEX_KEY.encode(), said, hashlib.sha256).digest()[:8]


def key_proof() -> dict[str, str]:
    """One proof per PHI key and one for the index key: kept in the database, so that a lost key is seen at start."""
    proofs = {f"phi:{entry.split(':', 1)[0]}": entry for entry in settings.PHI_KEYS}
    proofs["index"] = settings.INDEX_KEY
    return {
        name: hmac.new(secret.encode(), b"porchlight key proof", hashlib.sha256).hexdigest()
        for name, secret in proofs.items()
    }


class _OpenOnRead(DeferredAttribute):
    """Decrypts on attribute access: a list that never touches the field pays nothing."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        known = None if instance is None else instance.__dict__.get(self.field.attname)
        if isinstance(known, str):  # opened before
            return known
        value = super().__get__(instance, cls)
        if not isinstance(value, Sealed):
            return value
        text = unseal(value, self.field.place(instance)) if value else ""
        instance.__dict__[self.field.attname] = text
        return text

    def __set__(self, instance: Any, value: Any) -> None:
        """Having this, Python asks the descriptor before the row's own dictionary."""
        instance.__dict__[self.field.attname] = value


class SealedTextField(TextField):
    """Text of any length that lies encrypted in a bytea column. It cannot be filtered, sorted or updated in bulk."""

    descriptor_class = _OpenOnRead

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def place(self, instance: models.Model) -> str:
        return f"{instance._meta.db_table}.{self.column}:{instance.pk}"

    def from_db_value(self, value: bytes | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:  # noqa: FBT001 Django calls it so
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return seal(str(value), self.place(model_instance)) if value else Sealed()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 Django calls it so
        if value is not None and not isinstance(value, Sealed):
            self._refuse("written in bulk: save each row, so that it is sealed to itself")
        return None if value is None else connection.Database.Binary(value)

    def get_lookup(self, lookup_name: str) -> Any:
        return (
            super().get_lookup(lookup_name) if lookup_name == "isnull" else self._refuse("searched")
        )

    def _refuse(self, what: str) -> NoReturn:
        raise FieldError(f"{self.model.__name__}.{self.name} is sealed and cannot be {what}.")
