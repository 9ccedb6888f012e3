"""Who is there to be measured? Clinics, partners, workers with keys, and people made through the models."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.test import Client

from accounts.keys import issue
from accounts.models import User
from core.keys import make_key
from core.tenancy import tenant_context
from organizations.grants import Role, sync
from organizations.models.directory import Service
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from people.models.person import Person

FIRST = ("Rosa", "Mateo", "Amina", "Joseph", "Linh", "Dolores", "Samir", "Grace", "Ivan", "Yara")
LAST = ("Delgado", "Nguyen", "Johnson", "Abebe", "Kowalski", "Haddad", "Rivera", "Okafor")
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
TOPICS = ("food_pantry", "rent_help", "wic", "energy_help", "hot_meals", "eviction")
LOWEST = 10**11  # the last twelve characters of our ids: a decimal number of twelve digits
KINDS = {
    "person": 1,
    "consent": 2,
    "need": 3,
    "referral": 4,
    "relationship": 5,
    "fresh": 6,
    "sought": 7,
}


def head_of(kind: str) -> str:
    return f"0190a00{KINDS[kind]}-0000-7000-8000-"


def id_of(kind: str, number: int) -> UUID:
    """So that SQL, pgbench and Python name the same row without asking: a UUIDv7 of 2024."""
    return UUID(f"{head_of(kind)}{LOWEST + number}")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything there is beside `rows` referrals."""

    rows: int
    requests: int
    rounds: int

    @property
    def people(self) -> int:
        return min(10_000, max(self.rows // 10, 200) // self.clinics * self.clinics)

    @property
    def clinics(self) -> int:
        return max(1, min(40, self.rows // 2500))

    @property
    def partners(self) -> int:
        return max(3, min(200, self.rows // 500))

    @property
    def in_big_inbox(self) -> int:
        """People whose requests all go to one partner: five of eight, so 75,000 open at 1,000,000."""
        return self.people // self.clinics * 5 // 8

    @property
    def depth(self) -> int:
        return self.rows // 20

    @property
    def due(self) -> int:
        """Referrals whose first reminder is due: ours and the limit's, in every round."""
        return min(self.rows // 20, 50_000)

    @property
    def fresh(self) -> int:
        """Needs that wait to be sent: one for each of our requests and of four clients of pgbench."""
        return self.requests * 5 * self.rounds + 10


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody whose pages and program are measured."""

    session: str
    key: str
    user_id: UUID
    organization_id: UUID

    @property
    def signed_in(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}"}

    @property
    def by_key(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@dataclass
class County:
    size: Size
    at: datetime
    network: Network = field(init=False)
    clinics: list[Organization] = field(init=False)
    partners: list[Organization] = field(init=False)
    services: list[Service] = field(init=False)
    navigators: list[User] = field(init=False)
    navigator: Worker = field(init=False)
    intake: Worker = field(init=False)

    def make(self) -> None:
        self.network = Network.objects.create(
            name="Bench County", short_name="bench", languages=["en", "es"], state="NY"
        )
        with transaction.atomic(), tenant_context(self.network.pk):
            make_key(self.network.pk, at=self.at)
            self._organizations()
            self.navigators = User.objects.bulk_create(
                User(email=f"navigator{number}@example.org", name=f"Navigator {number}")
                for number in range(4 * len(self.clinics))
            )
            self.navigator = self._hire(self.navigators[0], self.clinics[0], Role.NAVIGATOR)
            Membership.objects.bulk_create(self._colleagues())
            intake = User.objects.create(email="intake@example.org", name="Joanne Reyes")
            self.intake = self._hire(intake, self.partners[0], Role.INTAKE)
            Person.objects.bulk_create(self._people(), batch_size=1000)

    def _organizations(self) -> None:
        self.clinics = [
            self._organization(f"Clinic {number}", Organization.Kind.HEALTHCARE)
            for number in range(self.size.clinics)
        ]
        self.partners = [
            self._organization(f"Partner {number}", Organization.Kind.COMMUNITY)
            for number in range(self.size.partners)
        ]
        self.services = [
            Service.objects.create(
                network=self.network, organization=partner, name=f"Help from {partner.name}",
                topics=list(TOPICS), intake=Service.Intake.REFERRAL, asks=["name", "phone"],
            )
            for partner in self.partners
        ]  # fmt: skip

    def _organization(self, name: str, kind: Organization.Kind) -> Organization:
        mailbox = f"{name.replace(' ', '').lower()}@example.org"
        return Organization.objects.create(
            network=self.network, name=name, kind=kind, email=mailbox
        )

    def _colleagues(self) -> Iterator[Membership]:
        """Whoever follows needs works there: the others only need the membership."""
        for number, user in enumerate(self.navigators[1:], start=1):
            yield Membership(
                network=self.network, user=user, roles=[Role.NAVIGATOR],
                organization=self.clinics[number % len(self.clinics)],
                since=self.at - timedelta(days=400),
            )  # fmt: skip

    def _hire(self, user: User, organization: Organization, role: Role) -> Worker:
        membership = Membership.objects.create(
            network=self.network, user=user, organization=organization, roles=[role],
            since=self.at - timedelta(days=400),
        )  # fmt: skip
        sync(membership)
        client = Client()
        client.force_login(user, backend=SIGN_IN)
        key = issue(user, name="bench", at=self.at)
        return Worker(client.cookies["sessionid"].value, key, user.pk, organization.pk)

    def _people(self) -> Iterator[Person]:
        """Sealed one by one, as everybody's words are; needs and referrals then share them."""
        for number in range(self.size.people):
            yield Person(
                id=id_of("person", number), network=self.network,
                custodian=self.clinics[number % len(self.clinics)],
                first_name=FIRST[number % len(FIRST)], last_name=LAST[number % len(LAST)],
                birth_date=date(1950 + number % 70, 1 + number % 12, 1 + number % 28).isoformat(),
                language="es" if number % 3 else "en", created_at=self.at - timedelta(days=800),
            )  # fmt: skip
