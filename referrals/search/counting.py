"""How many, without counting for ever? Several capped counts in one statement."""

from typing import Any
from uuid import UUID

from django.db.models import IntegerField, QuerySet, Subquery

from organizations.models.network import Network

MOST = 1000
NOWHERE = UUID(int=0)


class _Counted(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counts(network_id: UUID | None, **lists: QuerySet[Any, Any]) -> dict[str, int]:
    """The number of rows in each list, one more than `MOST` at most: then it reads "1000+"."""
    counted = {name: _Counted(rows.order_by()[: MOST + 1]) for name, rows in lists.items()}
    row: Any = Network.objects.values(**counted).get(pk=network_id or NOWHERE)
    return dict(row)


def count_words(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)
