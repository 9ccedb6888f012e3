"""How does everything come back into an empty database, or not at all?"""

import os
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pyrage
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from pyrage import x25519

from core.sealed import key_proof
from insights.actions.backups import (
    DATABASE,
    MEDIA,
    NOTE,
    Backup,
    BackupError,
    Note,
    count_rows,
    how_to_connect,
    rows_of,
    server_major,
    tool,
)

CHUNK = 1 << 20
THERE = """
SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
"""
# As core's first migration makes it: a dump gives rights to it, and no database holds it.
MAKE_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'porchlight_app') THEN
        CREATE ROLE porchlight_app NOLOGIN;
    END IF;
END $$
"""


def restore(file: Path, *, with_keys: Sequence[x25519.Identity], unproven: bool = False) -> Note:
    """The database in one transaction, then the uploads: what is altered or cut off leaves nothing behind."""
    backup = Backup(file)
    if backup.beside.exists():
        backup.check()
    if not unproven and not backup.is_ours():  # a dump does as its owner whatever it says
        raise BackupError(
            "Nothing proves that it was made with one of PHI_KEYS: put the .json of that day beside it. "
            "If it is from before there were proofs, and you know where it comes from, say --unproven."
        )
    must_be_empty()
    with _opened(file, with_keys) as (stream, whole):
        archive = tarfile.open(fileobj=stream, mode="r|")  # noqa: SIM115 it ends with the stream
        members = iter(archive)
        note = _note(archive, members)
        must_fit(note)
        _do(MAKE_ROLE)
        _restore(archive, members, stream, note, whole)
    if count_rows() != note.rows:
        raise BackupError(
            "Not as many rows came back as had left. Do not serve from this database."
        )
    _do("ANALYZE")
    return note


def must_be_empty() -> None:
    if rows_of(THERE)[0][0]:
        raise BackupError("This database is not empty: nothing is restored over what is there.")


def must_fit(note: Note) -> None:
    """Before anything is written: the server, the code and the keys are those that it needs."""
    if server_major() < note.postgres:
        raise BackupError(f"It was made by PostgreSQL {note.postgres}: take that or a newer one.")
    ours = MigrationLoader(None).disk_migrations
    known = {*ours, *(old for one in ours.values() for old in one.replaces)}
    unknown = [f"{app}.{name}" for app, name in note.migrations if (app, name) not in known]
    if unknown:
        raise BackupError(
            f"It was made by a newer Porchlight (it has {unknown[-1]}): take that one."
        )
    proofs = key_proof()
    for name, proof in sorted(note.key_proofs.items()):
        if proofs.get(name) != proof:
            raise BackupError(
                f"The key {name} is missing or another one: put back the one of that day."
            )


def _note(archive: tarfile.TarFile, members: Iterator[tarfile.TarInfo]) -> Note:
    try:
        first = next(members, None)
        said = archive.extractfile(first) if first and first.name == NOTE else None
    except tarfile.TarError:
        said = None
    if said is None:
        raise BackupError("This is no backup of ours.")
    return Note.read(said.read())


def _restore(
    archive: tarfile.TarFile,
    members: Iterator[tarfile.TarInfo],
    stream: IO[bytes],
    note: Note,
    whole: "_Whole",
) -> None:
    """pg_restore commits when its input ends: that is let happen only when everything was whole."""
    uploads = []
    with _uploading() as save, _pg_restore(note) as running:
        for info in members:
            data = archive.extractfile(info)
            if data and info.name.startswith(DATABASE):
                running.write(data.read())
            elif data and info.name.startswith(MEDIA):
                uploads.append((info.name.removeprefix(MEDIA), data.read()))
        while stream.read(CHUNK):  # what is left is checked too
            pass
        whole.or_raise()
        for name, content in uploads:
            save(name, content)


@contextmanager
def _uploading() -> Iterator[Callable[[str, bytes], None]]:
    """They are there before the database commits; they go again when it does not."""
    saved: list[str] = []

    def save(name: str, content: bytes) -> None:
        if default_storage.exists(name):  # it would come under another name, which no row knows
            raise BackupError(f"The upload {name} is there already: empty that place first.")
        saved.append(name)
        default_storage.save(name, ContentFile(content))

    try:
        yield save
    except BaseException as problem:
        for name in saved:
            with suppress(OSError):
                default_storage.delete(name)
        if isinstance(problem, OSError):
            said = f"An upload could not be written ({problem}): nothing is restored."
            raise BackupError(said) from None
        raise


class _Restoring:
    def __init__(self, running: "subprocess.Popen[bytes]", errors: IO[bytes]) -> None:
        self.running, self.errors = running, errors

    def write(self, data: bytes) -> None:
        try:
            self._input.write(data)
        except BrokenPipeError:
            self.end()

    def end(self) -> None:
        """It commits, or says why not."""
        self._input.close()
        if self.running.wait():
            self.errors.seek(0)
            said = self.errors.read().decode(errors="replace")
            raise BackupError(f"pg_restore failed, and nothing is left of it: {said[-1500:]}")

    @property
    def _input(self) -> IO[bytes]:
        if self.running.stdin is None:
            raise RuntimeError("It was started with a pipe.")
        return self.running.stdin


@contextmanager
def _pg_restore(note: Note) -> Iterator[_Restoring]:
    address, password = how_to_connect()
    program = tool("pg_restore", at_least=max(note.postgres, server_major()))
    command = [
        str(program),
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        f"--dbname={address}",
    ]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603 found by `tool`
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors,
            env={**os.environ, **password},
        ) as running,
    ):  # fmt: skip
        restoring = _Restoring(running, errors)
        try:
            yield restoring
            restoring.end()
        finally:
            running.kill()  # before its input ends: then it rolls back


class _Whole:
    """What came of decrypting: each piece is proven as it is read, the end by the last."""

    problem: Exception | None = None
    is_over = False  # nobody reads any more

    def or_raise(self) -> None:
        if self.problem:
            raise BackupError(f"It does not open: {self.problem}.") from self.problem


def _decrypt(file: Path, keys: Sequence[x25519.Identity], writes: int, whole: _Whole) -> None:
    with suppress(BrokenPipeError), file.open("rb") as source, os.fdopen(writes, "wb") as sink:
        try:
            pyrage.decrypt_io(source, sink, keys)
        except Exception as problem:  # noqa: BLE001 told by whoever reads the other end
            if not whole.is_over:
                whole.problem = problem


@contextmanager
def _opened(file: Path, keys: Sequence[x25519.Identity]) -> Iterator[tuple[IO[bytes], _Whole]]:
    """Decrypted on the way: nothing readable touches a disk."""
    whole, (reads, writes) = _Whole(), os.pipe()
    thread = threading.Thread(target=_decrypt, args=(file, keys, writes, whole))
    thread.start()
    try:
        with os.fdopen(reads, "rb") as stream:
            try:
                yield stream, whole
            finally:
                whole.is_over = True  # a pipe that breaks now is no news
    except (tarfile.TarError, BackupError) as refused:
        thread.join()
        whole.or_raise()
        if isinstance(refused, tarfile.TarError):
            raise BackupError("This is no backup of ours.") from refused
        raise
    finally:
        thread.join()


def _do(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
