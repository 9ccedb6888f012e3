"""By which blind tokens can a sealed record be found again?"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from core.sealed import token, tokens_asked
from people.search.sound import fold, parts, plain, sounds

START = 3
PHONE_DIGITS = 10  # without the country's 1 before it
ZIP_DIGITS = 5
NO_STREET = frozenset(
    ["n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west"]
)
FEWEST_DIGITS = 4  # fewer are half the clinic's numbers
LONGEST = 24  # tokens of more name parts than this help nobody
MOST_PAIRED = 6  # of these each stands beside each other: fifteen pairs


class Named(Protocol):
    """What a token is made of: a person's own row, or details not yet saved."""

    first_name: str
    last_name: str
    other_names: str
    record_number: str
    address: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing by which a person is found, before it is made blind."""

    kind: str
    value: str


def blind(sign: Sign, *, network_id: UUID, scope: UUID) -> bytes:
    return token(sign.kind, sign.value, network_id=network_id, scope=scope)


def asked_by(sign: Sign, *, network_id: UUID, scope: UUID) -> list[bytes]:
    """The tokens to look for: two while they are made anew under another key, else one."""
    return tokens_asked(sign.kind, sign.value, network_id=network_id, scope=scope)


def signs_of_names(names: Sequence[str]) -> Iterator[Sign]:
    """Each part by itself, and every two together: of all Marías and all Garcías few are both."""
    heard = [(plain(part), sounds(part)) for part in names[:LONGEST]]
    for written, keys in heard:
        yield from _signs_of_part(written, keys)
    for (one, its), (other, theirs) in itertools.combinations(heard[:MOST_PAIRED], 2):
        yield _both("names", one, other)
        yield _both("starts", one[:START], other[:START])
        for sound, another in itertools.product(its, theirs):
            yield _both("sounds", sound, another)


def _signs_of_part(written: str, keys: Iterable[str]) -> Iterator[Sign]:
    """A part of a name: itself, its sounds and its first letters."""
    yield Sign("name", written)
    for sound in keys:
        yield Sign("sound", sound)
    yield Sign("start", written[:START])


def _both(kind: str, one: str, other: str) -> Sign:
    """In whichever order they are typed."""
    return Sign(kind, " ".join(sorted((one, other))))


def signs_of(person: Named, born: date | None, phones: Iterator[str]) -> set[Sign]:
    """All signs of one record."""
    names = parts(f"{person.first_name} {person.last_name} {person.other_names}")
    signs = set(signs_of_names(names))
    signs |= {sign_of_phone(phone) for phone in phones}
    signs |= set(signs_of_number(person.record_number))
    signs.add(sign_of_street(person.address, person.postal_code))
    if born is not None:
        signs.add(sign_of_birth(born))
    return {sign for sign in signs if sign.value}


def sign_of_birth(born: date) -> Sign:
    return Sign("born", born.isoformat())


def signs_of_number(number: str) -> Iterator[Sign]:
    """A record number with its letters and without: MRN-20481 is found as mrn20481 and as 20481."""
    yield Sign("number", re.sub(r"[\W_]+", "", fold(number)))
    if len(digits(number)) >= FEWEST_DIGITS:
        yield Sign("number", digits(number))


def sign_of_phone(phone: str) -> Sign:
    return Sign("phone", digits(phone)[-PHONE_DIGITS:])


def sign_of_street(address: str, postal_code: str) -> Sign:
    """Near whom somebody lives: the street's own name within a ZIP code, without house, direction or kind.

    Nobody is looked for by it; it is asked whether a worker opened a neighbour's page. Empty: not known.
    """
    area = digits(postal_code)[:ZIP_DIGITS]
    words = re.findall(r"\w+", fold(address))
    names = [word for word in words if not word.isdigit() and word not in NO_STREET]
    known = len(area) == ZIP_DIGITS and names and not {"po", "box"} <= set(words)
    return Sign("street", f"{names[0]} {area}" if known else "")


def is_phone(number: str) -> bool:
    return len(digits(number)) >= 7


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)
