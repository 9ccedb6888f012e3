"""By which blind tokens can a sealed record be found again?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from core.sealed import token, tokens_asked
from organizations.models.network import Organization
from people.search.sound import fold, parts, plain, sounds

START = 3
PHONE_DIGITS = 10  # without the country's 1 before it
FEWEST_DIGITS = 4  # fewer are half the clinic's numbers
LONGEST = 24  # tokens of more name parts than this help nobody


class Named(Protocol):
    """What a token is made of: a person's own row, or details not yet saved."""

    first_name: str
    last_name: str
    other_names: str
    record_number: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing by which a person is found, before it is made blind."""

    kind: str
    value: str


def scope_of(organization: Organization) -> UUID:
    """A victim-service provider's tokens match nothing outside itself: not even hashed beyond it."""
    return organization.pk if organization.is_victim_service else organization.network_id


def blind(sign: Sign, *, network_id: UUID, scope: UUID) -> bytes:
    return token(sign.kind, sign.value, network_id=network_id, scope=scope)


def asked_by(sign: Sign, *, network_id: UUID, scope: UUID) -> list[bytes]:
    """The tokens to look for: two while they are made anew under another key, else one."""
    return tokens_asked(sign.kind, sign.value, network_id=network_id, scope=scope)


def signs_of_part(part: str) -> Iterator[Sign]:
    """A part of a name: itself, its sounds and its first letters."""
    yield Sign("name", plain(part))
    for sound in sounds(part):
        yield Sign("sound", sound)
    yield Sign("start", plain(part)[:START])


def signs_of(person: Named, born: date | None, phones: Iterator[str]) -> set[Sign]:
    """All signs of one record."""
    names = parts(f"{person.first_name} {person.last_name} {person.other_names}")[:LONGEST]
    signs = {sign for part in names for sign in signs_of_part(part)}
    signs |= {sign_of_phone(phone) for phone in phones}
    signs |= set(signs_of_number(person.record_number))
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


def is_phone(number: str) -> bool:
    return len(digits(number)) >= 7


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)
