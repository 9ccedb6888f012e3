"""Rosa Delgado and her son Mateo, in the care of the clinic; a shelter that keeps its people to itself."""

from datetime import date

import pytest

from organizations.grants import Role
from organizations.models.network import Network, Organization
from people.actions.details import ContactDetails, PersonDetails
from people.actions.people import add_person
from people.lifecycle import Barrier, Channel
from people.models.person import Person
from tests.story import NOW, Worker, found, hire

ROSA = PersonDetails(
    first_name="Rosa",
    last_name="Delgado Jiménez",
    birth_date=date(1994, 3, 7),
    record_number="MRN-20481",
    language="es",
    needs_interpreter=True,
    best_time="after 5 pm",
    address="12 Mill Street",
    postal_code="10453",
    barriers=frozenset({Barrier.NO_CAR}),
    contacts=(
        ContactDetails(Channel.TEXT, "(555) 010-0142", is_safe=True, safe_when="after 5 pm"),
    ),
    household_size=3,
)


@pytest.fixture
def rosa(navigator: Worker) -> Person:
    return add_person(actor=navigator.actor, details=ROSA, at=NOW)


@pytest.fixture
def shelter(network: Network) -> Organization:
    """A victim-service provider."""
    organization = found(network, "Harbor House")
    organization.is_victim_service = True
    organization.save()
    return organization


@pytest.fixture
def advocate(shelter: Organization) -> Worker:
    return hire(shelter, "Ada Advocate", Role.NAVIGATOR)
