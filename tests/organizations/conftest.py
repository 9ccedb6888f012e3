"""More of the same story: places, hours, a second pantry, an admin and a convener."""

from collections.abc import Callable

import pytest

from organizations.grants import Role
from organizations.models.directory import Hours, Location, Service, ServiceAtLocation
from organizations.models.network import Network, Organization
from organizations.opening import week
from tests.story import Worker, found, hire

Place = Callable[..., Location]


@pytest.fixture
def place() -> Place:
    """Puts a service somewhere, with hours."""

    def put(
        service: Service,
        latitude: float,
        longitude: float,
        postal_code: str = "10001",
        hours: str = "",
    ) -> Location:
        location = Location.objects.create(
            network=service.network,
            organization=service.organization,
            latitude=latitude,
            longitude=longitude,
            postal_code=postal_code,
            address_1="12 Mill Street",
            city="Harbor",
        )
        ServiceAtLocation.objects.create(
            network=service.network, service=service, location=location
        )
        Hours.objects.bulk_create(
            Hours(
                network=service.network,
                service=service,
                weekday=span.weekday,
                opens_at=span.opens,
                closes_at=span.closes,
            )
            for span in week(hours)
        )
        return location

    return put


@pytest.fixture
def offer() -> Callable[..., Service]:
    """A service of a new organization."""

    def make(network: Network, name: str, *topics: str, **fields: object) -> Service:
        organization = found(network, f"{name} House")
        return Service.objects.create(
            network=network, organization=organization, name=name, topics=list(topics), **fields
        )

    return make


@pytest.fixture
def orgadmin(pantry: Organization) -> Worker:
    return hire(pantry, "Olive Admin", Role.ORGADMIN)


@pytest.fixture
def listed(network: Network) -> Organization:
    """Known from a directory; nobody there has an account or a mailbox."""
    return Organization.objects.create(
        network=network,
        name="Harbor Food Shelf",
        status=Organization.Status.LISTED,
        source="hsds",
        source_id="1",
    )
