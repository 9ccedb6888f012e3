"""Where am I signed in? Each browser can be signed out, and a new one is told to its owner."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.models import Event
from tests.accounts.passkey import PLACE
from tests.accounts.signing import LOGIN, PASSWORD, at_door, is_in, with_password
from tests.accounts.telling import told_by_mail

MINE = "/account/browsers/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"


@pytest.fixture
def two(priya: User) -> tuple[Client, Client]:
    """The same person, at a desk and on a telephone."""
    first, _answer = at_door(priya, HTTP_USER_AGENT=FIREFOX)
    second, _answer = at_door(priya, HTTP_USER_AGENT=SAFARI)
    return first, second


def test_each_browser_stands_there_by_a_name_that_one_knows(two):
    page = two[0].get(MINE).content.decode()
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert page.count("You are here") == 1
    assert "127.0.0.1" not in page
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"::"}  # none is kept


def test_one_is_signed_out_at_its_next_request(two):
    here, lost = two
    theirs = UserSession.objects.get(session_key=lost.session.session_key)
    assert here.post(f"{MINE}{theirs.pk}/end/").status_code == 302
    assert not is_in(lost)
    assert is_in(here)
    assert Event.objects.filter(kind="account.signed_out").count() == 1


def test_all_the_others_are_signed_out_at_once(two, priya):
    here, lost = two
    third, _answer = at_door(priya)
    here.post(f"{MINE}end/")
    assert [is_in(one) for one in (here, lost, third)] == [True, False, False]


def test_a_stranger_sees_and_ends_no_browser_of_somebody_else(two, stranger):
    theirs = UserSession.objects.get(session_key=two[1].session.session_key)
    other, _answer = at_door(with_password(stranger.user))
    assert "Safari on iPhone" not in other.get(MINE).content.decode()
    assert other.post(f"{MINE}{theirs.pk}/end/").status_code == 404
    other.post(f"{MINE}end/")
    assert all(is_in(one) for one in two)


def test_a_new_password_signs_all_other_browsers_out(two):
    here, lost = two
    new = "eight boats beside a pier"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", sent).status_code == 302
    assert is_in(here)
    assert not is_in(lost)


def test_a_browser_that_was_never_theirs_is_told_to_them_and_says_nothing_else(two, priya):
    (told,) = told_by_mail()  # not of the first browser of all
    assert told.to == [priya.email]
    assert "a browser that we had not seen before" in told.body
    assert f"http://testserver{MINE}" in told.body
    for secret in (priya.name, priya.email, "127.0.0.1", "iPhone", "Riverside"):
        assert secret not in told.body


def test_one_that_is_known_is_told_once_also_when_others_share_it(two, priya, stranger):
    _here, shared = two
    told_by_mail()
    mail.outbox.clear()
    with_password(stranger.user)
    for user in (stranger.user, priya, stranger.user):
        shared.post("/accounts/logout/")
        shared.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert not told_by_mail()  # the first time of all for the stranger, and then both are known
    User.objects.filter(pk=stranger.user.pk).update(last_login=timezone.now() - timedelta(days=9))
    at_door(stranger.user)
    assert [told.to for told in told_by_mail()] == [[stranger.user.email]]


def test_a_mail_server_that_is_down_shuts_nobody_out(two, priya, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client, _answer = at_door(priya)
    assert is_in(client)


def test_who_works_in_two_places_always_sees_for_which(priya, navigator, pantry):
    from tests.accounts.test_account_page import also_works  # noqa: PLC0415 a story of that file

    client = Client(headers={"host": PLACE})
    client.force_login(priya, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert 'class="acting"' not in client.get("/today/").content.decode()
    also_works(navigator, pantry)
    assert 'class="acting"' in client.get("/today/").content.decode()
