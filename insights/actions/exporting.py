"""How are seals kept where nobody who owns the database can reach them? In signed files, held against it later."""

import base64
import binascii
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from insights.actions.landing import land
from insights.models import Seal

KEY_BYTES = 32
LIKE_OURS = re.compile(r"[0-9a-f-]{36}_")  # others keep other files beside
NAME = re.compile(
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([0-9]{9,18})-([0-9]{9,18})\.json"
)
READ_BY_ALL = 0o644  # whoever audits; digests say nothing about anybody
MAKE_ONE = 'python -c "import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())"'


class NoKey(Exception):
    """The key is missing or is none."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One signed file: the seals of a network from `first` to `last`."""

    path: Path
    network_id: UUID
    first: int
    last: int


def private_key(encoded: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_raw(encoded))


def public_key(encoded: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(_raw(encoded))


def shown(key: Ed25519PublicKey) -> str:
    """To be written down elsewhere: whoever has it can check the files, and can sign none."""
    return base64.urlsafe_b64encode(key.public_bytes_raw()).decode()


def export(folder: Path, network_id: UUID, key: Ed25519PrivateKey) -> Kept | None:
    """What is newer than the newest file there, in a file of its own. None: nothing new."""
    last = max((kept.last for kept in files(folder, network_id)), default=0)
    seals = list(Seal.objects.filter(network_id=network_id, number__gt=last).order_by("number"))
    if not seals:
        return None
    first, last = seals[0].number, seals[-1].number
    path = folder / f"{network_id}_{first:09}-{last:09}.json"
    document = json.dumps([as_said(seal) for seal in seals], indent=1).encode()
    land(path.with_suffix(".sig"), base64.b64encode(key.sign(document)), mode=READ_BY_ALL)
    land(path, document, mode=READ_BY_ALL)
    return Kept(path, network_id, first, last)


def files(folder: Path, network_id: UUID) -> list[Kept]:
    """In the order of the chain."""
    found = (_kept(path) for path in folder.glob(f"{network_id}_*.json"))
    return sorted(filter(None, found), key=lambda kept: kept.first)


def strangers(folder: Path, known: Collection[UUID]) -> Iterator[str]:
    """Files that are held against nothing, a line each: of no such name, or of a network that is gone."""
    for path in sorted(folder.glob("*_*.json")):
        kept = _kept(path)
        if kept is None and LIKE_OURS.match(path.name):
            yield f"{path.name}: no file of seals is called so; take it away"
        elif kept and kept.network_id not in known:
            yield f"{path.name}: its network is gone from the database"


def held_against(folder: Path, network_id: UUID, key: Ed25519PublicKey) -> Iterator[str]:
    """What the signed files say and the database does not, a line each."""
    reached = 0
    for kept in files(folder, network_id):
        if kept.first != reached + 1:
            yield f"{network_id}: the seals {reached + 1} to {kept.first - 1} are in no file"
        reached = kept.last
        if not _is_signed(kept, key):
            yield f"{kept.path.name}: the signature is not of this key"
            continue
        yield from _differences(kept)


def as_said(seal: Seal) -> dict[str, Any]:
    return {
        "number": seal.number, "table": seal.table, "from": str(seal.from_id), "to": str(seal.to_id),
        "rows": seal.rows, "form": seal.form, "digest": seal.digest, "previous": seal.previous,
        "seal": seal.seal, "xid": seal.xid, "at": seal.at.astimezone(UTC).isoformat(),
    }  # fmt: skip


def _differences(kept: Kept) -> Iterator[str]:
    span = Seal.objects.filter(network_id=kept.network_id, number__range=(kept.first, kept.last))
    here = {seal.number: as_said(seal) for seal in span}
    told = json.loads(kept.path.read_bytes())
    if [said["number"] for said in told] != list(range(kept.first, kept.last + 1)):
        yield f"{kept.path.name}: it holds other seals than its name says"
    for said in told:
        if said["number"] not in here:
            yield f"{kept.network_id}: seal {said['number']} is gone from the database"
        elif here[said["number"]] != said:
            yield f"{kept.network_id}: seal {said['number']} is another than the one that was signed"


def _is_signed(kept: Kept, key: Ed25519PublicKey) -> bool:
    try:
        signature = base64.b64decode(kept.path.with_suffix(".sig").read_bytes(), validate=True)
        key.verify(signature, kept.path.read_bytes())
    except (OSError, binascii.Error, InvalidSignature):
        return False
    return True


def _kept(path: Path) -> Kept | None:
    found = NAME.fullmatch(path.name)
    return Kept(path, UUID(found[1]), int(found[2]), int(found[3])) if found else None


def _raw(encoded: str) -> bytes:
    try:
        raw = base64.b64decode(encoded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise NoKey(f"A key is 32 random bytes in base64. Make one with: {MAKE_ONE}")
    return raw
