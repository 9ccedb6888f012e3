"""Nobody chooses what thieves try first: the list comes with us, and no password leaves the machine for it."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.passwords import is_common, made_of
from tests.accounts.signing import PASSWORD, at_door

LEAKED = ("passwordpassword", "qwertyuiop123", "1q2w3e4r5t6y", "iloveyou1234", "Mississippi1")
OFTEN = ("Sunshine2026!!", "dragon-2026-01", "Princess!!!!!")  # a common word, made longer
OWN = ("seven lanterns on the pier", "copper harbor 4 tulips", "dos barcos y una vela")


@pytest.mark.parametrize("password", LEAKED + OFTEN)
def test_what_is_guessed_first_is_refused(password):
    with pytest.raises(ValidationError, match="guessed first"):
        validate_password(password)


@pytest.mark.parametrize("password", OWN)
def test_a_few_words_of_ones_own_are_taken(password):
    validate_password(password)


def test_of_a_thousand_that_nobody_has_ten_at_most_are_refused_for_nothing():
    nobodys = (f"lantern {number} on pier {number * 7919}" for number in range(1000))
    assert sum(map(is_common, nobodys)) <= 10


def test_a_filter_forgets_none_of_what_it_was_made_of(monkeypatch):
    words = [f"word number {number}" for number in range(500)]
    filled = made_of([*words, "too short"])
    monkeypatch.setattr("accounts.passwords._filter", lambda: filled)
    assert all(map(is_common, words))
    assert len(filled) == 500 * 12 // 8


def test_the_page_says_why_and_keeps_the_old_one(priya):
    client, _answer = at_door(priya)
    sent = {"oldpassword": PASSWORD, "password1": LEAKED[0], "password2": LEAKED[0]}
    page = client.post("/accounts/password/change/", sent).content.decode()
    assert "guessed first" in page
    assert at_door(priya)[1].status_code == 302
