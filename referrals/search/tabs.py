"""Which part of a list is asked for? An address that names none, or none of these, asks for the first."""

from enum import StrEnum
from typing import Self


class Tabbed(StrEnum):
    """The tabs of a list, in their order."""

    @classmethod
    def read(cls, words: str) -> Self:
        return cls(words) if words in set(cls) else next(iter(cls))
