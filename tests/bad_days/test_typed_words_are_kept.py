"""A session ends in the middle of a form: what was typed waits, sealed, for the person who typed it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import KeptForm
from tests.story import Worker

WORDS = "Rosa asked for a call after five"


@pytest.fixture
def somewhere() -> str:
    return reverse("people:search")


def signed_in(worker: Worker) -> Client:
    password = "a long enough password"
    worker.user.set_password(password)
    worker.user.save()
    client = Client()
    client.post(reverse("account_login"), {"login": worker.user.email, "password": password})
    return client


def test_what_was_typed_is_offered_again_after_signing_in(navigator: Worker, somewhere: str):
    client = signed_in(navigator)
    client.cookies.pop("sessionid")
    sent = client.post(somewhere, {"words": WORDS, "password": "never kept"})
    assert sent.status_code == 302
    here = sent.url.partition("next=")[2]
    client.post(
        reverse("account_login"),
        {"login": navigator.user.email, "password": "a long enough password"},
    )
    page = client.get(here).content.decode()
    assert WORDS in page
    assert f'action="{somewhere}"' in page
    assert "never kept" not in page


def test_a_stranger_at_the_same_desk_never_sees_it(
    navigator: Worker, stranger: Worker, somewhere: str
):
    client = signed_in(navigator)
    client.cookies.pop("sessionid")
    client.post(somewhere, {"words": WORDS})
    kept = KeptForm.objects.get()
    assert stranger.client.get(reverse("kept_form", args=[kept.pk])).status_code == 404


def test_it_lies_sealed_and_is_gone_after_half_an_hour(navigator: Worker, somewhere: str):
    client = signed_in(navigator)
    client.cookies.pop("sessionid")
    client.post(somewhere, {"words": WORDS})
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM accounts_keptform")
        assert WORDS.encode() not in bytes(cursor.fetchone()[0])
    KeptForm.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (
        navigator.client.get(reverse("kept_form", args=[KeptForm.objects.get().pk])).status_code
        == 404
    )


def test_nothing_is_kept_for_somebody_nobody_knows(db: None, somewhere: str):
    assert Client().post(somewhere, {"words": WORDS}).status_code == 302
    assert not KeptForm.objects.exists()


def test_a_form_without_its_token_says_so_kindly_and_gives_our_own_words_back(
    navigator: Worker, somewhere: str
):
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        navigator.user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    ours = client.post(somewhere, {"words": WORDS}, headers={"origin": "http://testserver"})
    theirs = client.post(
        somewhere, {"words": WORDS}, headers={"origin": "https://elsewhere.example"}
    )
    assert (ours.status_code, theirs.status_code) == (403, 403)
    assert WORDS in ours.content.decode()
    assert WORDS not in theirs.content.decode()
