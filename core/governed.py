"""Which numbers may partners change? A table with what holds until they do, each governed by its own name."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar, Self


@dataclass(frozen=True, slots=True)
class GovernedNumbers:
    """Every field is governed as `<AREA>.<field>`."""

    AREA: ClassVar[str]

    @classmethod
    def defaults(cls) -> Iterator[tuple[str, int]]:
        return iter(asdict(cls()).items())

    @classmethod
    def of(cls, values: Mapping[str, int]) -> Self:
        """From governed values; what is not among them is as usual."""
        names = cls.defaults()
        return cls(**{name: values.get(f"{cls.AREA}.{name}", usual) for name, usual in names})
