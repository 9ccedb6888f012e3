"""Whoever has Rosa's link and not her word tries until they must wait. She does not wait with them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import trying
from accounts.models import AccessLink
from accounts.trying import PLACES, TRIES, Visitor
from people.actions.contact import Safety, set_safety
from people.models.person import Person
from referrals.models.referral import Referral
from tests.referrals.family.reading import past_the_word, seen
from tests.story import Worker

pytestmark = pytest.mark.django_db
WAIT, HELLO = "Too many tries", "Hello, Rosa"


def wrong_from(place: str, url: str) -> Client:
    """Somebody there types wrong words until they must wait."""
    other = Client(REMOTE_ADDR=place)
    for _ in range(TRIES):
        other.post(f"{url}word/", {"word": "red boat"})
    assert WAIT in seen(other.get(url))
    return other


def wrong_from_everywhere(url: str) -> None:
    for number in range(PLACES):
        wrong_from(f"203.0.113.{number}", url)


def test_wrong_words_from_elsewhere_make_nobody_wait_but_who_typed_them(
    phone: Client, url: str, referral: Referral
):
    other = wrong_from("203.0.113.9", url)
    assert HELLO in seen(past_the_word(phone, url))
    assert WAIT in seen(past_the_word(other, url))


def test_a_house_that_changes_its_address_is_one_place(url: str, referral: Referral):
    other = wrong_from("2001:db8:1:2::7", url)
    other.defaults["REMOTE_ADDR"] = "2001:db8:1:2:ffff::1"
    assert WAIT in seen(other.get(url))
    other.defaults["REMOTE_ADDR"] = "2001:db8:1:3::7"
    assert WAIT not in seen(other.get(url))


def test_from_many_places_whoever_is_new_waits_and_the_browser_that_was_let_in_does_not(
    phone: Client, url: str, link: AccessLink, referral: Referral
):
    past_the_word(phone, url)
    phone.cookies.pop("family_word")  # its half hour is over
    wrong_from_everywhere(url)
    assert WAIT in seen(past_the_word(Client(), url))
    assert HELLO in seen(past_the_word(phone, url))
    link.refresh_from_db()
    assert link.locked_until is not None, "her word says nothing about the others"


def test_a_browser_that_was_let_in_has_no_more_tries_than_others(
    phone: Client, url: str, referral: Referral
):
    past_the_word(phone, url)
    phone.cookies.pop("family_word")
    for _ in range(TRIES):
        phone.post(f"{url}word/", {"word": "red boat"})
    assert WAIT in seen(past_the_word(phone, url))
    assert HELLO in seen(past_the_word(Client(), url)), "that was one browser"


@pytest.mark.parametrize("spoil", ["another's", "made up"])
def test_nobody_says_of_themself_that_they_were_let_in(
    spoil: str, phone: Client, url: str, link: AccessLink, referral: Referral, rosa: Person
):
    past_the_word(phone, url)
    [name] = [one for one in phone.cookies if one.startswith("seen_")]
    liar = Client()
    kept = phone.cookies[name].value
    liar.cookies[name] = kept.replace(link.pk.hex, rosa.pk.hex) if spoil == "another's" else "x"
    wrong_from_everywhere(url)
    assert WAIT in seen(past_the_word(liar, url))


def test_with_a_new_word_everybody_tries_anew_and_the_worker_sees_that_it_is_time_for_one(
    navigator: Worker, stranger: Worker, url: str, referral: Referral, rosa: Person
):
    page = reverse("people:safety", args=[rosa.pk])
    assert "word-tried" not in navigator.client.get(page).content.decode()
    wrong_from_everywhere(url)
    assert "word-tried" in navigator.client.get(page).content.decode()
    assert stranger.client.get(page).status_code == 404
    rosa.refresh_from_db()
    set_safety(
        actor=navigator.actor, person_id=rosa.pk, safety=Safety(agreed_word="Green Door"),
        version=rosa.version, at=timezone.now(),
    )  # fmt: skip
    assert "word-tried" not in navigator.client.get(page).content.decode()
    for one in (Client(), Client(REMOTE_ADDR="203.0.113.1")):
        assert HELLO in seen(one.post(f"{url}word/", {"word": "green door"}, follow=True))


def test_other_changes_let_nobody_in_again(
    navigator: Worker, url: str, link: AccessLink, referral: Referral, rosa: Person
):
    wrong_from_everywhere(url)
    rosa.refresh_from_db()
    safety = Safety(agreed_word=rosa.agreed_word, is_watched=True)
    set_safety(
        actor=navigator.actor, person_id=rosa.pk, safety=safety, version=rosa.version,
        at=timezone.now(),
    )  # fmt: skip
    link.refresh_from_db()
    assert link.locked_until is not None


def test_each_more_places_make_who_is_new_wait_twice_as_long(link: AccessLink):
    at = timezone.now()
    waits = []
    for number in range(2 * PLACES):
        for _ in range(TRIES):
            trying.count_wrong(link, Visitor(str(number)), at=at)
        waits.append(link.locked_until and link.locked_until - at)
    quarter = timedelta(minutes=15)
    assert waits[PLACES - 2 : PLACES] == [None, quarter]
    assert waits[-1] == 2 * quarter
