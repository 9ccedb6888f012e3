"""Which files were given, and are they small and honest enough to be read?"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interop.hsds.tables import TABLES, Table, table_called

MEGABYTE = 1024 * 1024
MOST_BYTES = 200 * MEGABYTE
MOST_FILES = 200
MOST_SHRUNK = 100  # a zip bomb shrinks thousandfold, text tenfold
SMALL = MEGABYTE  # below this nobody minds how far it was shrunk
DAMAGED = gettext_lazy("This zip file is damaged. Make it again and try once more.")


class Unusable(Exception):
    """None of it can be read. The sentence says why."""


class Given:
    """The files of one directory: in a folder or in a zip, which is never unpacked to disk."""

    def __init__(self, place: Path | IO[bytes]) -> None:
        self._zip: zipfile.ZipFile | None = None
        self._paths: dict[str, Path] = {}
        if isinstance(place, Path) and place.is_dir():
            self._paths = {path.name: path for path in sorted(place.iterdir()) if path.is_file()}
            sizes = [path.stat().st_size for path in self._paths.values()]
            _check_size(len(sizes), sum(sizes))
        else:
            self._zip = _opened(place)
        found = self._found()
        self.tables = {table: found[table] for table in TABLES if table in found}
        if not self.tables:
            raise Unusable(
                _("There is no HSDS table in it, such as organizations.csv or services.csv.")
            )

    @property
    def names(self) -> list[str]:
        return list(self._paths) if self._zip is None else _inside(self._zip)

    @property
    def ignored(self) -> list[str]:
        return sorted(name for name in self.names if name not in self.tables.values())

    def _found(self) -> dict[Table, str]:
        found: dict[Table, str] = {}
        for name in self.names:
            table = table_called(PurePath(name).name)
            if table in found:
                raise Unusable(_("The table %(table)s is in it twice.") % {"table": table.name})
            if table:
                found[table] = name
        return found

    @contextmanager
    def open(self, table: Table) -> Iterator[IO[bytes]]:
        """Unusable when the zip turns out to be damaged while it is read."""
        name = self.tables[table]
        try:
            with _entry(self._zip, name) if self._zip else self._paths[name].open("rb") as stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise Unusable(DAMAGED) from None


def _entry(parcel: zipfile.ZipFile, name: str) -> IO[bytes]:
    """What is said about an entry in two places of a zip may not agree, or lead outside of it."""
    try:
        return parcel.open(name)
    except (ValueError, struct.error, OSError, RuntimeError):
        raise Unusable(DAMAGED) from None


def _opened(place: Path | IO[bytes]) -> zipfile.ZipFile:
    try:
        found = zipfile.ZipFile(place)
    except FileNotFoundError:
        raise Unusable(_("There is no such folder or file: %(name)s") % {"name": place}) from None
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
        raise Unusable(_("This is neither a folder nor a zip file that can be opened.")) from None
    inside = found.infolist()
    _check_size(len(inside), sum(one.file_size for one in inside))
    for one in inside:
        if one.flag_bits & 1:
            raise Unusable(_("The zip file has a password. Take it off and try again."))
        if one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unusable(DAMAGED)
        if one.file_size > SMALL and one.file_size > MOST_SHRUNK * max(one.compress_size, 1):
            raise Unusable(_("The zip file unpacks to far more than a directory can hold."))
    return found


def _inside(found: zipfile.ZipFile) -> list[str]:
    """Without folders and the shadows that some computers add."""
    names = (one.filename for one in found.infolist() if not one.is_dir())
    return [name for name in names if not name.startswith("__MACOSX/")]


def _check_size(files: int, size: int) -> None:
    if files > MOST_FILES:
        raise Unusable(_("There are more than %(n)d files in it.") % {"n": MOST_FILES})
    if size > MOST_BYTES:
        raise Unusable(
            _("It is larger than %(n)d MB when unpacked.") % {"n": MOST_BYTES // MEGABYTE}
        )
