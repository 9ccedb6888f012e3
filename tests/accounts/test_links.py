"""A link without an account: rebuilt at will, dead when taken back, silent to those who guess."""

import base64
import secrets
import threading
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from accounts import links, trying
from accounts.models import AccessLink
from core.ids import uuid7
from tests.story import NOW

MONTH = timedelta(days=30)
NETWORK, FAMILY_A, FAMILY_B = uuid7(), uuid7(), uuid7()


def link(whom: UUID = FAMILY_A, at: datetime = NOW) -> AccessLink:
    return links.link_for(
        network_id=NETWORK, purpose=links.FAMILY, object_id=whom, at=at, lifetime=MONTH
    )


def open_at(token: str, at: datetime = NOW) -> AccessLink:
    return links.open_link(token, links.FAMILY, at=at)


@pytest.mark.django_db
def test_a_reprinted_link_is_the_same_link_and_each_family_has_its_own():
    assert links.url_path(link()) == links.url_path(link())
    assert links.token_of(link(FAMILY_A)) != links.token_of(link(FAMILY_B))
    assert AccessLink.objects.count() == 2


@pytest.mark.django_db
def test_it_opens_what_it_was_made_for_again_and_again():
    token = links.token_of(link())
    assert open_at(token).object_id == FAMILY_A
    assert open_at(token, NOW + timedelta(days=29)).object_id == FAMILY_A


@pytest.mark.django_db
def test_it_opens_nothing_else():
    with pytest.raises(links.LinkUnknown):
        links.open_link(links.token_of(link()), links.PARTNER, at=NOW)


@pytest.mark.django_db
def test_what_lies_in_the_database_does_not_make_a_token(settings):
    """Whoever copies the table still lacks the key."""
    token = links.token_of(link())
    settings.LINK_KEY = secrets.token_urlsafe(48)
    with pytest.raises(links.LinkUnknown):
        open_at(token)


def changed(token: str, place: int) -> str:
    raw = bytearray(base64.urlsafe_b64decode(token + "="))
    raw[place] ^= 1
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.django_db
@pytest.mark.parametrize("place", [0, 15, 16, 31])
def test_one_wrong_bit_opens_nothing(place: int):
    with pytest.raises(links.LinkUnknown):
        open_at(changed(links.token_of(link()), place))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "token",
    ["", "x", "é" * 43, "a" * 43, "a" * 44, "../../etc", "A" * 5000, "=" * 43, "a b" * 14 + "a"],
)
def test_nonsense_opens_nothing_and_breaks_nothing(token: str):
    link()
    with pytest.raises(links.LinkUnknown):
        open_at(token)


@pytest.mark.django_db
def test_a_token_has_one_spelling_only():
    token = links.token_of(link())
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = token[:-1] + alphabet[alphabet.index(token[-1]) ^ 1]  # the same bytes, other spare bits
    for other in (twin, token + "=", token + "\n"):
        with pytest.raises(links.LinkUnknown):
            open_at(other)


@pytest.mark.django_db
def test_a_link_taken_back_stays_dead_even_when_a_new_one_is_made():
    old = links.token_of(link())
    links.revoke(network_id=NETWORK, purpose=links.FAMILY, object_id=FAMILY_A, at=NOW)
    with pytest.raises(links.LinkGone):
        open_at(old)
    new = links.token_of(link())
    assert open_at(new).object_id == FAMILY_A
    with pytest.raises(links.LinkGone):
        open_at(old)


@pytest.mark.django_db
def test_taking_back_one_familys_link_leaves_the_strangers_alone():
    token = links.token_of(link(FAMILY_B))
    links.revoke(network_id=NETWORK, purpose=links.FAMILY, object_id=FAMILY_A, at=NOW)
    links.revoke(network_id=uuid7(), purpose=links.FAMILY, object_id=FAMILY_B, at=NOW)
    assert open_at(token).object_id == FAMILY_B


@pytest.mark.django_db
def test_a_link_ends_on_its_day_and_renewal_does_not_wake_old_copies():
    old = links.token_of(link())
    with pytest.raises(links.LinkGone):
        open_at(old, NOW + MONTH)
    later = NOW + MONTH * 2
    new = links.token_of(link(at=later))
    assert open_at(new, later).object_id == FAMILY_A
    with pytest.raises(links.LinkGone):
        open_at(old, later)


@pytest.mark.django_db
def test_a_second_message_keeps_the_first_ones_link_alive():
    first = links.token_of(link())
    link(at=NOW + timedelta(days=20))
    assert open_at(first, NOW + timedelta(days=45)).object_id == FAMILY_A


@pytest.mark.django_db
def test_wrong_words_lock_the_link_longer_each_time():
    one = link()
    for _ in range(4):
        trying.count_wrong(one, at=NOW)
    assert not trying.is_locked(one, at=NOW)
    trying.count_wrong(one, at=NOW)
    assert trying.is_locked(one, at=NOW + timedelta(minutes=14))
    assert not trying.is_locked(one, at=NOW + timedelta(minutes=15))
    for _ in range(5):
        trying.count_wrong(one, at=NOW)
    assert trying.is_locked(one, at=NOW + timedelta(minutes=29))


@pytest.mark.django_db
def test_no_lock_outlasts_a_day_and_the_right_word_forgives():
    one = link()
    for _ in range(60):
        trying.count_wrong(one, at=NOW)
    assert not trying.is_locked(one, at=NOW + timedelta(hours=24))
    trying.forget_wrong(one)
    assert not trying.is_locked(open_at(links.token_of(one)), at=NOW)


@pytest.mark.django_db
def test_one_familys_wrong_words_do_not_lock_the_strangers_link():
    for _ in range(5):
        trying.count_wrong(link(FAMILY_A), at=NOW)
    assert not trying.is_locked(link(FAMILY_B), at=NOW)


def test_two_workers_who_print_at_once_print_one_link(transactional_db):
    del transactional_db
    seen: list[str] = []

    def make() -> None:
        seen.append(links.token_of(link()))
        connection.close()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 4
    assert len(set(seen)) == 1
