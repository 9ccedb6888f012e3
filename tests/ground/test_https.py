"""Where the setting says HTTPS, does every answer insist on it, and no cookie travel without?"""

import runpy
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.test import Client

from tests.accounts.signing import PASSWORD, with_password

YEAR = 365 * 24 * 3600


@pytest.fixture
def over_https(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    """The settings file as it is read where HTTPS=1: what it says of security holds here too."""
    monkeypatch.setenv("HTTPS", "1")
    read = runpy.run_path(str(Path(conf.BASE_DIR) / "config" / "settings.py"))
    for name, value in read.items():
        if name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "LANGUAGE_COOKIE_")):
            setattr(settings, name, value)


@pytest.mark.django_db
def test_a_browser_is_told_for_a_year_to_come_by_https_only(over_https) -> None:
    said = Client().get("/accounts/login/", secure=True).headers["Strict-Transport-Security"]
    assert f"max-age={YEAR}" in said
    assert {"includeSubDomains", "preload"} <= set(said.replace(";", " ").split())


@pytest.mark.django_db
def test_who_comes_without_it_is_sent_there_before_anything_is_said(over_https) -> None:
    answer = Client().get("/accounts/login/")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "https://testserver/accounts/login/",
    )
    assert not answer.cookies


@pytest.mark.django_db
def test_no_cookie_leaves_without_it_and_no_script_reads_one(over_https, stranger) -> None:
    client, login = Client(headers={"host": "localhost"}), "/accounts/login/"
    client.get(login, secure=True)
    with_password(stranger.user)
    typed = {"login": stranger.user.email, "password": PASSWORD}
    assert client.post(login, typed, secure=True).status_code == 302
    client.post("/language/", {"language": "es"}, secure=True)
    language = client.cookies.pop(conf.LANGUAGE_COOKIE_NAME)
    own = {"name": "Sam", "language": "en", "time_zone": ""}
    assert client.post("/account/", own, secure=True).status_code == 302
    assert {"sessionid", "csrftoken", "last_person"} <= set(client.cookies)
    for cookie in (*client.cookies.values(), language):
        assert cookie["secure"], cookie.key
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key


def test_without_the_setting_nobody_is_locked_out_of_a_try_on_their_own_machine() -> None:
    assert conf.SECURE_HSTS_SECONDS == 0
    assert not conf.SECURE_SSL_REDIRECT
