"""The words that a family hears before it agrees: short, whole, true, and in every combination."""

import re
from datetime import date
from itertools import combinations

import pytest
from django.utils import translation

from core.languages import SPOKEN, language_name, page_language, spoken_choices
from organizations.topics import SENSITIVE
from people.lifecycle import Barrier, Channel, Direction, Fact, Form, Kin, Purpose, WishKind
from people.words import codes
from people.words.agreement import Terms, agreement_words, shipped_words

ALL = frozenset(Direction)


def words(**changes: object) -> str:
    terms = {
        "clinic": "Oak Clinic", "partners": ("Mill Pantry",), "directions": ALL, "everyday": True,
        "topics": (), "facts": tuple(Fact), "until": date(2027, 11, 1), **changes,
    }  # fmt: skip
    with translation.override("en"):
        return agreement_words(Terms(**terms), shipped_words())


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def grade(text: str) -> float:
    """Flesch and Kincaid's school grade: a smoke alarm, not a proof."""
    sentences = [part for part in re.split(r"[.?!]\s*", text) if part.strip()]
    said = re.findall(r"[A-Za-z’']+", text)
    return 0.39 * len(said) / len(sentences) + 11.8 * sum(map(syllables, said)) / len(said) - 15.59


@pytest.mark.parametrize("size", range(1, len(Direction) + 1))
def test_a_child_of_twelve_can_read_whatever_is_asked(size):
    for directions in combinations(Direction, size):
        text = words(directions=frozenset(directions), facts=(Fact.NAME, Fact.LANGUAGE, Fact.PHONE))
        assert grade(text) <= 6, text


def test_each_line_is_a_whole_sentence():
    assert all(line[0].isupper() and line.endswith(".") for line in words().split("\n"))


def test_only_what_is_agreed_to_is_said():
    text = words(directions=frozenset({Direction.CONTACT}))

    assert "call or write" in text
    assert not any(word in text for word in ("Mill Pantry", "Phone", "help desk", "daily needs"))


def test_what_is_shared_and_with_whom_and_until_when_is_named():
    text = words(partners=("Mill Pantry", "Elm House"), facts=(Fact.NAME, Fact.PHONE))

    assert "Mill Pantry and Elm House" in text
    assert "Name and Phone." in text
    assert "November 1, 2027" in text
    assert "Address" not in text


def test_private_help_is_named_and_the_law_beside_it():
    assert "Legal help" in words(topics=("legal_aid",))
    assert "alcohol or drugs private" in words(topics=("substance_use",))
    assert "alcohol" not in words()


def test_one_may_always_say_stop_and_never_loses_care():
    for until in (None, date(2027, 1, 1)):
        text = words(directions=frozenset({Direction.DESK}), until=until)
        assert "I can say stop at any time." in text
        assert "I still get care if I say no." in text


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (codes.CHANNEL_WORDS, Channel), (codes.CHANNEL_ICONS, Channel), (codes.KIN_WORDS, Kin),
        (codes.KIN_OF, Kin), (codes.BARRIER_WORDS, Barrier), (codes.DIRECTION_WORDS, Direction),
        (codes.FORM_WORDS, Form), (codes.FACT_WORDS, Fact), (codes.PURPOSE_WORDS, Purpose),
        (codes.WISH_WORDS, WishKind),
    ],
)  # fmt: skip
def test_every_code_has_its_words(table, kind):
    assert set(table) == set(kind)


def test_nothing_is_asked_about_papers():
    asked = " ".join(
        str(words) for words in [*codes.BARRIER_WORDS.values(), *codes.FACT_WORDS.values()]
    )
    assert not re.search("immigra|citizen|visa|status|papers|social security", asked, re.IGNORECASE)


def test_languages_are_named_in_the_language_of_the_page():
    with translation.override("es"):
        assert language_name("so") == "Somalí"
    with translation.override("en"):
        assert all(language_name(code) != code for code in SPOKEN)
        assert [code for code, _ in spoken_choices()][:2] == ["en", "es"]
    assert [page_language(code) for code in ("es", "so", "")] == ["es", "en", "en"]
    assert SENSITIVE
