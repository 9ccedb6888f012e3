"""How does what happened become provable? Batches of settled rows, each sealed on top of the seal before."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection

from core.ids import floor, time_of
from core.tenancy import action
from insights.models import Seal
from insights.search.chain import FORM, TABLES, digest, seal_of
from organizations.models.network import Network

# Between making an id and writing its row, and between the clocks of two machines.
SKEW = timedelta(minutes=5)
NOTHING = UUID(int=0)


@action
def seal_history(*, network_id: UUID, at: datetime) -> list[Seal]:
    """Seal what was written before the newest seal whose contemporaries have all ended.

    A transaction that still runs may yet commit a row with an old id. Each seal holds the id of
    the transaction that wrote it: when no older one runs any more, nothing older can appear. So
    the first seal covers nothing, and each of the others what stood when an earlier one was made.
    """
    return seal_up_to(network_id=network_id, until=_settled(network_id), at=at)


@action
def seal_up_to(*, network_id: UUID, until: datetime | None, at: datetime) -> list[Seal]:
    """None when another worker is at it right now."""
    if not Network.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=network_id):
        return []
    newest = Seal.objects.filter(network_id=network_id).order_by("-number").first()
    made: list[Seal] = []
    for table in TABLES:
        for from_id, to_id in _stretches(network_id, table, until):
            newest = _after(newest, network_id, table, from_id, to_id, at)
            made.append(newest)
    return Seal.objects.bulk_create(made)


def settled_before(marks: Iterable[tuple[datetime, int]], xmin: int, xmax: int) -> datetime | None:
    """`marks`: when seals were made, newest first, and by which transaction.

    `xmin` is the oldest transaction that still runs. A mark of a transaction yet to come was made
    before the database was restored: nothing of that time runs any more.
    """
    over = (made for made, xid in marks if xid <= xmin or xid >= xmax)
    newest = next(over, None)
    return newest - SKEW if newest else None


def _settled(network_id: UUID) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint "
            "FROM pg_current_snapshot() AS now"
        )
        xmin, xmax = cursor.fetchone()
    newest_first = Seal.objects.filter(network_id=network_id).order_by("-number")
    return settled_before(newest_first.values_list("at", "xid")[:1000], xmin, xmax)


def _after(
    before: Seal | None, network_id: UUID, table: str, from_id: UUID, to_id: UUID, at: datetime
) -> Seal:
    rows, found = digest(network_id, table, from_id, to_id, form=FORM)
    seal = Seal(
        network_id=network_id, number=before.number + 1 if before else 1, table=table,
        from_id=from_id, to_id=to_id, rows=rows, form=FORM, digest=found,
        previous=before.seal if before else "", xid=_own_transaction(), at=at,
    )  # fmt: skip
    seal.seal = seal_of(seal)
    return seal


def _own_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])


def _stretches(network_id: UUID, table: str, until: datetime | None) -> Iterator[tuple[UUID, UUID]]:
    """From where the last seal ends to `until`, cut at each midnight: no seal lies in two months."""
    sealed = Seal.objects.filter(network_id=network_id, table=table).order_by("-number").first()
    start = sealed.to_id if sealed else NOTHING
    end = floor(until) if until else start
    if end <= start:
        yield start, start  # nothing new is settled; the seal says that somebody looked
        return
    day = time_of(start if sealed else _oldest(network_id, table, end))
    while (midnight := floor(day := _next_midnight(day))) < end:
        yield start, midnight
        start = midnight
    yield start, end


def _oldest(network_id: UUID, table: str, end: UUID) -> UUID:
    with connection.cursor() as cursor:
        sql = f"SELECT id FROM {table} WHERE network_id = %s ORDER BY id LIMIT 1"  # noqa: S608 our own table
        cursor.execute(sql, [network_id])
        found = cursor.fetchone()
    return found[0] if found else end


def _next_midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        days=1
    )
