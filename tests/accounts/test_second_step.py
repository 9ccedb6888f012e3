"""A password alone opens nothing to whoever set up a second step, and everybody who reads about families must."""

import re
import time
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import second_step
from accounts.models import User
from governance.models.policies import Policy
from organizations.grants import ROLES, Role, opens_person_data
from tests.accounts.passkey import PLACE, Passkey
from tests.accounts.signing import (
    CODE,
    LOGIN,
    MINE,
    PASSWORD,
    app_of,
    asked,
    at_door,
    code,
    is_in,
    with_password,
)
from tests.accounts.telling import told_by_mail
from tests.story import hire

AGAIN = "/accounts/reauthenticate/"
NEW_APP, NEW_KEY, PAPER = f"{MINE}totp/activate/", f"{MINE}webauthn/add/", f"{MINE}recovery-codes/"
WEEK = timedelta(days=7)


def proven(user: User) -> Client:
    """Signed in, and asked for the password once more a moment ago."""
    client, _answer = at_door(user)
    client.post(AGAIN, {"password": PASSWORD})
    return client


def with_passkey(user: User, *, alone: bool = False) -> Passkey:
    client, passkey = proven(user), Passkey()
    credential = passkey.create(asked(client.get(NEW_KEY)))
    said = {"name": "my phone", "credential": credential} | (
        {"passwordless": "on"} if alone else {}
    )
    assert client.post(NEW_KEY, said).status_code == 302
    return passkey


def decided(network, **values: int) -> None:
    for key, value in values.items():
        Policy.objects.create(
            network=network, key=f"sign_in.{key}", value=value, version=1,
            begins_at=timezone.now() - timedelta(days=1),
        )  # fmt: skip


# --- an app with codes


def test_a_password_alone_stops_at_the_second_step(priya):
    secret = app_of(priya)
    client, answer = at_door(priya)
    assert answer["Location"] == CODE
    assert not is_in(client)
    assert client.post(CODE, {"code": code(secret)}).status_code == 302
    assert is_in(client)


def test_a_code_that_was_read_over_a_shoulder_opens_nothing_again(priya):
    shown = code(app_of(priya))
    for worked in (True, False):
        client, _answer = at_door(priya)
        client.post(CODE, {"code": shown})
        assert is_in(client) is worked


def test_a_telephone_half_a_minute_off_still_opens_and_one_two_minutes_off_does_not(
    priya, monkeypatch
):
    at = time.time()
    monkeypatch.setattr(time, "time", lambda: at)  # no half minute ends between telephone and door
    secret = app_of(priya)
    for off, worked in ((-1, True), (1, True), (-4, False), (4, False)):
        client, _answer = at_door(priya)
        client.post(CODE, {"code": code(secret, off=off)})
        assert is_in(client) is worked, off


def test_a_code_opens_nothing_again_for_as_long_as_it_would_fit(priya):
    secret = app_of(priya)
    shown = code(secret, off=1)
    client, _answer = at_door(priya)
    client.post(CODE, {"code": shown})
    cache.delete(f"allauth.mfa.totp.used?user={priya.pk}&code={shown}")  # half a minute later
    again, _answer = at_door(priya)
    again.post(CODE, {"code": shown})
    assert is_in(client)
    assert not is_in(again)


def test_an_app_is_set_up_by_its_first_code_and_its_owner_is_told(transactional_db, priya):
    client = proven(priya)
    page = client.get(NEW_APP).content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', page)[1]
    assert "<svg" in page
    assert client.post(NEW_APP, {"code": "000000"}).status_code == 200
    assert not second_step.is_set_up(priya)
    assert client.post(NEW_APP, {"code": code(secret)})["Location"] == PAPER
    assert second_step.is_set_up(priya)
    (told,) = [one for one in told_by_mail() if "app for codes" in one.body]
    assert told.to == [priya.email]
    assert priya.name not in told.body
    assert "127.0.0.1" not in told.body


def test_the_secret_of_an_app_lies_sealed(priya):
    secret = app_of(priya)
    assert secret not in str(Authenticator.objects.get().data)


def test_nobody_changes_the_second_step_without_the_password(priya):
    client, _answer = at_door(priya)
    assert client.get(NEW_APP)["Location"].startswith(AGAIN)


def test_a_code_on_paper_opens_once(priya):
    app_of(priya)
    client = proven_with_code(priya)
    client.post(f"{PAPER}generate/")
    (first, *others) = re.findall(r"<code>(\d{8})</code>", client.get(PAPER).content.decode())
    assert len(others) == 9
    for worked in (True, False):
        client, _answer = at_door(priya)
        client.post(CODE, {"code": first})
        assert is_in(client) is worked


def proven_with_code(user: User) -> Client:
    client = Client(headers={"host": PLACE})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(AGAIN, {"password": PASSWORD})
    return client


# --- wrong codes


def test_five_wrong_codes_close_the_second_step_for_a_quarter_of_an_hour(priya, stranger):
    secret, theirs = app_of(priya), app_of(with_password(stranger.user))
    client, _answer = at_door(priya)
    for _ in range(second_step.TRIES):
        client.post(CODE, {"code": "000000"})
    page = client.post(CODE, {"code": code(secret)})
    assert "Too many wrong codes" in page.content.decode()
    assert not is_in(client)
    other, _answer = at_door(stranger.user)
    other.post(CODE, {"code": code(theirs)})
    assert is_in(other)  # a stranger's tries are counted apart
    User.objects.filter(pk=priya.pk).update(codes_wait_until=timezone.now() - timedelta(seconds=1))
    client.post(CODE, {"code": code(secret)})
    assert is_in(client)


