"""A wrong or lost key stops the start, not the first person who opens a record."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.checks import keys_fit
from core.models import KeyProof


def test_the_first_start_remembers_the_keys_and_the_next_one_knows_them(db: None):
    keys_fit()
    assert set(KeyProof.objects.values_list("name", flat=True)) == {"phi:k1", "index"}
    keys_fit()


def test_a_lost_key_stops_the_start_and_says_which(db: None, settings):
    keys_fit()
    settings.PHI_KEYS = ["k2:" + settings.PHI_KEYS[0].partition(":")[2]]
    with pytest.raises(ImproperlyConfigured, match="phi:k1"):
        keys_fit()


def test_another_index_key_stops_the_start(db: None, settings):
    keys_fit()
    settings.INDEX_KEY = "x" * 50
    with pytest.raises(ImproperlyConfigured, match="index"):
        keys_fit()


def test_an_index_key_that_is_being_replaced_starts_with_the_one_before_beside_it(
    db: None, settings
):
    keys_fit()
    settings.INDEX_KEY_BEFORE, settings.INDEX_KEY = settings.INDEX_KEY, "x" * 50
    keys_fit()
    settings.INDEX_KEY_BEFORE = ""  # too early: nobody has made the tokens anew
    with pytest.raises(ImproperlyConfigured, match="index"):
        keys_fit()


def test_a_key_that_only_opens_may_leave_without_having_been_remembered(db: None, settings):
    keys_fit()
    settings.PHI_KEYS = [*settings.PHI_KEYS, "k0:" + "Zm9v" * 10 + "Zm8="]
    keys_fit()
    settings.PHI_KEYS = settings.PHI_KEYS[:1]
    keys_fit()
