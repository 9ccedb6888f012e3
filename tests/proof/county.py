"""Who lives and works in the county of the random histories? Enough that everything can happen between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from core.actor import Actor
from core.tenancy import tenant_context
from organizations.grants import Role
from organizations.models.directory import Service
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from people.actions.people import retoken
from people.lifecycle import Channel, Direction, Form
from people.models.agreements import Consent
from people.models.contact import ContactPoint
from people.models.person import Person
from tests.story import NOW, found, hire
from tests.walls import standing_in

TOPICS = ("food_pantry", "rent_help", "eviction", "substance_use")
FACTS = ("name", "phone", "household")
WAYS = {
    "Rosa": [(Channel.EMAIL, "rosa@example.org"), (Channel.PHONE, "+1 212 555 0110")],
    "Ana": [(Channel.EMAIL, "ana@example.org")],
    "Joe": [(Channel.TEXT, "+1 212 555 0111")],
    "Lin": [],
}


@dataclass(frozen=True)
class County:
    """`caring` send, `helping` answer, `watching` see the whole network, `managing` bring people in and let
    them go, `guarding` are on duty or judge who looked; a stranger and a foreigner try. `members` may leave."""

    network: Network
    caring: tuple[Actor, ...]
    helping: tuple[Actor, ...]
    watching: tuple[Actor, ...]
    managing: tuple[Actor, ...]
    guarding: tuple[Actor, ...]
    outside: tuple[Actor, ...]
    people: tuple[Person, ...]
    services: tuple[Service, ...]
    partners: tuple[Organization, ...]
    members: tuple[Membership, ...]

    @property
    def everybody(self) -> tuple[Actor, ...]:
        inside = (self.caring, self.helping, self.watching, self.managing, self.guarding)
        return (*chain(*inside), *self.outside)


@contextmanager
def in_a_county() -> Iterator[County]:
    county = a_county()
    with standing_in(county.network.pk):
        yield county


def a_county() -> County:
    """One clinic with a team, three partners, a desk, four families; and somebody from elsewhere."""
    network = Network.objects.create(
        name="Harbor County", short_name="proof", languages=["en", "es"], state="NY"
    )
    clinic = found(network, "Riverside Clinic", Organization.Kind.HEALTHCARE)
    partners = tuple(found(network, name) for name in ("Eastside Pantry", "Roof Fund", "Law House"))
    navigator = hire(clinic, "Priya Nair", Role.NAVIGATOR)
    team = (
        navigator,
        hire(clinic, "Dana Ortiz", Role.NAVIGATOR),
        hire(clinic, "Ruth Abebe", Role.SUPERVISOR),
    )
    intake = [hire(partner, "Joanne Reyes", Role.INTAKE) for partner in partners]
    office = found(network, "Harbor Council", Organization.Kind.CONVENER)
    elsewhere = Network.objects.create(name="Other County", short_name="proof-other")
    outside = (
        hire(found(network, "Northgate Clinic"), "Stan Stranger", Role.SUPERVISOR, Role.INTAKE),
        hire(found(elsewhere, "Far Away Clinic"), "Fay Far", *Role),
    )
    with tenant_context(network.pk):
        people = tuple(_people(clinic, navigator.user, partners))
    return County(
        network=network,
        caring=tuple(worker.actor for worker in team),
        helping=tuple(worker.actor for worker in intake),
        watching=(hire(office, "Cora Lane", Role.CONVENER).actor,),
        managing=(hire(clinic, "Ada Mills", Role.ORGADMIN).actor,),
        guarding=(
            hire(clinic, "Dee Watts", Role.DUTY).actor,
            hire(office, "Paul Vance", Role.PRIVACY).actor,
        ),
        outside=tuple(worker.actor for worker in outside),
        people=people,
        services=tuple(service for partner in partners for service in _services(partner)),
        partners=partners,
        members=tuple(worker.membership for worker in team),
    )


def _services(partner: Organization) -> list[Service]:
    """One that reports, and one that never does."""
    return [
        Service.objects.create(
            network=partner.network, organization=partner, name=f"{partner.name}: {reports}",
            topics=list(TOPICS), intake=Service.Intake.REFERRAL, asks=["name"], reports_back=reports,
        )
        for reports in (Service.ReportsBack.FULL, Service.ReportsBack.NEVER)
    ]  # fmt: skip


def _people(clinic: Organization, maker: object, partners: tuple[Organization, ...]):
    """Rosa; Ana, who may not be written to at home; Joe, who said yes to less; Lin, who has no telephone."""
    for first_name, careful in (("Rosa", False), ("Ana", True), ("Joe", False), ("Lin", False)):
        person = Person.objects.create(
            network=clinic.network, custodian=clinic, first_name=first_name, created_at=NOW,
            created_by=maker, contact_with_care=careful,
        )  # fmt: skip
        for channel, value in WAYS[first_name]:
            ContactPoint.objects.create(
                network=clinic.network, person=person, channel=channel, value=value, is_safe=not careful,
            )  # fmt: skip
        retoken(person)
        for partner in partners[: 1 if first_name == "Joe" else 3]:
            agree(person, Direction.SEND, partner)
        if first_name == "Rosa":
            agree(person, Direction.DESK, None)
        yield person


def agree(person: Person, direction: Direction, partner: Organization | None) -> None:
    """In writing, for a year, about everything: also what only paper allows."""
    Consent.objects.create(
        network=person.network, person=person, direction=direction, recipient=partner,
        topics=list(TOPICS), facts=list(FACTS), form=Form.WRITTEN, words="Yes.", since=NOW,
        needs_writing=partner is not None, until=NOW + timedelta(days=365),
    )  # fmt: skip
