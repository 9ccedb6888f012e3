"""What follows from the facts of a directory: topics, languages, addresses, fees, hours, a phone.

Worked out anew from everything that ever came in from the source, so that a file with only one
table spoils nothing. Services that their organization has edited itself are left alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from interop.actions.writing import BATCH, Directory, Tell, overwrite
from interop.hsds.schedules import spans_of
from interop.hsds.spoken import languages_in
from organizations.models.directory import (
    Hours,
    ListingFact,
    Location,
    Phone,
    Service,
    ServiceAtLocation,
)
from organizations.models.network import Organization
from organizations.opening import Span
from organizations.term_map import is_audience, topics_for

Fact = dict[str, str]
ADDRESS = ("address_1", "address_2", "city", "state_province", "postal_code", "country")
LONGEST = {"city": 100, "state_province": 100, "postal_code": 20, "country": 2}


def write(directory: Directory, tell: Tell) -> None:
    facts = _Facts(directory)
    _write_places(directory, facts)
    _write_services(directory, facts, tell)
    _write_hours(directory, facts)
    _write_phones(directory)


class _Facts:
    """The facts of one source, by table and by what they belong to."""

    def __init__(self, directory: Directory) -> None:
        self._by_table: dict[str, list[Fact]] = defaultdict(list)
        rows = directory.known(ListingFact).order_by("source_id")
        for table, data in rows.values_list("table", "data"):
            self._by_table[table].append(data)

    def of(self, table: str, column: str) -> dict[str, list[Fact]]:
        """Grouped by the id in that column."""
        grouped = defaultdict(list)
        for data in self._by_table[table]:
            if data.get(column):
                grouped[data[column]].append(data)
        return grouped

    def names(self, table: str) -> dict[str, str]:
        return {data["id"]: data.get("name", "") for data in self._by_table[table]}

    def every(self, table: str) -> list[Fact]:
        return self._by_table[table]


def _save(rows: list[Any], values: dict[Any, dict[str, Any]]) -> None:
    """Writes only the rows that differ, and only their differing kind of columns."""
    changed = []
    for row in rows:
        wanted = values[row.pk]
        if any(getattr(row, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        overwrite(type(changed[0]), changed, sorted(values[changed[0].pk]))


# --- places -------------------------------------------------------------------------------------


def _write_places(directory: Directory, facts: _Facts) -> None:
    addresses = facts.of("addresses", "location_id")
    spoken = facts.of("languages", "location_id")
    places = [
        place
        for place in directory.known(Location)
        if place.source_id in addresses or place.source_id in spoken
    ]
    values = {
        place.pk: _address(addresses.get(place.source_id, []))
        | {"languages": _spoken(spoken.get(place.source_id, []))}
        for place in places
    }
    _save(places, values)


def _address(rows: list[Fact]) -> dict[str, str]:
    """The physical one, when there are several."""
    rows = sorted(rows, key=lambda row: row.get("address_type", "") != "physical")
    row = rows[0] if rows else {}
    return {
        name: (row.get(name, "") or ("US" if name == "country" else ""))[: LONGEST.get(name, 300)]
        for name in ADDRESS
    }


def _spoken(rows: Iterable[Fact]) -> list[str]:
    found = (languages_in(row.get("name", ""), row.get("code", "")) for row in rows)
    return sorted(set().union(*found))


# --- services -----------------------------------------------------------------------------------


def _write_services(directory: Directory, facts: _Facts, tell: Tell) -> None:
    """Services the network's own people edited have another version, and keep their words."""
    services = list(directory.known(Service).filter(version=1))
    tables = _ServiceTables(directory, facts)
    values = {}
    for done, service in enumerate(services, start=1):
        values[service.pk] = tables.values_of(service)
        if done % BATCH == 0 or done == len(services):
            tell(done, len(services))
    _save(services, values)


