"""How are personal words kept? Encrypted (AES-256-GCM), each bound to its row; found again by blind tokens."""

import hashlib
import hmac
import os
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from core.keys import HEAD, NONCE, KeyLost, key_of, master, sealing_head

if TYPE_CHECKING:
    TextField = models.Field[str, str]
else:
    TextField = models.Field

BY_MASTER, BY_NETWORK = 1, 2  # the first byte: which kind of key


class SealBroken(Exception):
    """A ciphertext does not open: it was moved to another row or column, altered, or its key is lost."""


class Sealed(bytes):
    """As it lies in the database: `2 | network id | generation | nonce | ciphertext and tag`.

    What belongs to no network lies under the master key: `1 | length of its name | name | nonce | ...`.
    """


def seal(text: str, place: str, network_id: UUID | None = None) -> Sealed:
    """Encrypt under the newest key; `place` (table.column:row id) must be given again to open."""
    head = newest_head(network_id)
    if head[0] == BY_MASTER:
        return Sealed(head + master().wrap(text.encode(), place))
    nonce = os.urandom(NONCE)
    return Sealed(head + nonce + key_of(head[1:]).encrypt(nonce, text.encode(), place.encode()))


def newest_head(network_id: UUID | None) -> bytes:
    """With what everything begins that is sealed now. The master key's name, where a network has no key yet."""
    own = None if network_id is None else sealing_head(network_id)
    name = master().newest.encode()
    return bytes([BY_MASTER, len(name)]) + name if own is None else bytes([BY_NETWORK]) + own


def unseal(sealed: bytes, place: str, network_id: UUID | None = None) -> str:
    """The text; raises SealBroken rather than ever giving back something else.

    With `network_id` (whose row it is) a value of another network is not even tried.
    """
    try:
        return _opened(bytes(sealed), place, network_id).decode()
    except (InvalidTag, KeyLost, ValueError, IndexError) as error:
        raise SealBroken(place) from error


def _opened(sealed: bytes, place: str, network_id: UUID | None) -> bytes:
    if sealed[0] == BY_MASTER:
        end = 2 + sealed[1]
        return master().unwrap(sealed[2:end].decode(), sealed[end:], place)
    head, rest = sealed[1 : 1 + HEAD], sealed[1 + HEAD :]
    if sealed[0] != BY_NETWORK or (network_id is not None and network_id.bytes != head[:16]):
        raise KeyLost(place)
    return key_of(head).decrypt(rest[:NONCE], rest[NONCE:], place.encode())


def token(kind: str, value: str, *, network_id: UUID, scope: UUID) -> bytes:
    """A blind-index token (8 bytes): equal values of one kind and scope have equal tokens.

    `scope` is the organization that holds the record: not even hashed can it be compared beyond it
    (34 USC 12291(b)(2) asks that of victim-service providers).
    """
    return _token(settings.INDEX_KEY, f"{network_id}|{scope}|{kind}|{value}")


def tokens_asked(kind: str, value: str, *, network_id: UUID, scope: UUID) -> list[bytes]:
    """By what it is looked for: while tokens are made anew, by those of the key before, too."""
    keys = filter(None, (settings.INDEX_KEY, settings.INDEX_KEY_BEFORE))
    return [_token(key, f"{network_id}|{scope}|{kind}|{value}") for key in keys]


def _token(key: str, said: str) -> bytes:
    return hmac.digest(key.encode(), said.encode(), "sha256")[:8]


def key_proof() -> dict[str, str]:
    """One proof per PHI key and one for the index key: kept in the database, so that a lost key is seen at start."""
    proofs = {f"phi:{entry.split(':', 1)[0]}": entry for entry in settings.PHI_KEYS}
    proofs["index"] = settings.INDEX_KEY
    return {name: proof_of(secret) for name, secret in proofs.items()}


def proof_of(secret: str) -> str:
    return hmac.new(secret.encode(), b"porchlight key proof", hashlib.sha256).hexdigest()


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
        whose = instance.__dict__.get("network_id")
        text = unseal(value, self.field.place(instance), whose) if value else ""
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
        whose = getattr(model_instance, "network_id", None)
        return seal(str(value), self.place(model_instance), whose) if value else Sealed()

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
