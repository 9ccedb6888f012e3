"""Which instruments do we carry, and what stands in each?"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FOLDER = Path(__file__).parent


class AbsentReason(StrEnum):
    """Why a question has no answer. None of these is ever a need."""

    DECLINED = "asked-declined"
    UNKNOWN = "asked-unknown"
    NOT_ASKED = "not-asked"
    NOT_PRIVATE = "not-private"  # somebody else could have heard the answer

    @property
    def fhir_code(self) -> str:
        """FHIR has no word for "we were not alone": it is a kind of "not asked"."""
        return AbsentReason.NOT_ASKED if self is AbsentReason.NOT_PRIVATE else self


@dataclass(frozen=True, slots=True)
class Words:
    by_language: Mapping[str, str]

    def in_language(self, language: str) -> str:
        """The words in that language, else in English: no translation is made up on the way."""
        return self.by_language.get(language.partition("-")[0], self.by_language["en"])


@dataclass(frozen=True, slots=True)
class Licence:
    holder: str
    note: str
    redistribution: str  # yes, no, unconfirmed

    @property
    def text_may_be_redistributed(self) -> bool:
        return self.redistribution == "yes"


@dataclass(frozen=True, slots=True)
class Answer:
    code: str
    text: Words
    positive: bool = False
    score: int | None = None
    category: str = ""  # where a positive answer points, and the help it suggests first
    topic: str = ""
    alone: bool = False  # "none of the above" goes with nothing else
    absent_reason: AbsentReason | None = None  # an answer that answers nothing


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    text: Words
    hint: Words | None
    answers: tuple[Answer, ...]
    categories: tuple[str, ...]
    several: bool  # more than one answer may be chosen
    private: bool  # asked only when alone, never on paper that lies about

    def answer(self, code: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.code == code), None)


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: Words
    introduction: Words | None  # the instrument's own words, read out before its questions
    why_we_ask: Words
    licence: Licence
    private: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """Something computed from several answers, such as a score."""

    code: str
    title: Words
    rule: str  # sum, any_positive
    items: tuple[str, ...]
    category: str
    topic: str
    private: bool
    positive_at: int | None = None
    unit: str = ""
    when_positive: str = ""
    when_negative: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    wording: str  # official, ours
    note: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    code: str
    version: str
    code_system: str
    loinc_panel: str
    title: Words
    source: str
    citation: str
    licence: Licence
    checked_against: tuple[str, ...]
    languages: Mapping[str, Language]
    introduction: Words
    sections: tuple[Section, ...]
    derived: tuple[Derived, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)

    def language_for(self, wanted: str) -> str:
        """The language we really have the questions in: the wanted one, else English."""
        plain = wanted.partition("-")[0]
        return plain if plain in self.languages else "en"

    def is_our_translation(self, language: str) -> bool:
        return self.languages[self.language_for(language)].wording == "ours"

    def without(self, sections: Collection[str]) -> Self:
        """The instrument with sections left out, and with them every score that needs their items.

        An operator does so where a text may not be printed, a worker where others can listen.
        """
        kept = tuple(section for section in self.sections if section.code not in sections)
        asked = {item.code for section in kept for item in section.items}
        derived = tuple(each for each in self.derived if asked.issuperset(each.items))
        return replace(self, sections=kept, derived=derived)

    @property
    def asked_here(self) -> Self:
        """Without what this operator leaves out: words whose holder has not said yes, for one."""
        return self.without(left_out(self.code))

    @property
    def open_part(self) -> Self:
        """What may be asked while others listen, handed over, or printed."""
        return self.without([section.code for section in self.sections if section.private])


@cache
def all_instruments() -> tuple[Instrument, ...]:
    files = sorted(set(FOLDER.glob("*.json")) - set(FOLDER.glob("*.schema.json")))
    return tuple(_instrument(json.loads(file.read_text(encoding="utf-8"))) for file in files)


def load(code: str) -> Instrument:
    """The instrument of that code; KeyError when we carry none."""
    return {instrument.code: instrument for instrument in all_instruments()}[code]


def left_out(code: str) -> frozenset[str]:
    """The sections of that instrument which the operator's settings name."""
    named = (name.partition(".") for name in settings.SECTIONS_LEFT_OUT)
    return frozenset(section for instrument, _, section in named if instrument == code)


def refuse_unknown_sections() -> None:
    """A slip in the setting would ask what must not be asked: it stops the start."""
    known = {f"{each.code}.{part.code}" for each in all_instruments() for part in each.sections}
    if strange := sorted(set(settings.SECTIONS_LEFT_OUT) - known):
        raise ImproperlyConfigured(
            f"SECTIONS_LEFT_OUT names {', '.join(strange)}. There is: {', '.join(sorted(known))}."
        )


def _instrument(raw: dict[str, Any]) -> Instrument:
    licence = Licence(**raw["licence"])
    answer_sets = raw.get("answer_sets", {})
    sections = tuple(_section(each, answer_sets, licence) for each in raw["sections"])
    private = {item.code for section in sections for item in section.items if item.private}
    plain = ("code", "version", "code_system", "loinc_panel", "source", "citation")
    return Instrument(
        **{name: raw[name] for name in plain},
        title=Words(raw["title"]),
        licence=licence,
        checked_against=tuple(raw["checked_against"]),
        languages={code: Language(**each) for code, each in raw["languages"].items()},
        introduction=Words(raw["introduction"]),
        sections=sections,
        derived=tuple(_derived(each, private) for each in raw.get("derived", ())),
    )


def _section(raw: dict[str, Any], answer_sets: dict[str, Any], licence: Licence) -> Section:
    private = raw.get("private", False)
    return Section(
        code=raw["code"],
        title=Words(raw["title"]),
        introduction=_words(raw.get("introduction")),
        why_we_ask=Words(raw["why_we_ask"]),
        licence=Licence(**raw["licence"]) if "licence" in raw else licence,
        private=private,
        items=tuple(_item(each, answer_sets, private=private) for each in raw["items"]),
    )


def _item(raw: dict[str, Any], answer_sets: dict[str, Any], *, private: bool) -> Item:
    given = raw["answers"]
    answers = answer_sets[given] if isinstance(given, str) else given
    return Item(
        code=raw["code"],
        text=Words(raw["text"]),
        hint=_words(raw.get("hint")),
        answers=tuple(_answer(each, raw) for each in answers),
        categories=tuple(raw["categories"]),
        several=raw.get("several", False),
        private=private,
    )


def _answer(raw: dict[str, Any], item: dict[str, Any]) -> Answer:
    """A positive answer that says nothing else points where its question points."""
    positive = raw.get("positive", False)
    absent = raw.get("absent_reason")
    return Answer(
        code=raw["code"],
        text=Words(raw["text"]),
        positive=positive,
        score=raw.get("score"),
        category=raw.get("category", item["categories"][0]) if positive else "",
        topic=raw.get("topic", item.get("topic", "")) if positive else "",
        alone=raw.get("alone", False),
        absent_reason=AbsentReason(absent) if absent else None,
    )


def _derived(raw: dict[str, Any], private_items: Collection[str]) -> Derived:
    items = tuple(raw["items"])
    titled = raw | {"title": Words(raw["title"]), "items": items}
    return Derived(**titled, private=any(item in private_items for item in items))


def _words(raw: dict[str, str] | None) -> Words | None:
    return Words(raw) if raw else None
