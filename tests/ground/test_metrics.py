"""Does an operator see that something waits, without seeing for whom?"""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from config import figures, metrics, web
from config.celery import BEAT
from config.figures import NAMES, measure, read
from core.models import Heartbeat, Outbox
from notifications.models.deliveries import Delivery
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.referrals.conftest import agreed, need, referral, rosa, sending
from tests.story import Worker

__all__ = ["agreed", "need", "referral", "rosa", "sending"]
ROOT = Path(web.__file__).parents[1]
TOKEN = "a-token-that-nobody-guesses-0123456789"
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is none in these tests: what it holds is asked in the test of the whole machine."""
    monkeypatch.setattr(figures, "tasks_waiting", lambda: 3)


@pytest.fixture
def watched(settings) -> Client:
    settings.METRICS_TOKEN = TOKEN
    return Client(headers={"authorization": f"Bearer {TOKEN}"})


def values(client: Client) -> dict[str, float]:
    text = client.get("/metrics").content.decode()
    families = text_string_to_metric_families(text)
    return {one.name: one.samples[0].value for one in families if one.samples}


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("", ""),
        ("", "Bearer "),
        (TOKEN, ""),
        (TOKEN, "Bearer x"),
        (TOKEN, TOKEN),
        (TOKEN, "Bearer é"),
    ],
)
def test_without_the_token_there_is_no_such_page(
    settings, navigator: Worker, token: str, said: str
):
    settings.METRICS_TOKEN = token
    signed_in = navigator.client
    for client in (Client(), signed_in):
        assert client.get("/metrics", headers={"authorization": said}).status_code == 404


def test_what_waits_is_counted_and_how_long(watched: Client, referral: Referral, need: Need, now):
    """One request that is due, one message that should have left, one event that nobody was told."""
    Outbox.objects.all().delete()
    Delivery.objects.all().delete()
    Need.objects.update(wake_at=now + HOUR)
    Referral.objects.filter(pk=referral.pk).update(wake_at=now - HOUR)
    Outbox.objects.create(event_id=need.pk, network_id=need.network_id, available_at=now - 2 * HOUR)
    found = measure(at=now)
    assert found.counts == {"steps_due": 1, "outbox": 1, "messages": 0, "tasks": 3}
    told = {one.name: one.value for one in read(at=now + HOUR)}
    assert told["porchlight_steps_due"] == 1
    assert told["porchlight_steps_due_oldest_seconds"] == 2 * 3600
    assert told["porchlight_outbox_oldest_seconds"] == 3 * 3600
    assert told["porchlight_messages_oldest_seconds"] == 0
    assert told["porchlight_figures_age_seconds"] == 3600


def test_the_page_has_every_figure_that_is_listed(watched: Client, referral: Referral, now):
    measure(at=now)
    Heartbeat.objects.create(name=BEAT, at=now)
    assert set(values(watched)) >= NAMES


def test_nobody_is_named_and_no_network_told_apart(
    watched: Client, navigator: Worker, referral: Referral, foreigner: Worker, now
):
    """Nor is what stands in the address of a page that was opened."""
    inside = navigator.client
    for path in (f"/referrals/{referral.pk}/", "/f/a-link-that-opens-much/", "/people/?words=Rosa"):
        inside.get(path)
    measure(at=now)
    text = watched.get("/metrics").content.decode()
    assert 'view="referrals:detail"' in text
    for secret in ("Rosa", "Delgado", "a-link-that", "Harbor", referral.pk, referral.network_id):
        assert str(secret) not in text


def test_a_request_is_counted_by_the_name_of_its_view(
    settings, stranger: Worker, referral: Referral
):
    settings.METRICS_TOKEN = TOKEN

    def opened(request):
        request.resolver_match = None if request.path == "/x" else match
        return SimpleNamespace(status_code=404)

    client = stranger.client
    match = client.get(f"/referrals/{referral.pk}/").resolver_match
    count = metrics.MetricsMiddleware(opened)
    for path, method in ((f"/referrals/{referral.pk}/", "GET"), ("/x", "BREW")):
        count(SimpleNamespace(path=path, method=method))
    text = metrics.told().decode()
    assert f'view="{match.view_name}"' in text
    assert str(referral.pk) not in text
    assert 'porchlight_requests_total{method="other",status="404",view="none"} 1.0' in text


def test_nothing_is_counted_where_nobody_watches(settings):
    settings.METRICS_TOKEN = ""
    with pytest.raises(metrics.MiddlewareNotUsed):
        metrics.MetricsMiddleware(lambda request: None)


def test_a_look_at_the_figures_costs_two_questions_however_much_there_is(
    watched: Client, referral: Referral, now, django_assert_max_num_queries
):
    measure(at=now)
    with django_assert_max_num_queries(3):
        watched.get("/metrics")


def test_measuring_asks_each_index_and_reads_no_table(referral: Referral, now):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for rows in (
            Need.objects.filter(network_id=referral.network_id, wake_at__lte=now),
            Referral.objects.filter(network_id=referral.network_id, wake_at__lte=now),
            Outbox.objects.filter(network_id=referral.network_id, available_at__lte=now),
        ):
            assert "Index" in rows.order_by()[: figures.MOST].explain()


def test_a_worker_in_the_place_of_another_goes_on_with_its_file():
    server = SimpleNamespace(WORKERS={7: SimpleNamespace(slot=0), 8: SimpleNamespace(slot=2)})
    worker = SimpleNamespace()
    web.pre_fork(server, worker)
    assert worker.slot == 1


COUNT = """
import os, django
django.setup()
from config import metrics
for slot in ("0", "1", "1"):
    os.environ["WEB_SLOT"] = slot
    metrics.REQUESTS.labels("home", "GET", "200").inc(2)
registry = metrics.CollectorRegistry()
metrics.multiprocess.MultiProcessCollector(registry)
print(metrics.generate_latest(registry).decode())
"""


def test_two_workers_are_counted_together(tmp_path: Path):
    """Each in a file of its own, and the page of either tells the sum."""
    told = subprocess.run(
        [sys.executable, "-c", COUNT], cwd=ROOT, text=True, capture_output=True, check=True,
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
    ).stdout  # fmt: skip
    assert 'porchlight_requests_total{method="GET",status="200",view="home"} 6.0' in told
    assert {"counter_0.db", "counter_1.db"} <= {path.name for path in tmp_path.glob("counter_*")}


def test_a_database_that_is_away_is_told_and_the_rest_as_well(watched: Client, monkeypatch):
    def away(_key: str) -> None:
        raise figures.DatabaseError

    monkeypatch.setattr(cache, "get", away)
    assert {one.name: one.value for one in read(at=None)} == {"porchlight_database_up": 0}


def test_every_figure_that_the_operations_page_names_exists():
    """And every one of ours is in the table, with what to do."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    part = page.partition("## What to watch")[2].partition("\n## ")[0]
    named = set(re.findall(r"porchlight_\w+", part))
    exported = NAMES | {"porchlight_requests_total", "porchlight_request_seconds_bucket"}
    assert named == exported
    for row in re.findall(r"^\| `.*$", part, re.MULTILINE):
        assert row.count("|") == 5, row
        assert all(cell.strip() for cell in row.strip("|").split("|")), row
