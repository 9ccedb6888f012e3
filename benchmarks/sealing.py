"""How fast is a sealed history held against its seals, and how far is that from reading it once as text?"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
from django.db import connection

from benchmarks.county import County
from benchmarks.figures import Figure, at_least
from benchmarks.ground import Ground
from core.tenancy import tenant_context
from insights.actions.sealing import seal_up_to
from insights.search.chain import check

# As many again as there are referrals, an hour apart from what the county's own actions wrote.
FILL = """
INSERT INTO core_event (id, network_id, kind, subject_type, subject_id, actor_kind, actor_id, acting_for,
                        said_by, via, happened_at, details, request_id)
SELECT overlay(core_uuid_floor(now() - interval '1 hour')::text PLACING lpad(to_hex(n), 12, '0') FROM 25)::uuid,
       %(network)s, 'referral.accepted', 'referrals.referral', gen_random_uuid(), 'user', gen_random_uuid(),
       gen_random_uuid(), 'receiver', 'system', now(), '{"reason": "", "rung": 1}', md5(n::text)
FROM generate_series(1, %(rows)s) AS n
"""
AS_TEXT = "SELECT sum(length(core_event::text)) FROM core_event WHERE network_id = %s"


class Sealing:
    """One sealed table of events: what `manage.py verify_chain` does with it."""

    def __init__(self, ground: Ground, county: County) -> None:
        self.ground, self.county = ground, county

    def figures(self) -> Iterator[Figure]:
        network_id, rows = self.county.network.pk, max(self.county.size.rows, 1000)
        with psycopg.connect(self.ground.server.url("postgres"), autocommit=True) as admin:
            admin.execute(FILL, {"network": network_id, "rows": rows})
            admin.execute("VACUUM ANALYZE core_event")
        now = datetime.now(UTC)
        with tenant_context(network_id):
            made = seal_up_to(network_id=network_id, until=now + timedelta(seconds=1), at=now)
        sealed = sum(seal.rows for seal in made)
        rounds = tuple(
            (sealed / self._checked(), sealed / self._read_as_text())
            for _ in range(self.county.size.rounds)
        )
        against = "the same rows written out as text once, not digested"
        yield Figure("Sealed history checked", against, "rows/s", rounds, at_least(0.25))

    def _checked(self) -> float:
        begun = time.perf_counter()
        with tenant_context(self.county.network.pk):
            if list(check(self.county.network.pk)):
                raise RuntimeError("A history that nobody touched does not fit its seals.")
        return time.perf_counter() - begun

    def _read_as_text(self) -> float:
        begun = time.perf_counter()
        with tenant_context(self.county.network.pk), connection.cursor() as cursor:
            cursor.execute(AS_TEXT, [self.county.network.pk])
            cursor.fetchall()
        return time.perf_counter() - begun
