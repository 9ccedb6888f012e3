"""How does a file come to be there whole or not at all? Written aside, brought to the disk, and only then named."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL  # and no link to somewhere else
PARTIAL = ".partial"
NOT_WRITTEN = "{}: {}. What is not whole is not there, and nothing has left the database for it."


@contextmanager
def landing(path: Path, *, mode: int = 0o600) -> Iterator[BufferedWriter]:
    """What a killed run left under that name goes first. What stands there stays until the new one is whole."""
    partial = path.with_name(path.name + PARTIAL)
    partial.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(partial, NEW_FILE, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    _bring_to_disk(path.parent)


def land(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    with landing(path, mode=mode) as file:
        file.write(content)


def _bring_to_disk(folder: Path) -> None:
    """The name, too: else a power cut could take a file whose rows are gone from the database."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
