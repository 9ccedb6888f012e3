"""What does each action cost the database? As many statements as the table says, for one family or fifty."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.keys import issue
from benchmarks.statements import STATEMENTS
from config.embedded.place import ROOT
from core.ids import uuid7
from governance import known
from organizations.topics import TOPICS
from referrals.actions import answer, family, progress
from referrals.actions.family import Answer
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import Via
from screening.models.need import Need
from tests.referrals.conftest import FACTS
from tests.story import Worker

# Transactions, the tenant's name and the early look at the promises: they read no table.
CONTROL = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE|SELECT set_config|SET CONSTRAINTS)")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MANY = 12
Do = Callable[[], object]
pytestmark = pytest.mark.usefixtures("keeps_decisions")


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock: so the story is told of today."""
    return timezone.now() - 10 * MINUTE


@pytest.fixture
def others(navigator: Worker, rosa, agreed, food_boxes, now: datetime) -> list[Referral]:
    """More of the same family's needs, so that lists are longer than one row."""
    topics = [
        slug for slug, topic in TOPICS.items() if not topic.sensitive and slug != "food_pantry"
    ]
    found = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic(t) for t in topics[:MANY]], at=now
    )
    return [
        send(
            actor=navigator.actor,
            need_id=need.pk,
            sending=Sending(food_boxes.pk, uuid7(), facts=FACTS),
            at=now,
        )
        for need in found
    ]


def statements(do: Do) -> list[str]:
    """Of a process that knows nothing yet: a warm one asks once less, as nobody decides in between."""
    known.forget_all()
    with CaptureQueriesContext(connection) as seen:
        do()
    return [query["sql"] for query in seen if not CONTROL.match(query["sql"])]


def cost(name: str, do: Do) -> None:
    sent = statements(do)
    listed = "\n".join(sent)
    assert len(sent) == STATEMENTS[name], f"{name}: {len(sent)} statements\n{listed}"


def page(client: Client, path: str) -> Do:
    """The second look: the first one warms Django's own tables (content types, a key's day)."""

    def look() -> None:
        assert client.get(path).status_code == 200, path

    look()
    return look


def program(worker: Worker) -> Client:
    key = issue(worker.user, name="test", at=timezone.now())
    return Client(headers={"authorization": f"Bearer {key}"})


def test_pages_and_lists_cost_what_the_table_says(
    navigator: Worker, intake: Worker, need: Need, referral: Referral, others: list[Referral]
):
    cost("Today page", page(navigator.client, "/today/?turn=partner"))
    cost("Requests page", page(intake.client, "/requests/"))
    cost("need page", page(navigator.client, f"/needs/{need.pk}/"))
    cost("request page", page(intake.client, f"/referrals/{referral.pk}/"))
    cost("API list of needs", page(program(navigator), "/api/v1/needs/?turn=partner"))
    cost("API list of referrals", page(program(intake), "/api/v1/referrals/"))


def test_each_step_of_the_way_costs_what_the_table_says(
    navigator: Worker, intake: Worker, need: Need, agreed, sending: Sending, now: datetime
):
    by_clinic, by_pantry = navigator.actor, intake.actor
    done: dict[str, Referral] = {}

    def sent() -> None:
        done["it"] = send(actor=by_clinic, need_id=need.pk, sending=sending, at=now)

    cost("send", sent)
    step = {"actor": by_pantry, "referral_id": done["it"].pk}
    cost("accept", lambda: answer.accept(**step, at=now + MINUTE))
    cost("start", lambda: progress.start(**step, at=now + DAY))
    cost("complete", lambda: progress.complete(**step, outcome="provided", at=now + 2 * DAY))
    said = {"answer": Answer.YES, "via": Via.PHONE}
    cost(
        "family answers",
        lambda: family.family_answers(actor=by_clinic, need_id=need.pk, at=now + 3 * DAY, **said),
    )


def test_a_batch_of_the_sweep_costs_what_the_table_says_however_many_wait(
    navigator: Worker, referral: Referral, others: list[Referral], now: datetime
):
    network = navigator.organization.network_id
    cost("sweep, nothing due", lambda: sweep(network_id=network, at=now - DAY))
    Referral.objects.update(wake_at=now)
    cost("sweep, one batch", lambda: sweep(network_id=network, at=now + MINUTE))
    assert not Referral.objects.filter(rung=0).exists()


def test_a_stranger_costs_no_more_than_somebody_who_has_work(
    stranger: Worker, referral: Referral, others: list[Referral]
):
    client = stranger.client
    for name, path in {"Today page": "/today/", "Requests page": "/requests/"}.items():
        assert len(statements(page(client, path))) <= STATEMENTS[name]


def test_a_need_that_is_wanted_first_costs_what_the_table_says(
    navigator: Worker, rosa, now: datetime
):
    found: list[Need] = []

    def record() -> None:
        topics = [FoundTopic("food_pantry")]
        found.extend(record_found(actor=navigator.actor, person=rosa, topics=topics, at=now))

    cost("record a need", record)
    cost(
        "want help",
        lambda: want_help(actor=navigator.actor, need_id=found[0].pk, at=now),
    )


def test_the_page_about_speed_shows_this_table():
    written = (ROOT / "docs" / "performance.md").read_text()
    missing = [name for name, n in STATEMENTS.items() if f"| {name} | {n} |" not in written]
    assert not missing, "run python -m benchmarks --write"
