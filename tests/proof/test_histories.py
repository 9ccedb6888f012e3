"""Whatever anybody does, in whatever order and however late: nobody is lost. Random histories on the real database.

`PROOF=long pytest tests/proof/test_histories.py` walks far more of them, other ones each time.
"""

import contextlib
import logging
import os
from collections import Counter
from datetime import timedelta
from uuid import UUID

import hypothesis.strategies as st
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core.errors import ConsentMissing, DomainError
from core.ids import uuid7
from core.models import Event
from core.tenancy import tenant_context
from notifications.actions.announce import announce
from referrals.actions.audit import CODES, PROMISES, audit
from referrals.actions.desk import leave_when_over
from referrals.actions.look_ahead import look_ahead
from referrals.actions.openings import look_for_openings
from referrals.actions.send import UNDO, Sending, send
from referrals.actions.sweep import sweep
from screening.actions.needs import FoundTopic, record_found, want_help
from tests.proof.county import FACTS, TOPICS, County, a_county
from tests.proof.deeds import CARING, FAMILY, HELPING, NETWORK, Deed, World
from tests.story import NOW

LONG = os.environ.get("PROOF") == "long"
SHORT_PROFILE = settings(
    max_examples=20,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, *([Phase.shrink] if os.environ.get("PROOF_SHRINK") else [])],
)
LONG_PROFILE = settings(SHORT_PROFILE, max_examples=1000, stateful_step_count=80, derandomize=False)
PASSES = [timedelta(**some) for some in ({"seconds": 10}, {"minutes": 40}, {"hours": 5}, {"days": 1},
                                         {"days": 2}, {"days": 4}, {"days": 15}, {"days": 70})]  # fmt: skip
AT_MOST_SWEEPS = 15
# All promises in one statement: a history asks after every step.
ALL_PROMISES = " UNION ALL ".join(
    f"SELECT '{promise.name}', id::text FROM ({promise.breaks}) AS {promise.name}"
    for promise in PROMISES
)
STILL_DUE = """
SELECT id FROM screening_need WHERE network_id = %(network)s AND wake_at <= %(at)s
UNION ALL SELECT id FROM referrals_referral WHERE network_id = %(network)s AND wake_at <= %(at)s
UNION ALL SELECT id FROM screening_later WHERE network_id = %(network)s AND wake_at <= %(at)s
"""


