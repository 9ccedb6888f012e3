"""Is the history still what it was when it was sealed? Digests of rows by the database, links by hand."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.ids import floor, time_of
from insights.models import Night, Seal

# Kept beside the promises of the loops: this one is about what is written down of them.
HISTORY_IS_SEALED = "history_is_sealed"
HISTORY_IS_SEALED_WORDS = _(
    "parts of the history that do not fit their seal, or were not sealed in time"
)
LATE = timedelta(days=1)
ANEW_WITHIN = 28  # nights, in which every old seal is held against its rows once
YOUNG = timedelta(days=2)

# How a row is written out, by form: never changed, only added to. ROW(...)::text quotes what could
# be mistaken, and nothing in it depends on a session's settings: moments are microseconds.
_EVENT = """id, network_id, kind, subject_type, subject_id, actor_kind, actor_id, acting_for, said_by, via,
    (extract(epoch FROM happened_at) * 1000000)::bigint, details, request_id, policy_version"""
_LOOK = """id, network_id, actor_kind, actor_id, acting_for, person_ids, what, purpose, consent_id, topic,
    policy_version, request_id, (extract(epoch FROM at) * 1000000)::bigint"""
_LOOK_WITH_LISTS = f"{_LOOK}, consent_ids"
FORMS: dict[int, dict[str, str]] = {
    1: {"core_event": _EVENT, "people_disclosure": _LOOK},
    2: {"core_event": _EVENT, "people_disclosure": _LOOK_WITH_LISTS},
}
FORM = max(FORMS)
TABLES = tuple(FORMS[FORM])
_DIGEST = """
SELECT count(*), encode(sha256(coalesce(
    string_agg(sha256(convert_to(ROW({columns})::text, 'UTF8')), ''::bytea ORDER BY id), ''::bytea)), 'hex')
FROM {table} WHERE network_id = %s AND id >= %s AND id < %s
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit: `what` is a code, `number` the seal, between when and when its rows were written."""

    number: int
    table: str
    what: str
    since: datetime | None = None
    until: datetime | None = None


def digest(
    network_id: UUID, table: str, from_id: UUID, to_id: UUID, *, form: int
) -> tuple[int, str]:
    """How many rows stand between these ids, and one digest of them all: one statement."""
    sql = _DIGEST.format(columns=FORMS[form][table], table=table)
    with connection.cursor() as cursor:
        cursor.execute(sql, [network_id, from_id, to_id])
        rows, hexed = cursor.fetchone()
    return rows, hexed


def seal_of(seal: Seal) -> str:
    """The digest of all that the seal says, the seal before it included."""
    said = [
        seal.form, str(seal.network_id), seal.number, seal.table, str(seal.from_id), str(seal.to_id),
        seal.rows, seal.digest, seal.previous, seal.xid, seal.at.astimezone(UTC).isoformat(),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def check(network_id: UUID) -> Iterator[Fault]:
    """Every link, and every seal against its rows."""
    put_away = _put_away()
    for before, seal in _in_order(network_id):
        yield from _link_faults(before, seal)
        yield from _row_faults(seal, put_away)


def check_tonight(network_id: UUID, *, at: datetime) -> Iterator[Fault]:
    """Every link; the rows of young seals; those of old ones in turn, so that all have theirs in a month."""
    newest, put_away = None, _put_away()
    for before, newest in _in_order(network_id):
        yield from _link_faults(before, newest)
        turn = newest.number % ANEW_WITHIN == at.toordinal() % ANEW_WITHIN
        if turn or newest.at > at - YOUNG:
            yield from _row_faults(newest, put_away)
    since = newest.at if newest else _first_night(network_id, at)
    if since < at - LATE:
        yield Fault(newest.number if newest else 0, "", "late", since=since)


def _first_night(network_id: UUID, at: datetime) -> datetime:
    """Where nothing was ever sealed: since when it should have been."""
    first = Night.objects.filter(network_id=network_id).order_by("date").first()
    return first.at if first else at


Last = dict[str, Seal]


def _in_order(network_id: UUID) -> Iterator[tuple[tuple[Seal | None, Seal | None], Seal]]:
    """Each seal with the one before it, and with the one before it of the same table."""
    before: Seal | None = None
    last: Last = {}
    for seal in Seal.objects.filter(network_id=network_id).order_by("number").iterator():
        yield (before, last.get(seal.table)), seal
        before = last[seal.table] = seal


def _link_faults(before: tuple[Seal | None, Seal | None], seal: Seal) -> Iterator[Fault]:
    link, same_table = before
    if seal.number != (link.number if link else 0) + 1:
        yield _fault(seal, "seal_missing")
    elif seal.previous != (link.seal if link else ""):
        yield _fault(seal, "seal_does_not_follow")
    if seal.seal != seal_of(seal):
        yield _fault(seal, "seal_altered")
    if seal.from_id != (same_table.to_id if same_table else UUID(int=0)):
        yield _fault(seal, "not_covered")


def check_month(network_id: UUID, table: str, first: date) -> Iterator[Fault]:
    """The rows of one month, whether or not it is marked as put away."""
    begins, ends = ends_of(first)
    sealed = Seal.objects.filter(
        network_id=network_id, table=table, to_id__gt=floor(begins), to_id__lte=floor(ends)
    )
    for seal in sealed.order_by("number"):
        yield from _row_faults(seal, frozenset())


def ends_of(first: date) -> tuple[datetime, datetime]:
    """When a month begins and ends, as the tables are cut: in UTC."""
    begins = datetime(first.year, first.month, 1, tzinfo=UTC)
    return begins, datetime(first.year + first.month // 12, first.month % 12 + 1, 1, tzinfo=UTC)


Months = frozenset[tuple[str, date]]


def _put_away() -> Months:
    """Their seals stay in the chain; their rows are held against them when they come back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_table, month FROM core_archived_month")
        return frozenset(cursor.fetchall())


def _row_faults(seal: Seal, put_away: Months) -> Iterator[Fault]:
    if (seal.table, _month_of(seal)) in put_away:
        return
    if seal.table not in FORMS.get(seal.form, {}):
        yield _fault(seal, "seal_altered")
        return
    rows, found = digest(seal.network_id, seal.table, seal.from_id, seal.to_id, form=seal.form)
    if rows != seal.rows:
        yield _fault(seal, "deleted" if rows < seal.rows else "inserted")
    elif found != seal.digest:
        yield _fault(seal, "altered")


def _month_of(seal: Seal) -> date:
    last = time_of(seal.to_id) - timedelta(milliseconds=1)
    return date(last.year, last.month, 1)


def _fault(seal: Seal, what: str) -> Fault:
    return Fault(seal.number, seal.table, what, time_of(seal.from_id), time_of(seal.to_id))


def said(faults: Sequence[Fault]) -> list[dict[str, object]]:
    """For programs."""
    return [
        {
            "seal": fault.number,
            "table": fault.table,
            "what": fault.what,
            "since": fault.since and fault.since.isoformat(),
            "until": fault.until and fault.until.isoformat(),
        }
        for fault in faults
    ]
