"""Which of our topics does a service from somebody else's directory belong to?"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "term_topics.json"
Phrases = tuple[tuple[str, str], ...]  # (what is said, the topic it stands for)


@dataclass(frozen=True, slots=True)
class TermMap:
    """Our own words for each topic, already normalised and padded with a space on both sides."""

    anywhere: Phrases  # said in a term, a name or a description
    in_terms: Phrases  # too vague for running text ("housing"), clear enough as a term
    audience: tuple[str, ...]  # whom a service is for: no need by itself
    no_need: tuple[str, ...]  # about the organization, its donors and volunteers; beats a topic


def topics_for(terms: Iterable[str], text: str = "") -> frozenset[str]:
    """The topics that a service's taxonomy terms, and then its name and description, speak of."""
    words = term_map()
    found = _said(words.anywhere, normalised(text))
    for term in map(normalised, terms):
        if not _any_said(words.no_need, term):
            found |= _said(words.anywhere, term) | _said(words.in_terms, term)
    return frozenset(found)


def is_audience(term: str) -> bool:
    """Whether a term only says whom a service is for ("Older Adults"), and so maps to no topic."""
    return not topics_for([term]) and _any_said(term_map().audience, normalised(term))


@cache
def term_map() -> TermMap:
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return TermMap(
        anywhere=_phrases(data["topics"], "anywhere"),
        in_terms=_phrases(data["topics"], "in_terms"),
        audience=tuple(map(normalised, data["audience"])),
        no_need=tuple(map(normalised, data["no_need"])),
    )


def normalised(words: str) -> str:
    """No capitals, markup, accents, punctuation or plural; framed by spaces: " food pantry "."""
    unmarked = re.sub("<[^>]*>", " ", words)
    plain = unicodedata.normalize("NFKD", re.sub(r"['\u2019]s?\b", "", unmarked)).casefold()
    tokens = re.findall("[a-z0-9]+", re.sub("[\u0300-\u036f]", "", plain))
    return f" {' '.join(map(_singular, tokens))} "


def _singular(word: str) -> str:
    if word == "aids" or len(word) < 4:  # the illness; "legal aid" is something else
        return word
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _phrases(topics: Mapping[str, Mapping[str, list[str]]], where: str) -> Phrases:
    return tuple(
        (normalised(phrase), slug)
        for slug, phrases in topics.items()
        for phrase in phrases.get(where, ())
    )


def _said(phrases: Phrases, words: str) -> set[str]:
    return {slug for phrase, slug in phrases if phrase in words}


def _any_said(phrases: Iterable[str], words: str) -> bool:
    return any(phrase in words for phrase in phrases)
