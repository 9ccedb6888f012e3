"""Under which keys do words lie? One for each network, wrapped by a master key that is not in the database."""

import functools
import os
import secrets
from base64 import urlsafe_b64decode
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from core.models import DataKey
from core.tenancy import current_network, tenant_context

NONCE = 12
KEY_BYTES = 32
HEAD = 18  # network id and generation, as they stand before each sealed value
MOST_KEPT = 4096  # networks of one process: a test makes more of them than any community


class KeyLost(Exception):
    """The key is not known here, was destroyed, or belongs to another network than the one at work."""


class Master(Protocol):
    """Whoever holds the master keys. The environment does here; a key service can stand in its place.

    `about` says what is wrapped. It must be said again, and KeyLost is raised when it is not the same.
    """

    newest: str

    def wrap(self, plain: bytes, about: str) -> bytes:
        """Under the newest of the keys."""

    def unwrap(self, name: str, wrapped: bytes, about: str) -> bytes:
        """With the key of that name."""


class KeysAtHand:
    """Master keys as the settings were given them: PHI_KEYS, or the file it is read from."""

    def __init__(self, configured: tuple[str, ...]) -> None:
        pairs = [entry.split(":", 1) for entry in configured]
        self._keys = {name: AESGCM(urlsafe_b64decode(key)) for name, key in pairs}
        self.newest = pairs[0][0]

    def wrap(self, plain: bytes, about: str) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._keys[self.newest].encrypt(nonce, plain, about.encode())

    def unwrap(self, name: str, wrapped: bytes, about: str) -> bytes:
        if name not in self._keys:
            raise KeyLost(name)
        try:
            return self._keys[name].decrypt(wrapped[:NONCE], wrapped[NONCE:], about.encode())
        except InvalidTag as error:
            raise KeyLost(about) from error


@functools.lru_cache(maxsize=8)
def _at_hand(configured: tuple[str, ...]) -> Master:
    return KeysAtHand(configured)


def master() -> Master:
    return _at_hand(tuple(settings.PHI_KEYS))


# --- the keys of networks ------------------------------------------------------------------------

# What this process has unwrapped: the key of each head, and under which head a network seals now
# (None: it has no key of its own yet, and the master key seals).
_keys: dict[bytes, AESGCM] = {}
_newest: dict[UUID, bytes | None] = {}
_known: dict[UUID, int] = {}  # the highest generation that was read


def sealing_head(network_id: UUID) -> bytes | None:
    """Under which of its keys a network seals now; None while it has none. KeyLost once it was destroyed."""
    if network_id not in _newest:
        _load(network_id)
    head = _newest[network_id]
    if head is None and _known[network_id]:
        raise KeyLost(f"network {network_id}")
    return head


def key_of(head: bytes) -> AESGCM:
    """The key that a sealed value names, asked of the database once by each process and network.

    KeyLost while somebody works in another network: what was unwrapped for one is no use to the next.
    """
    here = current_network()
    if here is not None and here.bytes != head[:16]:
        raise KeyLost("another network's")
    found = _keys.get(head)
    if found is None:
        _load_if_newer(UUID(bytes=head[:16]), int.from_bytes(head[16:HEAD]))
        found = _keys.get(head)
    if found is None:
        raise KeyLost(head.hex())
    return found


def _load_if_newer(network_id: UUID, generation: int) -> None:
    """A generation that was destroyed is not asked for again with each value."""
    if generation > _known.get(network_id, 0):
        _load(network_id)


def _load(network_id: UUID) -> None:
    """All keys of the network, through its own wall: in another network's transaction none is found."""
    if len(_known) > MOST_KEPT:
        forget_all()
    with tenant_context(network_id):
        rows = list(DataKey.objects.filter(network_id=network_id).order_by("generation"))
    newest = None
    for row in rows:
        head = head_of(network_id, row.generation)
        if row.wrapped is not None:
            _keys[head] = AESGCM(_unwrapped(row))
        if row.state == DataKey.State.SEALS:
            newest = head
    _known[network_id] = rows[-1].generation if rows else 0
    _newest[network_id] = newest


def forget_all() -> None:
    """What this process has unwrapped; the database is asked again."""
    for kept in (_keys, _newest, _known):
        kept.clear()


def head_of(network_id: UUID, generation: int) -> bytes:
    return network_id.bytes + generation.to_bytes(2)


def _about(network_id: UUID, generation: int) -> str:
    return f"core_datakey:{network_id}:{generation}"


def _unwrapped(row: DataKey) -> bytes:
    about = _about(row.network_id, row.generation)
    return master().unwrap(row.wrapped_by, bytes(row.wrapped or b""), about)


# --- making, wrapping anew, destroying -------------------------------------------------------------


def make_key(network_id: UUID, *, at: datetime) -> DataKey:
    """From now on the network seals under a new key; older ones still open. In the network's context."""
    with transaction.atomic():
        before = DataKey.objects.filter(network_id=network_id).order_by("-generation").first()
        if before and before.state == DataKey.State.DESTROYED:
            raise KeyLost(f"network {network_id}")
        if before:
            before.state, before.ended_at = DataKey.State.OPENS, at
            before.save(update_fields=["state", "ended_at"])
        generation = before.generation + 1 if before else 1
        wrapped = master().wrap(secrets.token_bytes(KEY_BYTES), _about(network_id, generation))
        made = DataKey.objects.create(
            network_id=network_id, generation=generation, wrapped=wrapped,
            wrapped_by=master().newest, made_at=at,
        )  # fmt: skip
    forget_all()
    return made


def rewrap(network_id: UUID) -> int:
    """Under the newest master key: a few short rows, and no word is touched. How many they were."""
    old = DataKey.objects.filter(network_id=network_id).exclude(state=DataKey.State.DESTROYED)
    with transaction.atomic():
        rows = list(old.exclude(wrapped_by=master().newest).select_for_update())
        for row in rows:
            row.wrapped = master().wrap(_unwrapped(row), _about(network_id, row.generation))
            row.wrapped_by = master().newest
            row.save(update_fields=["wrapped", "wrapped_by"])
    return len(rows)


def destroy(network_id: UUID, *, at: datetime) -> int:
    """What lies under the keys of this network can never be read again. How many keys they were."""
    theirs = DataKey.objects.filter(network_id=network_id).exclude(state=DataKey.State.DESTROYED)
    gone = theirs.update(state=DataKey.State.DESTROYED, wrapped=None, ended_at=at)
    forget_all()
    return gone
