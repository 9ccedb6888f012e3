"""Whatever anybody does, in whatever order and however late: nobody is lost. Random histories on the real database.

`PROOF=long pytest tests/proof/test_histories.py` walks far more of them, other ones each time, and
does not stop at the first that fails; `PROOF_SEED=…` walks the ten again that a failure names.

After every step that changed something all promises are asked in one prepared statement; the
auditor itself is asked at the end of each history.
"""

import logging
import os
import random
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import hypothesis.strategies as st
import pytest
from django.core import mail
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as profile
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from core.errors import ConsentMissing, DomainError
from core.ids import uuid7
from core.models import Event
from referrals.actions.audit import audit
from referrals.actions.promises import CODES, PROMISES
from referrals.actions.send import UNDO, Sending, send
from screening.actions.needs import FoundTopic, record_found, want_help
from tests.proof.county import FACTS, TOPICS, County, in_a_county
from tests.proof.deeds.caring import CARING
from tests.proof.deeds.clock import TASKS, TIME, ticks
from tests.proof.deeds.danger import DANGER
from tests.proof.deeds.family import FAMILY
from tests.proof.deeds.helping import HELPING
from tests.proof.deeds.network import NETWORK
from tests.proof.deeds.owning import OWNING
from tests.proof.deeds.world import Deed, World
from tests.story import NOW

LONG = os.environ.get("PROOF") == "long"
# Hypothesis varies those that it has rather than to draw new ones, but for the first ten it always draws.
TEN = 10
HISTORY = profile(
    max_examples=TEN,
    stateful_step_count=80 if LONG else 50,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, *([Phase.shrink] if os.environ.get("PROOF_SHRINK") else [])],
)
AGAIN = os.environ.get("PROOF_SEED")
TENS = [int(AGAIN)] if AGAIN else [secrets.randbits(32) for _ in range(100)] if LONG else range(4)
A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)
AT_MOST_TRIES = 5
SEEDS = st.integers(0, 2**64 - 1)  # one a step: a history can be made shorter step by step
HAPPENS = (*CARING, *OWNING, *HELPING, *HELPING, *FAMILY, *NETWORK, *DANGER, *TIME)
# All promises in one statement, planned once: a history asks after every step.
ALL_PROMISES = " UNION ALL ".join(
    f"SELECT '{promise.name}', id::text FROM ({promise.breaks}) AS {promise.name}"
    for promise in PROMISES
)
PREPARE = f"""SET plan_cache_mode = force_generic_plan;
PREPARE all_promises (uuid, timestamptz) AS {ALL_PROMISES}"""
GIVEN = {"%(network)s": "$1", "%(at)s": "$2"}


@contextmanager
def prepared() -> Iterator[None]:
    sql = PREPARE
    for name, place in GIVEN.items():
        sql = sql.replace(name, place)
    with connection.cursor() as cursor:
        cursor.execute(sql, CODES)
        yield
        cursor.execute("DEALLOCATE all_promises; RESET plan_cache_mode")


