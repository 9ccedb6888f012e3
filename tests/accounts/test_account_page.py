"""Each person their own account: how it speaks, for whom they act, which programs use their name."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.keys import issue, key_of
from accounts.models import ApiKey, User
from core import access
from core.actor import Actor
from core.errors import NotAllowed
from core.models import Event
from organizations.grants import Role, sync
from organizations.models.members import Membership
from tests.story import LONG_AGO, NOW, Worker

SAID = {
    "name": "Priya R. Nair",
    "language": "es",
    "time_zone": "Pacific/Honolulu",
    "keyboard_shortcuts": "",
}


def kinds() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def also_works(worker: Worker, organization, *, until=None) -> Membership:
    membership = Membership.objects.create(
        network=organization.network,
        user=worker.user,
        organization=organization,
        roles=[Role.INTAKE],
        since=LONG_AGO + timedelta(days=1),
        until=until,
    )
    sync(membership)
    return membership


def alone(name: str = "Nia Newcomer") -> tuple[User, Client]:
    """Somebody with an account who works nowhere."""
    user, client = User.objects.create_user(email="nia@example.org", name=name), Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user, client


# --- how it speaks


def test_what_was_saved_holds_on_the_next_page(navigator):
    client = navigator.client
    answer = client.post("/account/", SAID)
    assert answer.status_code == 302
    assert answer.cookies["django_language"].value == "es"
    navigator.user.refresh_from_db()
    user = navigator.user
    assert (user.name, user.language, user.time_zone) == (SAID["name"], "es", "Pacific/Honolulu")
    page = client.get("/account/").content.decode()
    assert 'lang="es"' in page
    assert 'data-keys="off"' in page
    assert kinds() == ["account.changed"]


def test_times_are_those_of_the_reader_or_of_where_they_work(navigator, stranger):
    seen = {}
    for worker, zone in ((navigator, "Pacific/Honolulu"), (stranger, "")):
        User.objects.filter(pk=worker.user.pk).update(time_zone=zone)
        key = ApiKey.objects.get(prefix=issue(worker.user, name="k", at=timezone.now())[:12])
        # nine in the evening of the first in Honolulu, two at night of the second in New York
        ApiKey.objects.filter(pk=key.pk).update(expires_at="2040-03-02T07:00:00+00:00")
        seen[worker] = worker.client.get("/account/").content.decode()
    assert "Mar 1, 2040" in seen[navigator]
    assert "Mar 2, 2040" in seen[stranger]


@pytest.mark.parametrize(
    "wrong", [{"language": "tlh"}, {"time_zone": "Mars/Olympus"}, {"name": " "}]
)
def test_what_cannot_be_used_is_shown_again(navigator, wrong):
    page = navigator.client.post("/account/", SAID | wrong)
    assert page.status_code == 422
    assert not kinds()


# --- for whom


def test_who_works_in_two_places_chooses_for_which(navigator, pantry):
    also_works(navigator, pantry)
    client = navigator.client
    assert "Act for this one" in client.get("/account/").content.decode()
    assert client.get("/requests/").status_code == 403
    assert client.post("/account/acting-for/", {"organization": pantry.pk}).status_code == 302
    assert client.get("/requests/").status_code == 200
    assert kinds() == ["access.refused", "account.switched"]


def test_nobody_acts_for_a_place_where_they_do_not_work(navigator, pantry, other_clinic):
    also_works(navigator, pantry, until=NOW)
    client = navigator.client
    for elsewhere in (pantry, other_clinic):
        page = client.post("/account/acting-for/", {"organization": elsewhere.pk})
        assert page.status_code == 422
    assert "organization" not in client.session
    assert not kinds()


def test_a_choice_ends_with_the_work_there(navigator, pantry):
    membership = also_works(navigator, pantry)
    client = navigator.client
    client.post("/account/acting-for/", {"organization": pantry.pk})
    Membership.objects.filter(pk=membership.pk).update(until=NOW)
    assert client.get("/today/").status_code == 200


def test_who_works_nowhere_is_told_whom_to_ask(network):
    _user, client = alone()
    assert client.get("/")["Location"] == "/account/"
    page = client.get("/account/").content.decode()
    assert "Ask the admin of your organization" in page
    assert "Make a key" not in page
    assert client.post("/account/", SAID).status_code == 302
    assert client.post("/account/keys/", {"key_name": "export"}).status_code == 403


# --- keys


def test_a_key_is_shown_once_and_then_works(navigator):
    client = navigator.client
    page = client.post("/account/keys/", {"key_name": "Nightly export"}).content.decode()
    key = re.search(r"plk_[\w-]{40,}", page)[0]
    assert key_of(f"Bearer {key}", at=timezone.now()).user == navigator.user
    later = client.get("/account/").content.decode()
    assert "Nightly export" in later
    assert key not in later
    assert key[:12] in later
    assert kinds() == ["key.issued"]
    assert key not in str(Event.objects.get().details)


def test_a_revoked_key_opens_nothing(navigator):
    key = issue(navigator.user, name="old", at=timezone.now())
    kept = ApiKey.objects.get()
    address = f"/account/keys/{kept.pk}/revoke/"
    client = navigator.client
    assert [client.post(address).status_code for _ in range(2)] == [302, 302]
    assert key_of(f"Bearer {key}", at=timezone.now()) is None
    assert kinds() == ["key.revoked"]


def test_a_stranger_sees_no_key_of_somebody_else_and_cannot_revoke_it(
    navigator, colleague, stranger, foreigner
):
    key = issue(navigator.user, name="export", at=timezone.now())
    kept = ApiKey.objects.get()
    for other in (colleague, stranger, foreigner):
        assert kept.prefix not in other.client.get("/account/").content.decode()
        assert other.client.post(f"/account/keys/{kept.pk}/revoke/").status_code == 404
    assert key_of(f"Bearer {key}", at=timezone.now()).user == navigator.user


def test_only_oneself_on_a_page_changes_an_account(navigator, colleague, network):
    user = navigator.user
    leaked = Actor(kind="key", user_id=user.pk, network_id=network.pk)
    strangers = (colleague.actor, leaked, Actor.system(network.pk), Actor.link(network.pk, user.pk))
    for rule in ("accounts.change_own", "accounts.issue_key"):
        assert access.can(navigator.actor, rule, user)
        assert not any(access.can(other, rule, user) for other in strangers)
    with pytest.raises(NotAllowed):
        actions.issue_key(actor=leaked, name="more", at=NOW)


def test_the_rules_about_accounts_are_these_two():
    ours = {name for name in access.names() if name.startswith("accounts.")}
    assert ours == {"accounts.change_own", "accounts.issue_key"}
