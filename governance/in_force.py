"""Which value holds now? Apps register what may be governed; the defaults hold until partners decide otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from governance.models import Policy


@dataclass(frozen=True, slots=True)
class Governed:
    """A value the council may change: its default and bounds (inclusive) in whole units."""

    key: str
    default: int
    lowest: int = 0
    highest: int = 366


_GOVERNED: dict[str, Governed] = {}


def register(*values: Governed) -> None:
    """Called at start-up by the app that reads the value. A key registered twice is an error."""
    for value in values:
        if value.key in _GOVERNED:
            raise RuntimeError(f"{value.key} is governed twice.")
        _GOVERNED[value.key] = value


def governed() -> tuple[Governed, ...]:
    return tuple(_GOVERNED.values())


def in_force(network_id: UUID, prefix: str, at: datetime) -> dict[str, Any]:
    """Every governed value whose key starts with `prefix`, as it stands at `at`: one query."""
    values = {key: value.default for key, value in _GOVERNED.items() if key.startswith(prefix)}
    decided = (
        Policy.objects.filter(network_id=network_id, key__startswith=prefix, begins_at__lte=at)
        .order_by("begins_at", "version")
        .values_list("key", "value")
    )
    return values | {key: value for key, value in decided if key in values}
