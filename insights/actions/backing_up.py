"""How does everything leave, as of one moment, readable by nobody here?"""

import io
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pyrage
from django.core.files.storage import default_storage
from django.db import connection, transaction

from core.models import KeyProof
from insights.actions.backups import (
    BLOCK,
    DATABASE,
    MEDIA,
    NOTE,
    PIECE,
    Backup,
    BackupError,
    Note,
    applied_migrations,
    count_rows,
    how_to_connect,
    member,
    recipients_of,
    rows_of,
    server_major,
    tool,
)
from insights.actions.landing import landing


def back_up(folder: Path, *, to: Sequence[str], at: datetime) -> Backup:
    """Written beside its place and moved when it is whole: what is there is never half a backup."""
    recipients, backup = recipients_of(to), Backup.of(folder, at)
    dump = tool("pg_dump", at_least=server_major())
    with transaction.atomic(), landing(backup.file) as file:
        snapshot = _one_moment()
        stream = _Stream(_everything(dump, snapshot, at))
        stream.encrypt_into(file, recipients)
    backup.weigh(to)
    return backup


def _one_moment() -> str:
    """All that is read, here and by pg_dump, is as of now."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    name: str = rows_of("SELECT pg_export_snapshot()")[0][0]
    return name


def _everything(dump: Path, snapshot: str, at: datetime) -> Iterator[bytes]:
    note = Note(
        made_at=at.isoformat(), postgres=server_major(), migrations=applied_migrations(),
        key_proofs=dict(KeyProof.objects.values_list("name", "proof")), rows=count_rows(),
    )  # fmt: skip
    yield from member(NOTE, note.as_bytes())
    for number, piece in enumerate(_database(dump, snapshot), start=1):
        yield from member(f"{DATABASE}{number:09}", piece)
    for path in uploads():
        with default_storage.open(path) as file:
            yield from member(f"{MEDIA}{path}", file.read())
    yield bytes(2 * BLOCK)


def _database(dump: Path, snapshot: str) -> Iterator[bytes]:
    """What pg_dump says, in pieces. Nothing of it touches a disk."""
    address, password = how_to_connect()
    command = [str(dump), "--format=custom", f"--snapshot={snapshot}", f"--dbname={address}"]
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(  # noqa: S603 found by `tool`
            command, stdout=subprocess.PIPE, stderr=errors, env={**os.environ, **password}
        ) as running:
            output = running.stdout
            while output and (piece := output.read(PIECE)):
                yield piece
        if running.returncode:
            errors.seek(0)
            raise BackupError(f"pg_dump failed: {errors.read().decode(errors='replace')[-800:]}")


def uploads(folder: str = "") -> Iterator[str]:
    """Whatever the storage of uploaded files holds."""
    folders, files = default_storage.listdir(folder) if _is_there(folder) else ((), ())
    yield from (f"{folder}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from uploads(f"{folder}{name}/")


def _is_there(folder: str) -> bool:
    return bool(folder) or default_storage.exists("")


class _Stream(io.RawIOBase):
    """Lets pyrage pull what a generator yields; its error comes out as it was."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")
        self._problem: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._left and (piece := next(self._pieces, None)) is not None:
                self._left = memoryview(piece)
        except Exception as problem:
            self._problem = problem
            raise
        size = len(self._left) if size < 0 else size
        taken, self._left = bytes(self._left[:size]), self._left[size:]
        return taken

    def encrypt_into(self, file: io.BufferedWriter, recipients: Sequence[object]) -> None:
        try:
            pyrage.encrypt_io(self, file, recipients)
        except Exception as problem:  # noqa: BLE001 pyrage's own, whatever the disk said
            if self._problem:
                raise self._problem from None
            raise BackupError(f"It could not be written, and is not there: {problem}.") from None
