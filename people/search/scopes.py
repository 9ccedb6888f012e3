"""What do partners share for each kind of help, since when, and on whose word?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from governance.models.policies import Policy
from organizations.topic_words import CATEGORY_WORDS
from people.scopes import CATEGORIES, PREFIX, spelled


@dataclass(frozen=True, slots=True)
class Told:
    """One word on it: `facts` read aloud."""

    facts: str
    row: Policy


@dataclass(frozen=True, slots=True)
class Bound:
    """`now` none: nobody has said anything, and all that the family agreed to is shared."""

    category: str
    words: str | Promise
    now: Told | None
    earlier: tuple[Told, ...]


def bounds(network_id: UUID, *, at: datetime) -> list[Bound]:
    """Of every kind of help, by name: one statement."""
    rows = Policy.objects.filter(
        network_id=network_id, key__startswith=PREFIX, begins_at__lte=at
    ).select_related("set_by", "decision")
    told = defaultdict[str, list[Told]](list)
    for row in rows.order_by("-begins_at", "-version"):
        told[row.key.removeprefix(PREFIX)].append(Told(str(spelled(row.value)), row))
    kinds = sorted(CATEGORIES, key=lambda kind: str(CATEGORY_WORDS[kind]))
    return [
        Bound(kind, CATEGORY_WORDS[kind], next(iter(told[kind]), None), tuple(told[kind][1:]))
        for kind in kinds
    ]
