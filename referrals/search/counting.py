"""How many, without counting for ever? Several capped counts in one statement."""

from django.db.models import IntegerField, QuerySet, Subquery

from organizations.models.network import Network

MOST = 1000


class _Counted(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counts(network_id: object, **lists: QuerySet) -> dict[str, int]:
    """The number of rows in each list, one more than `MOST` at most: then it reads "1000+"."""
    counted = {name: _Counted(rows.order_by()[: MOST + 1]) for name, rows in lists.items()}
    row: dict[str, int] = Network.objects.filter(pk=network_id).values(**counted).get()
    return row


def count_words(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)
