"""What was typed into the search box: parts of a name, a date of birth, a phone, a record number?"""

import re
from dataclasses import dataclass
from datetime import date

from people.search.sound import parts
from people.search.tokens import (
    Sign,
    is_phone,
    sign_of_birth,
    sign_of_phone,
    signs_of_names,
    signs_of_number,
)

_DATE = re.compile(r"\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2}))\b")
_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{5,}\d")
_NUMBER = re.compile(r"[\w-]*\d[\w-]*")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class Question:
    """The words of a search, sorted out."""

    names: tuple[str, ...] = ()
    born: tuple[date, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.names or self.born or self.numbers)

    def signs(self) -> set[Sign]:
        found = set(signs_of_names(self.names))
        found |= {sign_of_birth(born) for born in self.born}
        found |= {sign for number in self.numbers for sign in signs_of_number(number)}
        found |= {sign_of_phone(number) for number in self.numbers if is_phone(number)}
        return {sign for sign in found if sign.value}


def ask(words: str, *, today: date) -> Question:
    """Dates first, then telephone numbers, then other numbers; what is left are names."""
    words, dates = _take(_DATE, words)
    born = [known for text in dates if (known := _day(text, today)) is not None]
    words, phones = _take(_PHONE, words)
    words, numbers = _take(_NUMBER, words)
    return Question(tuple(parts(words)[:MOST_PARTS]), tuple(born), tuple(phones + numbers))


def _take(pattern: re.Pattern[str], words: str) -> tuple[str, list[str]]:
    return pattern.sub(" ", words), [found.strip() for found in pattern.findall(words)]


def _day(text: str, today: date) -> date | None:
    """Month first, as in the United States. Not in the future: of 3/4/31, the century that is over."""
    year_first = _YEAR_FIRST.fullmatch(text)
    month, day, year = (
        (year_first[2], year_first[3], year_first[1]) if year_first else re.split("[/.-]", text)
    )
    try:
        known = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
        return known if known <= today else known.replace(year=known.year - 100)
    except ValueError:
        return None
