"""With which words shall the network begin an agreement of a kind? Checked, and read aloud line by line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from governance.effects.norms import lines_aloud
from governance.effects.registry import Aloud, Change, Text
from governance.kinds import Kind
from governance.lifecycle import Area
from governance.models.templates import AgreementTemplate
from governance.words.agreements import KIND_WORDS

KIND = "agreement_template"
LONGEST = 20_000


def newest(network_id: UUID, at: datetime) -> dict[str, AgreementTemplate]:
    """By kind, what holds: one query."""
    begun = AgreementTemplate.objects.filter(network_id=network_id, begins_at__lte=at)
    rows = begun.order_by("kind", "-version").distinct("kind").select_related("decision")
    return {one.kind: one for one in rows if one.words}


def area(_change: Change) -> Area:
    return Area.PARTNERS


def before(network_id: UUID, _changes: Sequence[Change], at: datetime) -> dict[str, Any]:
    return {kind: one.words for kind, one in newest(network_id, at).items()}


def check(_network_id: UUID, changes: Sequence[Change], _at: datetime) -> list[Text]:
    if not {change.key for change in changes} <= set(Kind):
        return [_("Choose a kind of agreement from the list.")]
    if not all(isinstance(change.after, str) and change.after.strip() for change in changes):
        return [_("Write down what is agreed.")]
    if any(len(change.after) > LONGEST for change in changes):
        return [_("These words are too long.")]
    return []


def aloud(change: Change) -> Aloud:
    """Only the lines that differ: a long paper is read where it stands."""
    return lines_aloud(KIND_WORDS[Kind(change.key)], change.before, change.after)
