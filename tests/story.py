"""The people in every story: a clinic, a pantry, a family, and a stranger who must see nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import update_last_login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client

from accounts.models import User
from config.signing_in import begin
from core.actor import Actor
from core.keys import make_key
from core.tenancy import tenant_context
from governance.models.standing import SaidSo
from governance.rules import has_council
from organizations.grants import Role, actor_for, sync
from organizations.models.directory import Service
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from tests.walls import standing_in

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)  # a Wednesday morning in New York
LONG_AGO = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Worker:
    """Somebody with an account, and how they act."""

    user: User
    membership: Membership

    @property
    def actor(self) -> Actor:
        return actor_for(self.user, self.membership)

    @property
    def organization(self) -> Organization:
        return self.membership.organization

    @property
    def client(self) -> Client:
        """A browser in which they have just signed in: the session as our own code begins it.

        What packages note at that moment (tries, browsers) took three times as long, in every test of a page;
        `tests/accounts` signs in by the door.
        """
        request, client = HttpRequest(), Client()
        request.session = SessionStore()
        request.session.update(
            {
                SESSION_KEY: str(self.user.pk),
                BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
                HASH_SESSION_KEY: self.user.get_session_auth_hash(),
            }
        )
        begin(request=request, user=self.user)
        update_last_login(None, self.user)
        request.session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
        return client


def hire(organization: Organization, name: str, *roles: Role) -> Worker:
    """A new member of an organization, with grants."""
    user = User.objects.create_user(
        email=f"{name.split(maxsplit=1)[0].lower()}.{organization.pk.hex[-8:]}@example.org",
        name=name,
    )
    membership = Membership.objects.create(
        network=organization.network,
        user=user,
        organization=organization,
        roles=list(roles),
        since=LONG_AGO,
    )
    sync(membership)
    return Worker(user, membership)


def found(
    network: Network, name: str, kind: Organization.Kind = Organization.Kind.COMMUNITY
) -> Organization:
    organization = Organization.objects.create(
        network=network,
        name=name,
        kind=kind,
        email=f"{name.split(maxsplit=1)[0].lower()}@example.org",
    )
    if has_council(network):
        _was_there_before(organization)
    return organization


def _was_there_before(organization: Organization) -> None:
    """Where a council sits nobody begins by taking part: it came back from a break of its own."""
    for stage in ("paused", "active"):
        SaidSo.objects.create(
            network=organization.network, organization=organization, stage=stage, word="planned",
            at=LONG_AGO,
        )  # fmt: skip


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def network(db: None) -> Iterator[Network]:
    """In which the story happens: what a test reads and writes by itself is there."""
    network = Network.objects.create(
        name="Harbor County", short_name="harbor", languages=["en", "es"], state="NY"
    )
    with standing_in(network.pk):
        make_key(network.pk, at=LONG_AGO)
        yield network


@pytest.fixture
def clinic(network: Network) -> Organization:
    return found(network, "Riverside Children’s Clinic", Organization.Kind.HEALTHCARE)


@pytest.fixture
def pantry(network: Network) -> Organization:
    return found(network, "Eastside Pantry")


@pytest.fixture
def other_clinic(network: Network) -> Organization:
    return found(network, "Northgate Clinic", Organization.Kind.HEALTHCARE)


@pytest.fixture
def navigator(clinic: Organization) -> Worker:
    return hire(clinic, "Priya Nair", Role.NAVIGATOR)


@pytest.fixture
def colleague(clinic: Organization) -> Worker:
    return hire(clinic, "Dana Ortiz", Role.NAVIGATOR)


@pytest.fixture
def screener(clinic: Organization) -> Worker:
    return hire(clinic, "Sam Lee", Role.SCREENER)


@pytest.fixture
def supervisor(clinic: Organization) -> Worker:
    return hire(clinic, "Ruth Abebe", Role.SUPERVISOR)


@pytest.fixture
def intake(pantry: Organization) -> Worker:
    return hire(pantry, "Joanne Reyes", Role.INTAKE)


@pytest.fixture
def keeper(pantry: Organization) -> Worker:
    """Runs the pantry."""
    return hire(pantry, "Kim Keeper", Role.ORGADMIN)


@pytest.fixture
def convener(network: Network) -> Worker:
    """Brings the partners together."""
    body = found(network, "Harbor Together", Organization.Kind.CONVENER)
    return hire(body, "Carmen Vega", Role.CONVENER)


@pytest.fixture
def stranger(other_clinic: Organization) -> Worker:
    """Works in the same network, in an organization that has nothing to do with the story."""
    return hire(other_clinic, "Stan Stranger", Role.SUPERVISOR, Role.INTAKE)


@pytest.fixture
def foreigner(db: None) -> Worker:
    """Has every role, in another network."""
    elsewhere = Network.objects.create(name="Other County", short_name="other")
    with tenant_context(elsewhere.pk):
        make_key(elsewhere.pk, at=LONG_AGO)
    return hire(found(elsewhere, "Far Away Clinic"), "Fay Far", *Role)


@pytest.fixture
def food_boxes(pantry: Organization) -> Service:
    return Service.objects.create(
        network=pantry.network,
        organization=pantry,
        name="Weekly food boxes",
        topics=["food_pantry"],
        intake=Service.Intake.REFERRAL,
        asks=["name", "phone", "household"],
    )


@pytest.fixture
def in_network(network: Network):
    with tenant_context(network.pk):
        yield
