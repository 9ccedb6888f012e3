"""What is a backup? One file: a note, the database in pieces, what was uploaded; encrypted to public keys (age)."""

import hashlib
import hmac
import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from pyrage import x25519

from insights.actions.landing import PARTIAL, land

NOTE, DATABASE, MEDIA = "note.json", "database/", "media/"
PIECE = 4 << 20
BLOCK = 512  # of a tar file
NAME = re.compile(r"porchlight-(\d{8}T\d{6}Z)\.age")
LEFT_BY_THEN = timedelta(days=1)  # no backup takes that long
DEBIAN = "/usr/lib/postgresql/*/bin"


class BackupError(Exception):
    """Why there is no backup, or why nothing was restored: one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Note:
    """What goes in front, to know what it is before anything is restored. Nothing about anybody."""

    made_at: str
    postgres: int
    migrations: list[list[str]]
    key_proofs: dict[str, str]
    rows: dict[str, int]

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, said: bytes) -> "Note":
        try:
            return cls(**json.loads(said))
        except (ValueError, TypeError):
            raise BackupError("This is no backup of ours.") from None


@dataclass(frozen=True, slots=True)
class Backup:
    """One of them in a folder. Beside it stands what it weighs, so that anybody can see that it is whole,

    and a proof, so that whoever holds the master keys can see that it was made by one who holds them, too.
    """

    file: Path

    @classmethod
    def of(cls, folder: Path, at: datetime) -> "Backup":
        return cls(folder / f"porchlight-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.age")

    @property
    def made_at(self) -> datetime:
        found = NAME.fullmatch(self.file.name)
        if not found:
            raise BackupError(f"{self.file.name} is no backup of ours.")
        return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

    @property
    def beside(self) -> Path:
        return self.file.with_suffix(".json")

    def weigh(self, recipients: Sequence[str]) -> None:
        digest = sha256_of(self.file)
        said = {
            "sha256": digest,
            "bytes": self.file.stat().st_size,
            "to": [*recipients],
            "proof": _proofs_of(digest)[0],
        }
        land(self.beside, json.dumps(said, indent=1).encode())

    def check(self) -> None:
        """Whether it is the file that was written. Nobody's private key is needed."""
        if not self.file.is_file() or not self.beside.is_file():
            raise BackupError(f"{self.file.name} or what belongs beside it is missing.")
        if self._says("sha256") != sha256_of(self.file):
            raise BackupError(f"{self.file.name} is not the file that was written.")

    def is_ours(self) -> bool:
        """Anybody can encrypt to a public key, and weigh what they wrote: not everybody holds a master key."""
        if not self.beside.is_file():
            return False
        proof = self._says("proof").encode()
        proofs = _proofs_of(sha256_of(self.file))
        return any(hmac.compare_digest(proof, one.encode()) for one in proofs)

    def _says(self, name: str) -> str:
        try:
            said = json.loads(self.beside.read_text(encoding="utf-8"))
        except (ValueError, RecursionError):
            said = None
        return str(said.get(name, "")) if isinstance(said, dict) else ""

    def remove(self) -> None:
        self.beside.unlink(missing_ok=True)
        self.file.unlink()


def backups_in(folder: Path) -> list[Backup]:
    """The newest first."""
    found = [Backup(path) for path in folder.iterdir() if NAME.fullmatch(path.name)]
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def let_go(folder: Path, *, keep: int, days: int, at: datetime) -> list[str]:
    """Older ones go: all but the newest `keep`; with `days` only those that are older than that."""
    beyond = backups_in(folder)[max(keep, 1) :]
    gone = [one for one in beyond if not days or at - one.made_at > timedelta(days=days)]
    for one in gone:
        one.remove()
    for left in folder.glob(f"porchlight-*{PARTIAL}"):  # by a run that was killed, and no other
        if at.timestamp() - left.stat().st_mtime > LEFT_BY_THEN.total_seconds():
            left.unlink(missing_ok=True)
    return [one.file.name for one in gone]


def recipients_of(keys: Iterable[str]) -> list[x25519.Recipient]:
    said = [key.strip() for key in keys if key.strip()]
    if not said:
        raise BackupError(
            "To whom? Make a key with `manage.py backup --new-key FILE` on a machine that does not "
            "serve, keep FILE there, and put the public half into BACKUP_TO."
        )
    try:
        return [x25519.Recipient.from_str(key) for key in said]
    except Exception as problem:  # pyrage's own, which it does not name in its types
        raise BackupError("BACKUP_TO must hold public keys (age1...), with commas.") from problem


def identities_of(file: Path) -> list[x25519.Identity]:
    """The private keys in a file, as age-keygen writes it."""
    text = file.read_text(encoding="utf-8", errors="replace")
    lines = [line.strip() for line in text.splitlines()]
    found = [line for line in lines if line.startswith("AGE-SECRET-KEY-")]
    if not found:
        raise BackupError(f"{file.name} holds no private key (AGE-SECRET-KEY-...).")
    try:
        return [x25519.Identity.from_str(line) for line in found]
    except Exception:  # noqa: BLE001 pyrage's own; what it says is not repeated, beside a private key
        raise BackupError(f"{file.name} holds a private key that is not whole.") from None


def _proofs_of(digest: str) -> list[str]:
    """One by each master key, the newest first: of later ones there may be more when it comes back."""
    said = f"porchlight backup {digest}".encode()
    return [hmac.digest(key.encode(), said, "sha256").hex() for key in settings.PHI_KEYS]


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def member(name: str, data: bytes) -> Iterator[bytes]:
    """One file of a tar stream."""
    info = tarfile.TarInfo(name)
    info.size = len(data)
    yield info.tobuf(tarfile.PAX_FORMAT)
    yield data
    yield bytes(-len(data) % BLOCK)


# --- the tools of PostgreSQL ---------------------------------------------------------------------


def tool(name: str, *, at_least: int) -> Path:
    """pg_dump or pg_restore, not older than the server: PG_BIN, then PATH, then Debian's folders."""
    folders = [Path(settings.PG_BIN)] if settings.PG_BIN else []
    on_path = shutil.which(name)
    folders += [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/").glob(DEBIAN.lstrip("/")), reverse=True)
    for folder in folders:
        if (folder / name).is_file() and _major(folder / name) >= at_least:
            return folder / name
    raise BackupError(
        f"No {name} of PostgreSQL {at_least} or newer here: install PostgreSQL's client, or name its "
        "folder in PG_BIN."
    )


def _major(program: Path) -> int:
    said = subprocess.check_output([program, "--version"], text=True)  # noqa: S603 found above
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else 0


def server_major() -> int:
    connection.ensure_connection()
    version: int = connection.pg_version  # type: ignore[attr-defined]  # of PostgreSQL's backend only
    return version // 10_000


def how_to_connect() -> tuple[str, dict[str, str]]:
    """The address without the password, which goes by the environment: others see arguments."""
    connection.ensure_connection()
    password = str(connection.settings_dict["PASSWORD"] or "")
    return connection.connection.info.dsn, {"PGPASSWORD": password}


def applied_migrations() -> list[list[str]]:
    return [
        list(row) for row in rows_of("SELECT app, name FROM django_migrations ORDER BY app, name")
    ]


TABLES = """
SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1
"""


def count_rows() -> dict[str, int]:
    """Of every table, as this transaction sees it."""
    return {
        name: rows_of(f'SELECT count(*) FROM "{name}"')[0][0]  # noqa: S608 the database's own names
        for (name,) in rows_of(TABLES)
    }


def rows_of(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
