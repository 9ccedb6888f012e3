"""Addresses of lists: their tabs, their pills and their next page."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from core.actor import NOBODY
from referrals.search.keyset import Cursor


def address(name: str, parameters: Mapping[str, str], *keys: object) -> str:
    """A page with what is asked of it; empty parameters are left out."""
    return asked(reverse(name, args=keys), parameters)


def asked(path: str, parameters: Mapping[str, str]) -> str:
    """As above, for many addresses of one page."""
    said = {key: value for key, value in parameters.items() if value}
    return f"{path}?{urlencode(said)}" if said else path


class Addresses:
    """The addresses of a list's rows: resolved once, and the row's id put in."""

    def __init__(self, name: str, parameters: Mapping[str, str] | None = None) -> None:
        self._before, self._after = address(name, parameters or {}, NOBODY).split(str(NOBODY))

    def of(self, row_id: UUID) -> str:
        return f"{self._before}{row_id}{self._after}"


@dataclass(frozen=True, slots=True)
class ListPage:
    """What `<c-pagination>` shows."""

    first_url: str
    next_url: str

    @classmethod
    def of(
        cls, name: str, parameters: Mapping[str, str], here: Cursor | None, following: Cursor | None
    ) -> "ListPage":
        onward = address(name, {**parameters, "after": str(following)}) if following else ""
        return cls(address(name, parameters) if here else "", onward)
