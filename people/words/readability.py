"""How hard is this text to read? For what families read and hear; speakers still review it.

English: the Flesch-Kincaid school grade. Spanish: the ease of Fernández-Huerta, from 0 to 100.
Syllables are counted by rule, because dictionaries would have to be downloaded.
"""

import re
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SENTENCE = re.compile(r"[.!?…:]+(?:\s|$)|\n")
ENGLISH_SILENT_END = re.compile(r"(?<=[aeiouy])[^aeiouy]*(?:e|es|ed)$")
SPANISH_VOWELS = re.compile(
    r"[aeoáéó]"  # a strong vowel is a syllable of its own
    r"|[íú]"  # so is a weak one with an accent
    r"|(?<![aeoáéóiuü])[iuü]+(?![aeoáéó])"  # and a weak one that leans on no strong one
    r"|(?<![aeoáéóiu])y(?![a-záéíóúñ])"
)
FORMULAS = ("en", "es")  # of any other language only the length of its sentences is known
TOO_FEW = 20  # words: below, one long name decides the score


@dataclass(frozen=True)
class Reading:
    words: int
    sentences: int
    syllables: int
    longest: int

    @property
    def grade(self) -> float:
        """Flesch-Kincaid, for English."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def ease(self) -> float:
        """Fernández-Huerta, for Spanish."""
        return 206.84 - 60 * self.syllables / self.words - 1.02 * self.words / self.sentences


def reading(text: str, language: str) -> Reading:
    sentences = [words for part in SENTENCE.split(text) if (words := WORD.findall(part.lower()))]
    words = [word for sentence in sentences for word in sentence]
    count = _spanish if language == "es" else _english
    return Reading(
        words=max(1, len(words)),
        sentences=max(1, len(sentences)),
        syllables=max(1, sum(count(word) for word in words)),
        longest=max((len(sentence) for sentence in sentences), default=0),
    )


def is_plain(text: str, language: str) -> bool:
    """Sixth grade or easier, and no sentence of more than fifteen words."""
    found = reading(text, language)
    easy = found.ease >= 70 if language == "es" else found.grade <= 6
    if language not in FORMULAS:
        return found.longest <= 15
    return (easy or found.words < TOO_FEW) and found.longest <= 15


def _english(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word)
    groups = len(re.findall(r"[aeiouy]+", ENGLISH_SILENT_END.sub("", letters) or letters))
    return max(1, groups + bool(re.search(r"[^aeiou]le$", letters)))


def _spanish(word: str) -> int:
    return max(1, len(SPANISH_VOWELS.findall(word)))
