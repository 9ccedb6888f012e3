"""Each row of a table: is it new, changed, or as it was?"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.ids import uuid7
from interop.actions import columns
from interop.hsds.cells import Cells, Refused
from interop.hsds.report import TableReport
from interop.hsds.rows import Row, Sheet
from interop.hsds.tables import TABLES
from organizations.models.directory import ListingFact, Service, ServiceAtLocation
from organizations.models.network import Network

BATCH = 1000
ADDED, CHANGED, UNCHANGED, KEPT = "added", "changed", "unchanged", "kept"
Tell = Callable[[int, int], None]
Values = dict[str, Any]


@dataclass(slots=True)
class Directory:
    """One network's directory from one source, and our ids for those of its files."""

    network: Network
    source: str
    at: datetime
    ids: dict[str, dict[str, UUID]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A file may name rows that it does not hold itself, when they came in earlier."""
        self.ids = {table.name: {} for table in TABLES}
        for name, model in columns.MODELS.items():
            self.ids[name] = dict(self.known(model).values_list("source_id", "pk"))
        for name, source_id, pk in self.known(ListingFact).values_list("table", "source_id", "pk"):
            if name not in columns.MODELS:
                self.ids[name][source_id.partition(":")[2]] = pk

    def known(self, model: Any) -> Any:
        """What came in from this source before."""
        rows = model.objects.filter(network=self.network, source=self.source)
        return rows.exclude(source_id="")


def write(directory: Directory, sheet: Sheet, tell: Tell) -> None:
    """A table with a model becomes its rows; other columns and other tables are kept as facts."""
    name, report = sheet.table.name, sheet.report
    before = set(directory.ids[name])
    directory.ids[name] |= {row.id: uuid7() for row in sheet.rows if row.id not in before}
    rows: dict[str, Values] = {}
    facts: dict[str, Values] = {}
    for row, values, rest in _usable(directory, sheet, before):
        if values is not None:
            rows[row.id] = values
        if rest:
            facts[f"{name}:{row.id}"] = _fact(name, row, rest)
    outcomes = _put(directory, columns.MODELS[name], rows, tell) if name in columns.MODELS else {}
    of_facts = _put(directory, ListingFact, facts, tell, table=name)
    _count(report, outcomes, {key.partition(":")[2]: value for key, value in of_facts.items()})
    if not report.trouble:
        report.absent = len(before - {row.id for row in sheet.rows})


def _usable(
    directory: Directory, sheet: Sheet, before: set[str]
) -> Iterator[tuple[Row, Values | None, Values]]:
    """Each row that goes in: the values of its model, if any, and what is kept beside it."""
    name = sheet.table.name
    taken = _places_taken(directory) if name == "service_at_location" else {}
    for row in sheet.rows:
        try:
            cells = Cells(sheet.table, row, directory.ids)
            values = columns.VALUES[name](cells) if name in columns.VALUES else None
            if name == "service_at_location":
                _take(taken, values or {}, row.id)
        except Refused as refused:
            sheet.report.refuse(row.line, str(refused))
            if row.id not in before:
                del directory.ids[name][row.id]
            continue
        for note in cells.notes:
            sheet.report.note(row.line, note)
        yield row, values, row.values if values is None else cells.rest


def _places_taken(directory: Directory) -> dict[tuple[UUID, UUID], str]:
    offers = ServiceAtLocation.objects.filter(network=directory.network)
    pairs = offers.values_list("service_id", "location_id", "source", "source_id")
    return {
        (service, location): source_id if source == directory.source else ""
        for service, location, source, source_id in pairs
    }


def _take(taken: dict[tuple[UUID, UUID], str], values: Values, source_id: str) -> None:
    """A service is at a place once, however many rows say so."""
    pair = (values["service_id"], values["location_id"])
    if taken.setdefault(pair, source_id) != source_id:
        raise Refused(_("This service is at this place already."))


def _fact(name: str, row: Row, data: Values) -> Values:
    about = next(
        (row.values[column] for column in _ABOUT if row.values.get(column)),
        row.id if name in columns.MODELS else "",
    )
    return {"table": name, "about": about[:100], "data": {k: v for k, v in data.items() if v}}


_ABOUT = ("link_id", "service_id", "location_id", "organization_id", "resource_id", "taxonomy_id")


def _put(
    directory: Directory, model: Any, wanted: dict[str, Values], tell: Tell, **only: str
) -> dict[str, str]:
    """What became of each row, by its id in the file."""
    existing = {row.source_id: row for row in directory.known(model).filter(**only)}
    outcomes: dict[str, str] = {}
    new, changed = [], []
    for source_id, values in wanted.items():
        row = existing.get(source_id)
        if row is None:
            new.append(_new(directory, model, source_id, values))
            outcomes[source_id] = ADDED
            continue
        outcomes[source_id] = _outcome(row, values)
        if outcomes[source_id] == CHANGED:
            changed.append(row)
    names = sorted(next(iter(wanted.values()), {}))
    _in_batches(new, model.objects.bulk_create, tell)
    _in_batches(changed, lambda rows: overwrite(model, rows, names), tell)
    return outcomes


def _new(directory: Directory, model: Any, source_id: str, values: Values) -> Any:
    given = {"network": directory.network, "source": directory.source, "source_id": source_id}
    if model is ListingFact:
        return model(**given, **values)
    name = next(name for name, one in columns.MODELS.items() if one is model)
    news = {"opened_at": directory.at} if model is Service else {}
    first = columns.AT_FIRST.get(name, {})
    return model(pk=directory.ids[name][source_id], **given, **news, **first, **values)


def _outcome(row: Any, values: Values) -> str:
    """Sets what differs, unless the organization looks after these words itself."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not differing:
        return UNCHANGED
    if columns.is_kept(row):
        return KEPT
    for name, value in differing.items():
        setattr(row, name, value)
    return CHANGED


def overwrite(model: Any, rows: list[Any], names: list[str]) -> None:
    """Several times quicker than `bulk_update`, which writes a CASE for every cell."""
    model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=names, batch_size=BATCH
    )


def _in_batches(rows: list[Any], save: Callable[[list[Any]], object], tell: Tell) -> None:
    for start in range(0, len(rows), BATCH):
        save(rows[start : start + BATCH])
        tell(min(start + BATCH, len(rows)), len(rows))


def _count(report: TableReport, rows: dict[str, str], facts: dict[str, str]) -> None:
    """A row of which only what is kept beside it differs has changed too."""
    outcomes = dict(facts)
    for key, outcome in rows.items():
        also = facts.get(key, UNCHANGED)
        outcomes[key] = CHANGED if outcome == UNCHANGED and also in {ADDED, CHANGED} else outcome
    counted = Counter(outcomes.values())
    report.added, report.changed = counted[ADDED], counted[CHANGED]
    report.unchanged, report.kept = counted[UNCHANGED], counted[KEPT]
