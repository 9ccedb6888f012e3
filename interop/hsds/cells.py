"""How do the cells of one row become values that can be kept?"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from interop.hsds.names import calm
from interop.hsds.rows import Row
from interop.hsds.tables import Table

Ids = Mapping[str, Mapping[str, UUID]]
_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class Refused(Exception):
    """This row cannot go in; the reason is for whoever keeps the file."""


class Cells:
    """One row, read column by column. What cannot be used is noted; `rest` is what is left."""

    def __init__(self, table: Table, row: Row, ids: Ids) -> None:
        self.table = table
        self.row = row
        self.ids = ids
        self.notes: list[str] = []
        self._read = {"id"}
        self._check_links()

    @property
    def rest(self) -> dict[str, str]:
        """Kept whole beside the row, so that nothing imported is lost."""
        return {
            name: value
            for name, value in self.row.values.items()
            if value and name not in self._read
        }

    def text(self, column: str, most: int = 0) -> str:
        self._read.add(column)
        value = self.row.values.get(column, "")
        if not most or len(value) <= most:
            return value
        reason = _("%(column)s is longer than %(n)d characters.") % {"column": column, "n": most}
        if column in self.table.needs:
            raise Refused(reason)
        return self._left_out(reason)

    def name(self, column: str, most: int) -> str:
        """Without shouting; how the file had it is kept beside the row."""
        written = self.text(column, most)
        said = calm(written)
        if said != written:
            self._read.discard(column)
        return said

    def mail(self, column: str) -> str:
        value = self.text(column, 254)
        if value and not _MAIL.match(value):
            return self._left_out(_("%(column)s is no e-mail address.") % {"column": column})
        return value

    def choice(self, column: str, allowed: Iterable[str], default: str) -> str:
        value = self.text(column).lower()
        if value and value not in allowed:
            self._left_out(
                _("%(column)s has a value that HSDS does not know.") % {"column": column}
            )
            return default
        return value or default

    def number(self, column: str, low: float, high: float) -> float | None:
        value = self.text(column)
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if low <= number <= high:
            return number
        between = {"column": column, "low": f"{low:g}", "high": f"{high:g}"}
        self._left_out(_("%(column)s is no number between %(low)s and %(high)s.") % between)
        return None

    def whole(self, column: str, low: int, high: int) -> int | None:
        number = self.number(column, low, high)
        return None if number is None else int(number)

    def day(self, column: str) -> datetime | None:
        value = self.text(column)
        if not value:
            return None
        try:
            day = date.fromisoformat(value[:10])
        except ValueError:
            self._left_out(_("%(column)s is no date like 2026-11-21.") % {"column": column})
            return None
        return datetime(day.year, day.month, day.day, tzinfo=UTC)

    def link(self, column: str) -> UUID | None:
        """Ours for the id in that column; None when there is none, or it names nothing."""
        self._read.add(column)
        return self._known(column)

    def _known(self, column: str) -> UUID | None:
        return self.ids[self.table.links[column]].get(self.row.values.get(column, ""))

    def _check_links(self) -> None:
        broken = [
            column
            for column in self.table.links
            if self.row.values.get(column) and self._known(column) is None
        ]
        reasons = [
            _("%(column)s names no row of %(table)s that is known: %(id)s")
            % {"column": column, "table": self.table.links[column], "id": self.row.values[column]}
            for column in broken
        ]
        if any(column in self.table.needs for column in broken):
            raise Refused(" ".join(reasons))
        if self.table.one_of and not any(self._known(column) for column in self.table.one_of):
            raise Refused(" ".join(reasons) or _("It belongs to nothing."))
        self.notes += reasons

    def _left_out(self, reason: str) -> str:
        self.notes.append(reason)
        return ""
