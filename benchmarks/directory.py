"""How many rows of a directory come in within a second?"""

import csv
import time
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from benchmarks.county import County
from benchmarks.figures import Rate
from benchmarks.ground import Ground
from config.embedded.place import ROOT
from core.actor import Actor
from core.tenancy import tenant_context
from interop.actions.imports import Order, import_directory

REAL = ROOT.parent / "shared" / "data" / "hsds-sf211"
REAL_FROM = 10_000  # a small run brings in a small directory
Table = list[dict[str, str]]


def figures(ground: Ground, county: County) -> list[Rate]:
    real = REAL.is_dir() and county.size.rows >= REAL_FROM
    folder = REAL if real else made(ground.folder / "directory", min(800, county.size.rows // 10))
    which = "a real directory of 841 organizations" if real else "a made directory"
    return [_bring_in(folder, county, f"{words}, {which}") for words in ("first", "again")]


def _bring_in(folder: Path, county: County, words: str) -> Rate:
    network_id = county.network.pk
    begun = time.perf_counter()
    with tenant_context(network_id):
        report = import_directory(
            actor=Actor.system(network_id),
            network_id=network_id,
            order=Order(place=folder, source="bench"),
            at=timezone.now(),
        )
    taken = time.perf_counter() - begun
    rows = sum(table.rows for table in report.tables)
    said = f"{rows / taken:,.0f} rows/s ({rows:,} rows in {taken:.1f} s)"
    return Rate(f"Import ({words})", said)


def made(folder: Path, organizations: int) -> Path:
    """Where no real directory is at hand: each organization with a service, a place and a phone."""
    folder.mkdir(parents=True)
    tables: dict[str, Table] = {"organizations": [], "services": [], "locations": [], "phones": []}
    for number in range(organizations):
        key, name = _key("organization", number), f"Organization {number}"
        place, city = _key("location", number), {"latitude": "42.1", "longitude": "-76.2"}
        tables["organizations"].append({"id": key, "name": name, "description": "Helps people"})
        tables["services"].append(
            {"id": _key("service", number), "organization_id": key, "name": f"Food from {name}", "status": "active"}
        )  # fmt: skip
        tables["locations"].append(
            {"id": place, "organization_id": key, "name": name, "location_type": "physical", **city}
        )
        tables["phones"].append(
            {"id": _key("phone", number), "location_id": place, "number": "(555) 555-0100"}
        )
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            sheet = csv.DictWriter(file, list(rows[0]))
            sheet.writeheader()
            sheet.writerows(rows)
    return folder


def _key(kind: str, number: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"{kind}/{number}"))
