"""Which column of HSDS becomes which field of ours?"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model

from interop.hsds.cells import Cells
from organizations.lifecycle import Stage
from organizations.models.directory import Location, Phone, Program, Service, ServiceAtLocation
from organizations.models.network import Organization

Values = dict[str, Any]

# The first phrase found in "how to apply" says how a family comes in; with none, it calls.
_WAYS_IN = (
    ("walk", Service.Intake.WALK_IN),
    ("drop-in", Service.Intake.WALK_IN),
    ("drop in", Service.Intake.WALK_IN),
    ("referral", Service.Intake.REFERRAL),
    ("appointment", Service.Intake.APPOINTMENT),
    ("application", Service.Intake.APPLICATION),
    ("apply online", Service.Intake.APPLICATION),
)


def organization(cells: Cells) -> Values:
    return {
        "name": cells.name("name", 300),
        "description": cells.text("description"),
        "website": cells.text("website", 300) or cells.text("url", 300),
        "email": cells.mail("email"),
    }


def program(cells: Cells) -> Values:
    return {
        "organization_id": cells.link("organization_id"),
        "name": cells.name("name", 300),
        "description": cells.text("description"),
    }


def service(cells: Cells) -> Values:
    how = cells.text("application_process")
    return {
        "organization_id": cells.link("organization_id"),
        "program_id": cells.link("program_id"),
        "name": cells.name("name", 300),
        "description": cells.text("description"),
        "status": cells.choice("status", Service.Status.values, Service.Status.ACTIVE),
        "url": cells.text("url", 300),
        "email": cells.mail("email"),
        "eligibility": cells.text("eligibility_description") or cells.text("eligibility"),
        "application_process": how,
        "intake": _way_in(how),
        "minimum_age": cells.whole("minimum_age", 0, 150),
        "maximum_age": cells.whole("maximum_age", 0, 150),
        "confirmed_at": cells.day("assured_date"),
    }


def _way_in(words: str) -> str:
    said = words.lower()
    return next((intake for phrase, intake in _WAYS_IN if phrase in said), Service.Intake.CALL)


def location(cells: Cells) -> Values:
    north, east = cells.number("latitude", -90, 90), cells.number("longitude", -180, 180)
    both = north is not None and east is not None
    return {
        "organization_id": cells.link("organization_id"),
        "name": cells.name("name", 300),
        "kind": cells.choice("location_type", Location.Kind.values, Location.Kind.PHYSICAL),
        "latitude": north if both else None,
        "longitude": east if both else None,
        "transportation": cells.text("transportation"),
    }


def service_at_location(cells: Cells) -> Values:
    return {
        "service_id": cells.link("service_id"),
        "location_id": cells.link("location_id"),
    }


def phone(cells: Cells) -> Values:
    place = _place(cells.link("service_at_location_id"))
    return {
        "organization_id": cells.link("organization_id"),
        "service_id": cells.link("service_id") or (place and place.service_id),
        "location_id": cells.link("location_id") or (place and place.location_id),
        "number": cells.text("number", 100).strip('"'),
        "extension": cells.text("extension", 20),
        "kind": cells.text("type", 20).lower() or "voice",
        "description": cells.text("description", 300),
    }


def _place(offer: UUID | None) -> ServiceAtLocation | None:
    """Few numbers belong to one service at one place only, so each of them may ask."""
    return ServiceAtLocation.objects.get(pk=offer) if offer else None


MODELS: Mapping[str, type[Model]] = {
    "organizations": Organization,
    "programs": Program,
    "locations": Location,
    "services": Service,
    "service_at_location": ServiceAtLocation,
    "phones": Phone,
}
VALUES: Mapping[str, Callable[[Cells], Values]] = {
    "organizations": organization,
    "programs": program,
    "locations": location,
    "services": service,
    "service_at_location": service_at_location,
    "phones": phone,
}

# What a new row is, over and above what its file says.
AT_FIRST: Mapping[str, Values] = {"organizations": {"status": Organization.Status.LISTED}}


def is_kept(row: Model) -> bool:
    """Whether the organization looks after these words itself: no file overwrites them."""
    if isinstance(row, Organization):
        return row.status not in {Stage.LISTED, Stage.DECLINED}
    return isinstance(row, Service) and row.version > 1
