"""Has every status a word, a colour, a picture and a place in the ring, for all three sides?"""

import pytest
from django.utils.translation import override

from core.templatetags.look import TONE_ICONS, icon
from people.words.readability import reading
from referrals.followup import Situation
from referrals.lifecycle import Status
from referrals.words import STATUS_WORDS, Words

HIDDEN_FROM_FAMILIES = {Situation.DRAFT, Status.ENTERED_IN_ERROR}
TOLD_BY_SITUATION = {Status.ON_HOLD, Status.IN_PROGRESS}  # why it rests, or what was asked last
ALL = [pytest.param(words, id=code) for code, words in STATUS_WORDS.items()]


def test_every_status_and_every_situation_is_in_the_vocabulary() -> None:
    assert {*Status, *Situation} - TOLD_BY_SITUATION <= set(STATUS_WORDS)


@pytest.mark.parametrize("words", ALL)
def test_a_status_can_be_drawn(words: Words) -> None:
    assert words.tone in TONE_ICONS
    assert "<svg" in icon(words.icon)
    assert 0 <= words.arcs <= 5


def test_only_the_familys_own_word_closes_the_ring() -> None:
    closed = {code for code, words in STATUS_WORDS.items() if words.arcs == 5}
    assert closed == {"confirmed"}


def test_red_is_kept_for_those_who_were_turned_away() -> None:
    assert all(words.tone == "stop" for words in STATUS_WORDS.values() if words.broken)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_family_reads_one_short_sentence(language: str) -> None:
    for code, words in STATUS_WORDS.items():
        with override(language):
            said = str(words.family) % {"partner": "Ann"}
        assert bool(said) or code in HIDDEN_FROM_FAMILIES, code
        assert reading(said, language).longest <= 9, code
