"""What does it cost that one network's rows are walled off from another's, and that every look is written down?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median
from uuid import UUID

import psycopg

from benchmarks.county import County
from benchmarks.figures import Figure, Target, at_most
from benchmarks.ground import Ground
from benchmarks.load import Ask
from benchmarks.pages import Pages
from core.actor import Actor, ActorKind
from core.tenancy import tenant_context
from people import disclosures
from people.lifecycle import Purpose
from people.models.person import Person
from referrals.models.referral import Referral

WALLED = """
SELECT format('ALTER TABLE %s {} ROW LEVEL SECURITY', oid::regclass) FROM pg_class
WHERE relrowsecurity AND relkind IN ('r', 'p')
"""
TURNS = 3  # a busy moment then meets both
LOOKS = 200
AT_MOST_MS = 1.0
ON_A_PAGE = 50  # people who stand on one list


class Trust:
    """Two pages with and without row-level security, and one row of who looked at whom."""

    def __init__(self, ground: Ground, county: County, pages: Pages) -> None:
        self.ground, self.county, self.pages = ground, county, pages

    def figures(self) -> Iterator[Figure]:
        asked = {"Today": self.pages.pages["today"], "A request": self._request()}
        for name, ask in asked.items():
            rounds = tuple(self._both(ask) for _ in range(self.county.size.rounds * TURNS))
            yield Figure(f"{name} behind walls", "without them", "ms", rounds, at_most(1.15))
        yield self._looks("A look at one person written down", 1, at_most(1))
        yield self._looks(f"A look at a list of {ON_A_PAGE} written down", ON_A_PAGE)

    def _looks(self, name: str, people: int, target: Target | None = None) -> Figure:
        looks = tuple((self._look(people), AT_MOST_MS) for _ in range(self.county.size.rounds))
        return Figure(name, "asked for, of one", "ms", looks, target)

    def _request(self) -> Ask:
        inbox = Referral.objects.filter(
            receiver_id=self.county.intake.organization_id, next_step_due__isnull=False
        )
        with tenant_context(self.county.network.pk):
            return Ask(f"/referrals/{inbox.values_list('pk', flat=True)[0]}/", self._intake)

    @property
    def _intake(self) -> dict[str, str]:
        return self.county.intake.signed_in

    def _both(self, ask: Ask) -> tuple[float, float]:
        behind = 1000 * self.pages.seconds_each(ask)
        with self._no_walls():
            return behind, 1000 * self.pages.seconds_each(ask)

    @contextmanager
    def _no_walls(self) -> Iterator[None]:
        with psycopg.connect(self.ground.server.url("owner"), autocommit=True) as owner:
            walled = owner.execute(WALLED.format("DISABLE")).fetchall()
            again = owner.execute(WALLED.format("ENABLE")).fetchall()
            try:
                for (sql,) in walled:
                    owner.execute(sql)
                yield
            finally:
                for (sql,) in again:
                    owner.execute(sql)

    def _look(self, number: int) -> float:
        """Milliseconds, within the transaction that a page has anyhow."""
        navigator, at = self.county.navigator, datetime.now(UTC)
        actor = Actor(
            kind=ActorKind.USER,
            network_id=self.county.network.pk,
            user_id=navigator.user_id,
            organization_id=navigator.organization_id,
        )
        with tenant_context(self.county.network.pk):
            people = list(Person.objects.values_list("pk", flat=True)[:number])
            return median(self._milliseconds(actor, people, at) for _ in range(LOOKS))

    def _milliseconds(self, actor: Actor, people: list[UUID], at: datetime) -> float:
        begun = time.perf_counter()
        disclosures.record(
            actor=actor, person_ids=people, what="referrals.today", purpose=Purpose.CARE, at=at
        )
        return 1000 * (time.perf_counter() - begun)