class Complaints(logging.Handler):
    """A row that the sweep cannot deal with is put off and reported: here that is a finding."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


class Histories(RuleBasedStateMachine):
    """One history lives in one transaction that is rolled back; the county is made once."""

    county: County
    happened: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.all = transaction.atomic()
        self.all.__enter__()
        self.complaints = Complaints()
        logging.getLogger("referrals").addHandler(self.complaints)
        self.told: list[str] = []
        self.world = World(self.county, NOW, lambda options: options[0], [], [])

    def teardown(self) -> None:
        try:
            if not connection.needs_rollback:  # else this history has failed already
                self.auditor_agrees()
                kinds = Event.objects.filter(network_id=self.county.network.pk)
                self.happened.update(kinds.values_list("kind", flat=True))
        finally:
            logging.getLogger("referrals").removeHandler(self.complaints)
            transaction.set_rollback(True)
            self.all.__exit__(None, None, None)

    @initialize()
    def three_families_have_asked_for_help(self) -> None:
        """And a partner each has the request: what follows is arbitrary."""
        world, navigator = self.world, self.county.caring[0]
        for person, service in zip(self.county.people, self.county.services[::2], strict=False):
            topics = [FoundTopic(TOPICS[0])]
            [need] = record_found(actor=navigator, person=person, topics=topics, at=NOW)
            want_help(actor=navigator, need_id=need.pk, at=NOW)
            world.needs.append(need.pk)
            asked = Sending(service.pk, uuid7(), facts=FACTS)
            with contextlib.suppress(ConsentMissing):  # Joe agreed to one partner only
                world.remember(send(actor=navigator, need_id=need.pk, sending=asked, at=NOW))
        world.clock += UNDO

    @rule(data=st.data(), deed=st.sampled_from(CARING))
    def who_cares_does(self, deed: Deed, data: st.DataObject) -> None:
        self.do(deed, data)

    @rule(data=st.data(), deed=st.sampled_from(HELPING))
    def who_helps_does(self, deed: Deed, data: st.DataObject) -> None:
        self.do(deed, data)

    @rule(data=st.data(), deed=st.sampled_from(HELPING))
    def who_helps_does_more(self, deed: Deed, data: st.DataObject) -> None:
        self.do(deed, data)

    @rule(data=st.data(), deed=st.sampled_from(FAMILY))
    def the_family_does(self, deed: Deed, data: st.DataObject) -> None:
        self.do(deed, data)

    @rule(data=st.data(), deed=st.sampled_from(NETWORK))
    def the_network_does(self, deed: Deed, data: st.DataObject) -> None:
        self.do(deed, data)

    @rule(passes=st.sampled_from(PASSES), doubled=st.booleans())
    def time_passes(self, passes: timedelta, doubled: bool) -> None:  # noqa: FBT001 Hypothesis calls by name
        """The machine slept, and sweeps late; or two of them sweep at the same moment."""
        self.told.append(f"{passes} pass")
        self.world.clock += passes
        for _machine in range(2 if doubled else 1):
            self.sweep()

    @rule(passes=st.sampled_from(PASSES[3:7]))
    def time_passes_hour_by_hour(self, passes: timedelta) -> None:
        """The machine is awake: every rung is climbed at its own moment."""
        self.told.append(f"{passes} pass, awake")
        until = self.world.clock + passes
        for _ in range(AT_MOST_SWEEPS):
            wake_at = self.next_wake()
            if wake_at is None or wake_at > until:
                break
            self.world.clock = max(wake_at, self.world.clock)
            self.sweep()
        self.world.clock = until
        self.sweep()

    @rule()
    def messages_are_written(self) -> None:
        """The relay; in other histories its task was dropped."""
        with tenant_context(self.county.network.pk):
            announce(network_id=self.county.network.pk, at=self.world.clock, limit=100)

    def do(self, deed: Deed, data: st.DataObject) -> None:
        """A refusal in our own words is legal, and so is what cannot be seen; anything else is a finding."""
        self.world.pick = lambda options: options[data.draw(st.integers(0, len(options) - 1))]
        outcome = "done"
        try:
            with transaction.atomic():
                deed(self.world)
        except (DomainError, ObjectDoesNotExist) as refusal:
            outcome = type(refusal).__name__
        self.happened[outcome] += 1
        self.told.append(f"{deed.__name__}: {outcome}")

    def sweep(self) -> None:
        network_id = self.county.network.pk
        with tenant_context(network_id):
            self.run_the_clocks_tasks(network_id)
        assert not self.ask(STILL_DUE), "somebody was passed over"

    def run_the_clocks_tasks(self, network_id: UUID) -> None:
        at = self.world.clock
        look_for_openings(network_id=network_id, at=at)
        leave_when_over(network_id=network_id, at=at)
        while look_ahead(network_id=network_id, at=at) or sweep(network_id=network_id, at=at):
            pass

    def next_wake(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT referrals_next_wake(%s)", [self.county.network.pk])
            return cursor.fetchone()[0]

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(
                sql, {"network": self.county.network.pk, "at": self.world.clock, **CODES}
            )
            return cursor.fetchall()

    @invariant()
    def every_promise_is_kept(self) -> None:
        connection.check_constraints()
        broken = [row for row in self.ask(ALL_PROMISES) if row[0] != "nobody_is_passed_over"]
        assert not broken, "\n".join(map(str, [*broken, *self.told]))
        assert not self.complaints.said

    def auditor_agrees(self) -> None:
        self.sweep()
        found = audit(self.county.network.pk, at=self.world.clock)
        assert not [finding for finding in found if finding.broken]


@pytest.mark.django_db
def test_no_history_loses_anybody():
    Histories.county = a_county()
    Histories.happened.clear()
    run_state_machine_as_test(Histories, settings=LONG_PROFILE if LONG else SHORT_PROFILE)
    kinds = [what for what in Histories.happened if "." in what]
    assert Histories.happened["done"] > 50, Histories.happened
    assert len(kinds) > 12, "too little happened to prove anything"
