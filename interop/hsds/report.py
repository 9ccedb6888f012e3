"""What became of each table and each row of a directory file?"""

from dataclasses import asdict, dataclass, field
from typing import Any

SHOWN = 200  # remarks kept for each table; all of them are counted


@dataclass(frozen=True, slots=True)
class Remark:
    line: int
    reason: str


@dataclass(slots=True)
class TableReport:
    """`kept`: rows whose organization has taken over its own words. `trouble`: why none went in."""

    table: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    absent: int = 0
    refused: int = 0
    noted: int = 0
    trouble: str = ""
    refusals: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.added + self.changed + self.unchanged + self.kept + self.refused

    def refuse(self, line: int, reason: str) -> None:
        self.refused += 1
        if len(self.refusals) < SHOWN:
            self.refusals.append(Remark(line, reason))

    def note(self, line: int, reason: str) -> None:
        """The row went in, without the part that could not be used."""
        self.noted += 1
        if len(self.notes) < SHOWN:
            self.notes.append(Remark(line, reason))

    @property
    def unsaid_refusals(self) -> int:
        return self.refused - len(self.refusals)

    @property
    def unsaid_notes(self) -> int:
        return self.noted - len(self.notes)


@dataclass(slots=True)
class Report:
    """`ignored`: files that are no table of HSDS."""

    tables: list[TableReport] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def of(self, table: str) -> TableReport:
        found = next((one for one in self.tables if one.table == table), None)
        if found is None:
            found = TableReport(table)
            self.tables.append(found)
        return found

    @property
    def is_clean(self) -> bool:
        return not any(one.refused or one.trouble for one in self.tables)

    @property
    def changes_nothing(self) -> bool:
        return not any(one.added or one.changed for one in self.tables)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Report":
        tables = [
            TableReport(
                **{
                    **table,
                    "refusals": [Remark(**remark) for remark in table["refusals"]],
                    "notes": [Remark(**remark) for remark in table["notes"]],
                }
            )
            for table in data["tables"]
        ]
        return cls(tables=tables, ignored=data["ignored"])
