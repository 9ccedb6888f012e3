"""How Priya signs in was changed: she hears of it, though the mail server was down, and nobody else does."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.notices import KINDS
from core.models import Event, Outbox
from notifications.actions.announce import announce_everywhere
from notifications.actions.deliver import deliver_everywhere
from notifications.models.deliveries import Delivery
from organizations.actions.notices import tell_owner
from organizations.grants import Role
from organizations.models.members import Membership
from tests.accounts.signing import PASSWORD, at_door
from tests.accounts.telling import told_by_mail
from tests.accounts.test_account_page import also_works
from tests.story import Worker, hire

NEW = "eight boats beside a pier"
CHANGE = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
LATER = timedelta(hours=1)


@pytest.fixture
def changed(priya: User) -> Client:
    """She is in, and has another password."""
    client, _answer = at_door(priya)
    assert client.post("/accounts/password/change/", CHANGE).status_code == 302
    return client


def test_what_was_changed_is_an_event_without_a_word_about_her(changed, priya, clinic):
    event = Event.objects.get(kind="account.password_changed")
    assert (event.subject_id, event.network_id) == (priya.pk, clinic.network_id)
    assert event.details == {"organization": str(clinic.pk)}
    assert not mail.outbox
    (left,) = told_by_mail()
    assert left.to == [priya.email]
    assert "The password of your Porchlight account was changed." in left.body
    assert "/account/" in left.body
    for secret in (priya.name, priya.email, "127.0.0.1", clinic.name):
        assert secret not in left.body


def test_she_hears_it_in_her_language_and_on_her_clock(priya):
    User.objects.filter(pk=priya.pk).update(language="es", time_zone="Asia/Tokyo")
    at = timezone.now().replace(year=2026, month=11, day=20, hour=20, minute=5)
    assert tell_owner(user=priya, kind="account.password_changed", at=at)
    (left,) = told_by_mail(at=at)
    assert "21 de noviembre de 2026" in left.body
    assert "5:05" in left.body


def test_a_mail_server_that_was_down_is_asked_again(changed, priya, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    now = timezone.now()
    announce_everywhere(at=now)
    deliver_everywhere(at=now)
    assert Delivery.objects.get().state == Delivery.State.WAITING
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver_everywhere(at=now + LATER)
    assert [left.to for left in mail.outbox] == [[priya.email]]


def test_her_admin_sees_what_became_of_it_and_a_stranger_does_not(changed, priya, clinic, stranger):
    told_by_mail()
    row = "Your password was changed"
    boss, others = (
        hire(where, "Ida Admin", Role.ORGADMIN) for where in (clinic, stranger.organization)
    )
    assert row in boss.client.get("/messages/").content.decode()
    assert row not in others.client.get("/messages/").content.decode()


def test_whoever_works_in_two_places_hears_it_once(changed, navigator: Worker, pantry):
    also_works(navigator, pantry)
    tell_owner(user=navigator.user, kind="account.new_browser", at=timezone.now())
    assert len(told_by_mail()) == 2
    assert Delivery.objects.filter(template="new_browser").count() == 1


def test_whoever_works_nowhere_any_more_is_told_at_once(changed, priya):
    told_by_mail()
    Membership.objects.filter(user=priya).update(until=timezone.now())
    mail.outbox.clear()
    again = {"oldpassword": NEW, "password1": PASSWORD, "password2": PASSWORD}
    assert changed.post("/accounts/password/change/", again).status_code == 302
    assert [left.to for left in mail.outbox] == [[priya.email]]
    assert not Outbox.objects.exists()


def test_each_has_words_of_its_own(priya):
    for kind in KINDS.values():
        tell_owner(user=priya, kind=kind, at=timezone.now())
    assert len({left.body for left in told_by_mail()}) == len(KINDS)