def test_whoever_does_not_know_the_password_never_comes_to_guess_codes(priya):
    app_of(priya)
    client, answer = at_door(priya, "a wrong one altogether")
    assert answer.status_code == 200
    assert client.post(CODE, {"code": "000000"})["Location"].startswith(LOGIN)
    priya.refresh_from_db()
    assert priya.wrong_codes == 0


# --- passkeys


def test_a_passkey_is_a_second_step(priya):
    passkey = with_passkey(priya)
    client, answer = at_door(priya)
    assert answer["Location"] == CODE
    page = client.get(CODE)
    assert client.post(CODE, {"credential": passkey.get(asked(page))}).status_code == 302
    assert is_in(client)


def test_another_persons_passkey_opens_nothing(priya, stranger):
    with_passkey(priya)
    theirs = with_passkey(with_password(stranger.user))
    client, _answer = at_door(priya)
    page = client.get(CODE)
    client.post(CODE, {"credential": theirs.get(asked(page))})
    assert not is_in(client)


def test_a_passkey_that_was_meant_so_opens_without_a_password(priya):
    passkey = with_passkey(priya, alone=True)
    client = Client(headers={"host": PLACE})
    options = client.get(f"{MINE}webauthn/login/", headers={"accept": "application/json"}).json()
    said = {"credential": passkey.get(options["request_options"])}
    assert client.post(f"{MINE}webauthn/login/", said).status_code == 302
    assert is_in(client)


def test_nobody_sees_or_takes_away_a_passkey_of_somebody_else(priya, stranger):
    with_passkey(priya)
    key = Authenticator.objects.get(type="webauthn").pk
    other = proven(with_password(stranger.user))
    assert "my phone" not in other.get(f"{MINE}webauthn/").content.decode()
    for page in ("edit", "remove"):
        assert other.post(f"{MINE}webauthn/keys/{key}/{page}/", {"name": "mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=key).exists()


# --- who must have one


def test_in_the_days_of_grace_the_first_page_says_until_when(priya):
    client, _answer = at_door(priya)
    assert "you need a second step to sign in" in client.get("/today/").content.decode()
    assert "second step to sign in" not in client.get("/people/").content.decode()


def test_when_they_are_over_nothing_opens_but_what_sets_it_up(priya):
    User.objects.filter(pk=priya.pk).update(second_step_asked_at=timezone.now() - WEEK)
    client, _answer = at_door(priya)
    assert client.get("/today/")["Location"] == MINE
    assert client.post("/people/new/", {"first_name": "Rosa"})["Location"] == MINE
    assert "Please set one up now" in client.get(MINE).content.decode()
    client.post(AGAIN, {"password": PASSWORD})
    page = client.get(NEW_APP).content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', page)[1]
    client.post(NEW_APP, {"code": code(secret)})
    assert client.get("/today/").status_code == 200


def test_setting_it_up_in_one_browser_opens_the_others(priya):
    User.objects.filter(pk=priya.pk).update(second_step_asked_at=timezone.now() - WEEK)
    client, _answer = at_door(priya)
    assert client.get("/today/")["Location"] == MINE
    app_of(priya)
    assert client.get("/today/").status_code == 200


def test_the_days_count_from_the_first_time_it_was_asked(priya):
    at_door(priya)
    first = User.objects.get(pk=priya.pk).second_step_asked_at
    at_door(priya)
    assert User.objects.get(pk=priya.pk).second_step_asked_at == first


def test_a_network_may_decide_otherwise(priya, network):
    decided(network, second_step=0)
    User.objects.filter(pk=priya.pk).update(second_step_asked_at=timezone.now() - WEEK)
    client, _answer = at_door(priya)
    assert "second step to sign in" not in client.get("/today/").content.decode()


def test_what_another_network_decides_changes_nothing_here(priya, foreigner):
    decided(foreigner.organization.network, second_step=0)
    User.objects.filter(pk=priya.pk).update(second_step_asked_at=timezone.now() - WEEK)
    client, _answer = at_door(priya)
    assert client.get("/today/")["Location"] == MINE


def test_who_reads_about_nobody_is_not_asked(clinic):
    council = with_password(hire(clinic, "Cora Council", Role.COUNCIL).user)
    User.objects.filter(pk=council.pk).update(second_step_asked_at=timezone.now() - WEEK)
    client, _answer = at_door(council)
    assert client.get("/scorecard/").status_code == 200


def test_only_those_who_sit_on_the_council_read_about_nobody():
    assert {role for role in ROLES if not opens_person_data([role])} <= {"council", "chair"}


def test_the_last_one_stays_where_one_is_asked(priya):
    with_passkey(priya)
    client = proven_with_code(priya)
    key = Authenticator.objects.get(type="webauthn")
    page = client.post(f"{MINE}webauthn/keys/{key.pk}/remove/").content.decode()
    assert "Add another first" in page
    assert Authenticator.objects.filter(pk=key.pk).exists()
    app_of(priya)
    client.post(f"{MINE}webauthn/keys/{key.pk}/remove/")
    assert not Authenticator.objects.filter(pk=key.pk).exists()
    assert "Add a passkey first" in client.get(f"{MINE}totp/deactivate/").content.decode()
