"""Somebody leaves the screen: it locks, keeps what was typed, shows nobody, and opens for them alone."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import KeptForm, User
from config import signing_in
from governance.models.policies import Policy
from tests.accounts.passkey import PLACE
from tests.accounts.signing import LOGIN, PASSWORD, asked, at_door, is_in, pass_time, with_password
from tests.accounts.test_second_step import with_passkey

QUARTER, HALF_A_DAY = timedelta(minutes=15), timedelta(hours=12)
LOCKED, WORDS = "/locked/", "Rosa asked for a call after five"


@pytest.fixture
def client(priya: User) -> Client:
    return at_door(priya)[0]


def leave(client: Client, span: timedelta = QUARTER) -> None:
    pass_time(client, span, signing_in.SEEN)


def comes_back(client: Client, password: str = PASSWORD, back: str = "/today/"):
    return client.post(LOCKED, {"password": password, "next": back})


def behind(answer) -> str:
    """Where one goes from the lock or the door."""
    return unquote(answer["Location"].partition("next=")[2])


# --- the screen locks


def test_after_a_quarter_of_an_hour_every_page_waits_behind_the_password(client):
    leave(client)
    for page in ("/today/", "/people/", "/account/", "/accounts/2fa/"):
        assert client.get(page)["Location"].startswith(LOCKED)
    assert comes_back(client)["Location"] == "/today/"
    assert client.get("/today/").status_code == 200


def test_somebody_who_is_there_is_not_locked_out(client):
    for _ in range(3):
        leave(client, QUARTER - timedelta(minutes=1))
        assert client.get("/locked/awake/").status_code == 204
    assert is_in(client)


def test_the_lock_tells_nothing_of_what_was_there(client, priya):
    leave(client)
    page = client.get(LOCKED, {"next": "/today/"}).content.decode()
    assert "This screen is locked" in page
    assert priya.name not in page
    assert priya.email not in page
    assert "/people/" not in page
    assert "data-lock" not in client.get("/styleguide/").content.decode()


def test_a_part_of_a_page_takes_the_whole_page_to_the_lock(client):
    leave(client)
    answer = client.get("/today/", headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == LOCKED


def test_a_network_says_how_long_the_screen_stays_open(priya, network):
    Policy.objects.create(
        network=network, key="sign_in.idle_minutes", value=30, version=1,
        begins_at=timezone.now() - QUARTER,
    )  # fmt: skip
    client = at_door(priya)[0]
    leave(client)
    assert is_in(client)
    leave(client, 2 * QUARTER)
    assert not is_in(client)


# --- what was typed


def test_what_was_sent_to_a_locked_screen_is_there_again(client):
    leave(client)
    back = behind(client.post("/people/new/", {"first_name": WORDS, "password": "never kept"}))
    assert comes_back(client, back=back)["Location"] == back
    page = client.get(back).content.decode()
    assert WORDS in page
    assert "never kept" not in page


def test_what_was_half_typed_goes_back_to_where_it_stood(client):
    sent = {"lock_from": "/people/new/", "lock_with": "1", "first_name": WORDS}
    assert client.post("/locked/now/", sent)["Location"].startswith(LOCKED)
    kept = KeptForm.objects.get()
    assert client.get(f"/kept/{kept.pk}/words/")["Location"].startswith(LOCKED)
    comes_back(client)
    assert "Go on typing" in client.get(f"/kept/{kept.pk}/?half=1").content.decode()
    assert client.get(f"/kept/{kept.pk}/words/").json() == {"fields": [["first_name", WORDS]]}


def test_signed_out_in_another_window_what_was_half_typed_here_waits_too(client, priya, stranger):
    client.post("/accounts/logout/")
    sent = {"lock_from": "/people/new/", "lock_with": "1", "first_name": WORDS}
    answer = client.post("/locked/now/", sent)
    assert answer["Location"].startswith(LOGIN)
    assert client.get(behind(answer))["Location"].startswith(LOGIN)
    assert stranger.client.get(behind(answer)).status_code == 404
    client.post(LOGIN, {"login": priya.email, "password": PASSWORD})
    assert "Go on typing" in client.get(behind(answer)).content.decode()
    assert client.post("/locked/now/", {"lock_from": "/today/"})["Location"].startswith(LOCKED)


def test_nobody_else_gets_what_was_typed(client, stranger):
    leave(client)
    client.post("/people/new/", {"first_name": WORDS})
    kept = KeptForm.objects.get()
    for page in (f"/kept/{kept.pk}/", f"/kept/{kept.pk}/words/"):
        assert stranger.client.get(page).status_code == 404


@pytest.mark.parametrize(
    "away", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x"]
)
def test_the_lock_leads_nowhere_else(client, away):
    assert client.post("/locked/now/", {"lock_from": away})["Location"] == f"{LOCKED}?next=%2F"
    assert comes_back(client, back=away)["Location"] == "/"


# --- who opens it


def test_a_stranger_does_not_open_it_with_a_password_of_their_own(client, stranger):
    stranger.user.set_password("six lanterns on the pier")
    stranger.user.save()
    leave(client)
    client.get("/today/")
    page = comes_back(client, "six lanterns on the pier")
    assert page.status_code == 422
    assert not is_in(client)


def test_guessing_at_the_lock_ends_as_at_the_door_and_shuts_nobody_else_out(client, stranger):
    with_password(stranger.user)
    leave(client)
    client.get("/today/")
    answers = [comes_back(client, "wrong").status_code for _ in range(6)]
    assert answers[-1] == 429
    assert comes_back(client).status_code == 429
    assert is_in(at_door(stranger.user)[0])


def test_a_passkey_opens_it(priya):
    passkey = with_passkey(priya)
    client = Client(headers={"host": PLACE})
    client.force_login(priya, backend="allauth.account.auth_backends.AuthenticationBackend")
    leave(client)
    client.get("/today/")
    options = asked(client.get(LOCKED))
    assert (
        client.post(LOCKED, {"credential": passkey.get(options), "next": "/today/"}).status_code
        == 302
    )
    assert is_in(client)


def test_whoever_it_is_not_signs_out(client):
    leave(client)
    client.get("/today/")
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/today/")["Location"].startswith(LOGIN)


def test_nobody_unlocks_what_is_not_locked_and_a_stranger_is_sent_to_the_door(client):
    assert client.get(LOCKED)["Location"] == "/"
    assert Client().get(LOCKED)["Location"].startswith(LOGIN)
    assert Client().post("/locked/now/")["Location"].startswith(LOGIN)


# --- twelve hours


def test_after_twelve_hours_everybody_signs_in_anew_however_busy_they_are(client):
    pass_time(client, HALF_A_DAY, signing_in.BEGAN)
    assert client.get("/today/")["Location"].startswith(LOGIN)


def test_what_was_typed_then_waits_for_the_next_sign_in(client, priya):
    pass_time(client, HALF_A_DAY, signing_in.BEGAN)
    sent = client.post("/people/new/", {"first_name": WORDS})
    back = behind(sent)
    client.post(LOGIN, {"login": priya.email, "password": PASSWORD})
    assert WORDS in client.get(back).content.decode()


def test_a_session_of_which_nobody_knows_the_beginning_has_ended(client):
    session = client.session
    del session[signing_in.BEGAN]
    session.save()
    assert client.get("/today/")["Location"].startswith(LOGIN)