class _ServiceTables:
    """Everything that other tables say about services, ready to be asked one service at a time."""

    def __init__(self, directory: Directory, facts: _Facts) -> None:
        self.term_names = facts.names("taxonomy_terms")
        self.terms = facts.of("attributes", "link_id")
        self.spoken = facts.of("languages", "service_id")
        self.costs = facts.of("cost_options", "service_id")
        self.papers = facts.of("required_documents", "service_id")
        self.more = {data["id"]: data for data in _beside(directory, "services")}
        self.spoken_there: dict[UUID, set[str]] = defaultdict(set)
        offers = ServiceAtLocation.objects.filter(network=directory.network)
        for service_id, spoken in offers.values_list("service_id", "location__languages"):
            self.spoken_there[service_id].update(spoken)

    def values_of(self, service: Service) -> dict[str, Any]:
        terms = sorted(
            {
                self.term_names.get(one["taxonomy_term_id"], "")
                for one in self.terms[service.source_id]
            }
            - {""}
        )
        spoken = set(_spoken(self.spoken.get(service.source_id, [])))
        return {
            "keywords": [term[:200] for term in terms],
            "audience": [term[:60] for term in terms if _is_audience(term)],
            "topics": sorted(topics_for(terms, f"{service.name}. {service.description}")),
            "languages": sorted(spoken | self.spoken_there[service.pk]),
            "fees": self._fees(service.source_id),
            "what_to_bring": _lines(self.papers.get(service.source_id, []), "document"),
        }

    def _fees(self, source_id: str) -> str:
        said = self.more.get(source_id, {})
        return (
            said.get("fees_description")
            or said.get("fees")
            or _lines(self.costs.get(source_id, []), "option", "amount_description")
        )


def _beside(directory: Directory, table: str) -> Iterator[Fact]:
    """What is kept beside the rows of a table with a model, with the id they have in the file."""
    rows = directory.known(ListingFact).filter(table=table)
    for about, data in rows.values_list("source_id", "data"):
        yield {**data, "id": about.partition(":")[2]}


def _lines(rows: Iterable[Fact], *columns: str) -> str:
    said = (" ".join(filter(None, (row.get(column) for column in columns))) for row in rows)
    return "; ".join(dict.fromkeys(filter(None, said)))


@cache
def _is_audience(term: str) -> bool:
    return is_audience(term)


# --- hours and phones ---------------------------------------------------------------------------

When = tuple[UUID, UUID | None, Span | None, str]


def _write_hours(directory: Directory, facts: _Facts) -> None:
    """Hours that came from the source are what its schedules say now, no more and no less."""
    wanted = set(_when(directory, facts))
    ours = Hours.objects.filter(network=directory.network, source=directory.source)
    existing = {
        (row.service_id, row.location_id, row.span, row.description): row.pk
        for row in ours.filter(service__version=1)
    }
    gone = [pk for when, pk in existing.items() if when not in wanted]
    Hours.objects.filter(pk__in=gone).delete()
    Hours.objects.bulk_create(
        [_hours_row(directory, when) for when in wanted if when not in existing], batch_size=BATCH
    )


def _when(directory: Directory, facts: _Facts) -> Iterator[When]:
    services = dict(directory.known(Service).filter(version=1).values_list("source_id", "pk"))
    locations = directory.ids["locations"]
    offers = {
        source_id: (service, location)
        for source_id, service, location in directory.known(ServiceAtLocation).values_list(
            "source_id", "service__source_id", "location_id"
        )
    }
    for row in facts.every("schedules"):
        service, place = offers.get(row.get("service_at_location_id", ""), ("", None))
        service_id = services.get(row.get("service_id") or service)
        if service_id is None:
            continue
        place = place or locations.get(row.get("location_id", ""))
        spans = spans_of(row, on=directory.at.date())
        yield from ((service_id, place, span, "") for span in spans)
        if not spans and row.get("description"):
            yield service_id, place, None, row["description"]


def _hours_row(directory: Directory, when: When) -> Hours:
    service_id, location_id, span, description = when
    return Hours(
        network=directory.network,
        source=directory.source,
        service_id=service_id,
        location_id=location_id,
        weekday=span.weekday if span else None,
        opens_at=span.opens if span else None,
        closes_at=span.closes if span else None,
        description=description,
    )


def _write_phones(directory: Directory) -> None:
    """A number to call for each listed organization: its own, else the main one of its places."""
    first: dict[UUID, str] = {}
    numbers = Phone.objects.filter(network=directory.network, kind="voice").values_list(
        "organization_id",
        "location__organization_id",
        "service__organization_id",
        "number",
        "description",
    )
    for *owners, number, _description in sorted(numbers, key=_how_main):
        owner = next(filter(None, owners), None)
        if owner is not None:
            first.setdefault(owner, number)
    listed = list(directory.known(Organization).filter(status=Organization.Status.LISTED))
    _save(listed, {one.pk: {"phone": first.get(one.pk, "")[:60]} for one in listed})


def _how_main(row: tuple[Any, ...]) -> tuple[bool, bool, str]:
    """Those of the organization itself first, then those called main, then by number."""
    return row[0] is None, "main" not in row[4].lower(), row[3]
