"""Whoever made a key of an organization has copied it: when they go, it ends soon, and whoever stays hears so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey
from core.tenancy import tenant_context
from notifications.models.deliveries import Delivery
from organizations.actions import members, programs
from organizations.actions.programs import OUTLIVES, Program
from organizations.grants import Role, sync
from organizations.models.network import Organization
from organizations.scopes import Scope
from tests.notifications.conftest import told
from tests.story import Worker, hire

KEYS, MEMBERS = "/team/keys/", "/api/v1/members/"
ANEW = "Make it anew"


@pytest.fixture
def admin(pantry: Organization) -> Worker:
    return hire(pantry, "Ada Boss", Role.ORGADMIN)


@pytest.fixture
def goes(pantry: Organization) -> Worker:
    return hire(pantry, "Gus Goes", Role.ORGADMIN)


def makes_key(maker: Worker, *, days: int = 365) -> Client:
    program = Program("Personnel office", [Scope.MEMBERS], timedelta(days=days))
    home = maker.organization
    with tenant_context(home.network_id):
        key = programs.issue_key(
            actor=maker.actor, organization_id=home.pk, program=program, at=timezone.now()
        )
    return Client(headers={"authorization": f"Bearer {key}"})


def heard(network) -> set:
    rows: list[Delivery] = told(network, at=timezone.now() + timedelta(minutes=1))
    return {one.user_id for one in rows if one.template == "keys_to_renew"}


@pytest.mark.parametrize("how", ["leaves", "is admin no more"])
def test_when_who_made_it_goes_it_ends_in_thirty_days_and_who_stays_is_told_and_sees_it(
    how, admin, goes, stranger, network
):
    client = makes_key(goes)
    assert ANEW not in admin.client.get(KEYS).content.decode()
    at = timezone.now()
    whom = {"actor": admin.actor, "membership_id": goes.membership.pk, "at": at}
    if how == "leaves":
        members.end(**whom)
    else:
        members.change_roles(**whom, roles=["intake"])
    assert ApiKey.objects.get().expires_at == at + OUTLIVES == at + timedelta(days=30)
    assert client.get(MEMBERS).status_code == 200, "nobody's program stops over night"
    assert heard(network) == {admin.user.pk}, "also who let them go"
    assert ANEW in admin.client.get(KEYS).content.decode()
    ApiKey.objects.update(expires_at=timezone.now())
    assert client.get(MEMBERS).status_code == 401


def test_a_key_that_ends_before_that_keeps_its_day(admin, goes, network):
    makes_key(goes, days=7)
    day = ApiKey.objects.get().expires_at
    members.end(actor=admin.actor, membership_id=goes.membership.pk, at=timezone.now())
    assert ApiKey.objects.get().expires_at == day
    assert heard(network) == {admin.user.pk}


def test_the_keys_of_who_stays_go_on_and_who_never_made_one_leaves_in_silence(
    admin, goes, intake, stranger, network
):
    makes_key(admin)
    day = ApiKey.objects.get().expires_at
    for one in (goes, intake):
        members.end(actor=admin.actor, membership_id=one.membership.pk, at=timezone.now())
    assert ApiKey.objects.get().expires_at == day
    assert heard(network) == set()
    assert ANEW not in admin.client.get(KEYS).content.decode()
    assert "Personnel office" not in stranger.client.get(KEYS).content.decode()


def test_who_runs_it_on_with_another_role_beside_leaves_no_key_behind(admin, goes, network):
    makes_key(goes)
    day = ApiKey.objects.get().expires_at
    members.change_roles(
        actor=admin.actor, membership_id=goes.membership.pk, roles=["orgadmin", "intake"],
        at=timezone.now(),
    )  # fmt: skip
    assert ApiKey.objects.get().expires_at == day
    assert heard(network) == set()


def test_one_whose_maker_had_left_before_is_marked_too(admin, goes):
    """Until this was kept, nothing ended it: the page shows it."""
    makes_key(goes)
    goes.membership.until = timezone.now()
    goes.membership.save()
    sync(goes.membership)
    assert ANEW in admin.client.get(KEYS).content.decode()


def test_who_leaves_later_is_told_of_once(admin, goes, network):
    makes_key(goes)
    whom = {"actor": admin.actor, "membership_id": goes.membership.pk}
    members.change_roles(**whom, roles=["intake"], at=timezone.now())
    day = ApiKey.objects.get().expires_at
    members.end(**whom, at=timezone.now() + timedelta(minutes=1))
    heard(network)
    assert Delivery.objects.filter(template="keys_to_renew").count() == 1
    assert ApiKey.objects.get().expires_at == day
