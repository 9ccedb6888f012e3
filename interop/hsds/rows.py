"""What do the rows of one table say, and which of them can be used at all?"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from interop.hsds.report import TableReport
from interop.hsds.tables import Table

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

MOST_ROWS = 500_000
LONGEST_FIELD = 131_072
LONGEST_ID = 90  # with the table's name before it, it must fit into 100


class _Trouble(Exception):
    """The table as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    values: dict[str, str]

    @property
    def id(self) -> str:
        return self.values["id"]


@dataclass(slots=True)
class Sheet:
    """One table as it was given. The report knows already what was refused."""

    table: Table
    report: TableReport
    rows: list[Row] = field(default_factory=list)


def read(table: Table, stream: IO[bytes], report: TableReport) -> Sheet:
    """All rows that have what they need; the others, or the whole table, are refused."""
    sheet = Sheet(table, report)
    csv.field_size_limit(LONGEST_FIELD)
    with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text)
        try:
            _read(sheet, reader)
        except _Trouble as trouble:
            return _without_rows(sheet, str(trouble))
        except UnicodeDecodeError:
            return _without_rows(sheet, _not_utf8(reader.line_num))
        except csv.Error:
            words = _("Line %(line)d holds a field of more than %(n)d characters: close its quote.")
            return _without_rows(sheet, words % {"line": reader.line_num, "n": LONGEST_FIELD})
    return sheet


def _not_utf8(read: int) -> str:
    if not read:
        return _("It is not UTF-8 text. Save it as CSV UTF-8.")
    return _("It is not UTF-8 text (after line %(line)d). Save it as CSV UTF-8.") % {"line": read}


def _read(sheet: Sheet, reader: "CsvReader") -> None:
    header = _header(sheet.table, reader)
    lines: dict[str, int] = {}
    for line, cells in _numbered(reader):
        row = Row(line, dict(zip(header, cells, strict=False)))
        reason = _reason_against(sheet.table, header, cells) or _used_before(row, lines)
        if reason:
            sheet.report.refuse(line, reason)
        else:
            sheet.rows.append(row)


def _without_rows(sheet: Sheet, trouble: str) -> Sheet:
    """Half a table is worse than none."""
    sheet.report.trouble = trouble
    sheet.rows = []
    return sheet


def _header(table: Table, reader: "CsvReader") -> list[str]:
    first = next(reader, None)
    if first is None:
        raise _Trouble(_("The file is empty."))
    header = [name.strip().lower() for name in first]
    missing = [name for name in ("id", *table.needs) if name not in header]
    if missing:
        raise _Trouble(_("The column is missing: %(names)s.") % {"names": ", ".join(missing)})
    if len(set(header)) != len(header):
        raise _Trouble(_("A column stands in the header twice."))
    return header


def _numbered(reader: "CsvReader") -> Iterator[tuple[int, list[str]]]:
    """With the line on which a row starts: a field may go over several. Empty lines are no rows."""
    while True:
        line = reader.line_num + 1
        cells = next(reader, None)
        if cells is None:
            return
        if line > MOST_ROWS:
            raise _Trouble(_("It has more than %(n)d rows.") % {"n": MOST_ROWS})
        if any(cells):
            yield line, [cell.strip() for cell in cells]


def _reason_against(table: Table, header: list[str], cells: list[str]) -> str:
    if len(cells) != len(header):
        counts = {"n": len(cells), "columns": len(header)}
        return _("It has %(n)d fields, but the header has %(columns)d.") % counts
    if any("\x00" in cell for cell in cells):
        return _("It holds a character that no text may hold (NUL).")
    values = dict(zip(header, cells, strict=True))
    blank = [name for name in ("id", *table.needs) if not values[name]]
    if blank:
        return _("It says nothing for: %(names)s.") % {"names": ", ".join(blank)}
    if len(values["id"]) > LONGEST_ID:
        return _("Its id is longer than %(n)d characters.") % {"n": LONGEST_ID}
    return ""


def _used_before(row: Row, lines: dict[str, int]) -> str:
    first = lines.setdefault(row.id, row.line)
    return (
        "" if first == row.line else _("Its id stands on line %(line)d already.") % {"line": first}
    )
