"""What was typed into the search box: parts of a name, a date of birth, a phone, a record number?"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from people.search.sound import parts
from people.search.tokens import (
    Sign,
    digits,
    sign_of_birth,
    sign_of_number,
    sign_of_phone,
    signs_of_part,
)

_DATE = re.compile(r"\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2}))\b")
_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{5,}\d")
_NUMBER = re.compile(r"\b[^\W_]*\d[\w-]*\b")
_ORDERS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")  # as dates are written in the United States
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
        found = {sign for part in self.names for sign in signs_of_part(part)}
        found |= {sign_of_birth(born) for born in self.born}
        found |= {sign_of_number(number) for number in self.numbers}
        found |= {sign_of_phone(number) for number in self.numbers if len(digits(number)) >= 7}
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
    """A date of birth is not in the future: of 3/4/31, the century that is over."""
    for order in _ORDERS:
        try:
            day = datetime.strptime(
                re.sub("[.-]", "/", text) if "Y-" not in order else text, order
            ).date()  # noqa: DTZ007
        except ValueError:
            continue
        return day if day <= today else day.replace(year=day.year - 100)
    return None
