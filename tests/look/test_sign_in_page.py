"""Is the door easy to find, and are sample users shown only where everybody is invented?"""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")


@pytest.fixture
def sample_navigator() -> User:
    return User.objects.create_user("navigator@example.org", "porch-light-1", name="Priya Nair")


def page(client: Client) -> str:
    return client.get(LOGIN).content.decode()


def test_where_the_sample_network_is_loaded_anybody_can_look_around(
    client: Client, settings: LazySettings, sample_navigator: User
) -> None:
    settings.DEMO, settings.SAMPLE_PASSWORD = True, "porch-light-1"
    html = page(client)
    assert "navigator@example.org" in html
    assert "convener@example.org" not in html  # is not there, so is not offered
    answer = client.post(LOGIN, {"login": sample_navigator.email, "password": "porch-light-1"})
    assert answer.status_code == 302


def test_a_real_network_shows_nobody(
    client: Client, settings: LazySettings, sample_navigator: User
) -> None:
    settings.DEMO, settings.SAMPLE_PASSWORD = False, "porch-light-1"
    html = page(client)
    assert sample_navigator.email not in html
    assert "porch-light-1" not in html


def test_without_a_sample_network_there_is_nothing_to_look_around_in(
    client: Client, settings: LazySettings
) -> None:
    settings.DEMO, settings.SAMPLE_PASSWORD = True, "porch-light-1"
    assert "porch-light-1" not in page(client)


def test_a_wrong_password_says_so_on_top_and_keeps_the_address(client: Client) -> None:
    html = client.post(LOGIN, {"login": "who@example.org", "password": "no"}).content.decode()
    assert "Please look at this again" in html
    assert 'value="who@example.org"' in html
    assert 'value="no"' not in html


def test_nobody_can_make_an_account_alone(client: Client) -> None:
    html = client.get(reverse("account_signup")).content.decode()
    assert "Accounts are by invitation" in html


def test_a_strangers_bare_address_leads_to_the_door(client: Client) -> None:
    assert client.get("/").headers["Location"] == LOGIN