class Complaints(logging.Handler):
    """A row that the sweep cannot deal with is put off and reported: here that is a finding."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


class Histories(RuleBasedStateMachine):
    """One history lives in one transaction that is rolled back; the county is made once."""

    begins: World
    happened: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.all = transaction.atomic()
        self.all.__enter__()
        self.complaints = Complaints()
        logging.getLogger("referrals").addHandler(self.complaints)
        self.told: list[str] = []
        self.seeds: Counter[int] = Counter()
        self.world = replace(
            self.begins, needs=[*self.begins.needs], tries=[*self.begins.tries], gone=set()
        )
        self.is_news = True
        outbox().clear()

    @property
    def network_id(self) -> UUID:
        return self.world.county.network.pk

    def teardown(self) -> None:
        try:
            if not connection.needs_rollback:  # else this history has failed already
                self.auditor_agrees()
                self.no_message_left_twice()
                kinds = Event.objects.filter(network_id=self.network_id)
                self.happened.update(kinds.values_list("kind", flat=True))
        finally:
            logging.getLogger("referrals").removeHandler(self.complaints)
            transaction.set_rollback(True)
            self.all.__exit__(None, None, None)

    @rule(drawn=SEEDS)
    def something_happens(self, drawn: int) -> None:
        """A refusal in our own words is legal, and so is what cannot be seen; anything else is a finding.

        Where one thing is not possible, another one may be: else little would happen.
        """
        self.seeds[drawn] += 1  # the same seed again is another deed
        chance = random.Random(f"{drawn} {self.seeds[drawn]}")  # noqa: S311 Hypothesis draws the seed
        self.world.pick = chance.choice
        self.world.clock += A_MINUTE  # nobody does two things at once
        for deed in chance.sample(HAPPENS, AT_MOST_TRIES):
            if self.is_done(deed):
                break

    def is_done(self, deed: Deed) -> bool:
        outcome, before = "done", self.world.clock
        try:
            with transaction.atomic():
                deed(self.world)
            self.is_news = True
        except (DomainError, ObjectDoesNotExist) as refusal:
            outcome = type(refusal).__name__
        if (
            self.world.clock - before > AN_HOUR and deed not in TIME
        ):  # the machine was awake meanwhile
            ticks(self.world, *TASKS)
            self.is_news = True
        self.happened[outcome] += 1
        self.happened[f"{deed.__name__}: {outcome}"] += 1
        self.told.append(f"{self.world.clock:%d %b %H:%M} {deed.__name__}: {outcome}")
        return outcome == "done"

    def ask(self, sql: str, *said: object) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, said)
            return cursor.fetchall()

    @invariant()
    def every_promise_is_kept(self) -> None:
        if not self.is_news:  # what was refused has changed nothing
            return
        self.is_news = False
        connection.check_constraints()
        network_id, at = self.network_id, self.world.clock
        found = self.ask("EXECUTE all_promises (%s, %s)", network_id, at)
        broken = [row for row in found if row[0] not in self.the_clocks_own]
        assert not broken, "\n".join(map(str, [*broken, *self.told]))
        assert not self.complaints.said, "\n".join([*self.complaints.said, *self.told])

    @property
    def the_clocks_own(self) -> set[str]:
        """What the clock keeps is asked while it has ticked lately, as it does every hour.

        Whom it passes over is asked after each tick, and of all at the end: a task may be lost for five hours.
        """
        looked = self.world.looked_ahead_at
        has_ticked = looked is not None and self.world.clock - looked <= AN_HOUR
        own = {"nobody_is_passed_over", "danger_is_not_passed_over"}
        return own | (set() if has_ticked else {"ending_agreement_has_step"})

    def auditor_agrees(self) -> None:
        ticks(self.world, *TASKS)
        found = audit(self.network_id, at=self.world.clock)
        broken = [(finding.promise.name, finding.ids) for finding in found if finding.broken]
        assert not broken, "\n".join(map(str, [*broken, *self.told]))

    def no_message_left_twice(self) -> None:
        sent = Counter(mail.extra_headers["Message-ID"] for mail in outbox())
        assert set(sent.values()) <= {1}, sent


def three_families_have_asked_for_help(county: County) -> World:
    """And a partner each has the request: what follows is arbitrary."""
    world = World(county, NOW, lambda options: options[0], [], [])
    navigator = county.caring[0]
    for person, service in zip(county.people, county.services[::2], strict=False):
        topics = [FoundTopic(TOPICS[0])]
        [need] = record_found(actor=navigator, person=person, topics=topics, at=NOW)
        want_help(actor=navigator, need_id=need.pk, at=NOW)
        world.needs.append(need.pk)
        asked = Sending(service.pk, uuid7(), facts=FACTS)
        with suppress(ConsentMissing):  # Joe agreed to one partner only
            world.remember(send(actor=navigator, need_id=need.pk, sending=asked, at=NOW))
    world.clock += UNDO
    return world


def outbox() -> list[EmailMessage]:
    """What has left in this history."""
    left: list[EmailMessage] = mail.outbox
    return left


@pytest.fixture
def county(db: None) -> Iterator[County]:
    with in_a_county() as county, prepared():
        yield county


@pytest.mark.parametrize("ten", TENS)
def test_no_history_loses_anybody(county: County, settings: Settings, tmp_path: Path, ten: int):
    settings.TEXT_PROVIDER, settings.CATCHER_DIR = "catcher", str(tmp_path)
    Histories.begins = three_families_have_asked_for_help(county)
    Histories.happened.clear()
    run_state_machine_as_test(seed(ten)(Histories), settings=HISTORY)
    kinds = [what for what in Histories.happened if "." in what]
    assert Histories.happened["done"] > 150, Histories.happened
    assert len(kinds) > 40, "too little happened to prove anything"
