"""A community begins: one command makes its network and the first person, who invites all others."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core.errors import NotAllowed
from organizations.actions.founding import Beginning, found
from organizations.actions.members import Invitee
from organizations.models.members import Membership
from organizations.models.network import Network
from tests.story import NOW, Worker

CARLA = "carla@example.org"


def start(**changes: str) -> str:
    said = {"short_name": "mill", "convener": "Mill Table", "email": CARLA, "person": "Carla"}
    told = StringIO()
    call_command("start_network", "Mill County", stdout=told, **{**said, **changes})
    return told.getvalue()


def test_the_first_person_convenes_and_chooses_a_password_by_mail(db: None) -> None:
    assert reverse("account_reset_password") in start()
    membership = Membership.objects.select_related("user", "organization").get()
    assert (membership.user.email, membership.organization.kind) == (CARLA, "convener")
    client = Client()
    client.force_login(
        membership.user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get(reverse("organizations:partners")).status_code == 200
    assert client.get(reverse("interop:import")).status_code == 200
    Client().post(reverse("account_reset_password"), {"email": CARLA})
    assert [message.to for message in mail.outbox] == [[CARLA]]


def test_a_stranger_who_convenes_elsewhere_sees_nothing_of_it(stranger: Worker) -> None:
    start()
    page = stranger.client.get(reverse("organizations:find")).content.decode()
    assert "Mill Table" not in page


@pytest.mark.parametrize("slip", [{"short_name": "harbor"}, {"time_zone": "New York"}])
def test_a_slip_is_told_and_nothing_is_half_begun(network: Network, slip: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        start(**slip)
    assert Network.objects.count() == 1


def test_nobody_inside_a_network_begins_another(navigator: Worker) -> None:
    beginning = Beginning("Mill County", "mill", "Mill Table")
    with pytest.raises(NotAllowed):
        found(actor=navigator.actor, beginning=beginning, first=Invitee(CARLA, "Carla", ()), at=NOW)
