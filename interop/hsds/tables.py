"""Which tables does HSDS 3.0 have, what must a row of each say, and which rows does it name?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """`needs`: columns without which a row is of no use. `links`: column -> the table it names.

    A link that is needed and names nothing spoils its row; of those in `one_of` one must hold; any
    other broken link is left out and said so.
    """

    name: str
    needs: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()


_ORGANIZATION = {"organization_id": "organizations"}
_SERVICE = {"service_id": "services"}
_LOCATION = {"location_id": "locations"}
_PLACE = {"service_at_location_id": "service_at_location"}

# In an order in which each table comes after those that it names.
TABLES = (
    Table("organizations", ("name",), {"parent_organization_id": "organizations"}),
    Table("programs", ("organization_id", "name"), _ORGANIZATION),
    Table("taxonomies", ("name",)),
    Table(
        "taxonomy_terms", ("name",), {"taxonomy_id": "taxonomies", "parent_id": "taxonomy_terms"}
    ),
    Table("locations", (), _ORGANIZATION),
    Table("services", ("organization_id", "name"), {**_ORGANIZATION, "program_id": "programs"}),
    Table("service_at_location", ("service_id", "location_id"), {**_SERVICE, **_LOCATION}),
    Table(
        "contacts",
        (),
        {**_ORGANIZATION, **_SERVICE, **_PLACE, **_LOCATION},
        one_of=("organization_id", "service_id", "service_at_location_id", "location_id"),
    ),
    Table(
        "phones",
        ("number",),
        {**_LOCATION, **_SERVICE, **_ORGANIZATION, "contact_id": "contacts", **_PLACE},
        one_of=(
            "location_id",
            "service_id",
            "organization_id",
            "service_at_location_id",
            "contact_id",
        ),
    ),
    Table(
        "schedules",
        (),
        {**_SERVICE, **_LOCATION, **_PLACE},
        one_of=("service_id", "location_id", "service_at_location_id"),
    ),
    Table("addresses", ("location_id",), _LOCATION),
    Table("accessibility", ("location_id",), _LOCATION),
    Table(
        "languages",
        (),
        {**_SERVICE, **_LOCATION, "phone_id": "phones"},
        one_of=("service_id", "location_id", "phone_id"),
    ),
    Table("cost_options", ("service_id",), _SERVICE),
    Table("required_documents", ("service_id",), _SERVICE),
    Table(
        "service_areas", (), {**_SERVICE, **_PLACE}, one_of=("service_id", "service_at_location_id")
    ),
    Table("funding", (), {**_ORGANIZATION, **_SERVICE}, one_of=("organization_id", "service_id")),
    Table("organization_identifiers", ("organization_id",), _ORGANIZATION),
    Table("attributes", ("link_id", "taxonomy_term_id"), {"taxonomy_term_id": "taxonomy_terms"}),
    Table("metadata", ("resource_id",)),
    Table("meta_table_descriptions", ("name",)),
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}

_ALSO_CALLED = {
    "organization": "organizations",
    "program": "programs",
    "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms",
    "location": "locations",
    "service": "services",
    "service_at_locations": "service_at_location",
    "services_at_location": "service_at_location",
    "contact": "contacts",
    "phone": "phones",
    "schedule": "schedules",
    "address": "addresses",
    "physical_addresses": "addresses",
    "accessibilities": "accessibility",
    "language": "languages",
    "cost_option": "cost_options",
    "required_document": "required_documents",
    "service_area": "service_areas",
    "fundings": "funding",
    "organization_identifier": "organization_identifiers",
    "attribute": "attributes",
    "meta_table_description": "meta_table_descriptions",
}


def table_called(file_name: str) -> Table | None:
    """The table in a file of that name, written in the plural or not."""
    path = PurePath(file_name.lower())
    if path.suffix != ".csv":
        return None
    return BY_NAME.get(_ALSO_CALLED.get(path.stem, path.stem))
