"""What is owed under agreements, by whom, by when, and what came of it?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.functional import Promise

from governance.kinds import Kept, Side
from governance.models.agreements import Agreement
from governance.models.obligations import Fulfilment, Obligation
from governance.words.agreements import EVERY_WORDS, KEPT_WORDS, SIDE_OWES


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a page shows it, the newest of its past first. `is_late`: its day has passed."""

    row: Obligation
    side: str | Promise
    every: str | Promise
    is_late: bool
    past: list[tuple[Fulfilment, tuple[str, str, Any]]] = field(default_factory=list)


def lines_of(agreement: Agreement, *, today: date) -> list[Line]:
    """Two queries, however many lines."""
    past = Prefetch("fulfilments", Fulfilment.objects.select_related("by").order_by("-due_on"))
    rows = (
        agreement.obligations.select_related("organization")
        .prefetch_related(past)
        .order_by("due_on", "id")
    )
    return [_line(row, today) for row in rows]


def running(agreements: Iterable[Agreement], organization_id: UUID, *, today: date) -> list[Line]:
    """Of several agreements of one partner: what it and the network owe each other now."""
    rows = Obligation.objects.filter(
        agreement__in=[one.pk for one in agreements], organization_id=organization_id
    )
    owed = rows.filter(begun_at__isnull=False, closed_at=None)
    return [_line(row, today, with_past=False) for row in owed.order_by("due_on", "id")]


def _line(row: Obligation, today: date, *, with_past: bool = True) -> Line:
    late = row.runs and row.due_on < today
    told = row.fulfilments.all() if with_past else []
    past = [(one, KEPT_WORDS[Kept(one.kept)]) for one in told]
    return Line(row, SIDE_OWES[Side(row.side)], EVERY_WORDS[row.every_months], late, past)
