"""Spans: off unless asked for, and without a word about anybody."""

import ast
from types import SimpleNamespace

import pytest
from celery.signals import task_prerun
from django.core.exceptions import MiddlewareNotUsed
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from config import tracing
from config.tracing import TracingMiddleware
from tests.architecture.source import APPS, files, tree
from tests.referrals.conftest import agreed, need, referral, rosa, sending
from tests.story import Worker

__all__ = ["agreed", "need", "referral", "rosa", "sending"]


@pytest.fixture
def spans(settings, monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    settings.TRACING_URL = "http://127.0.0.1:1/v1/traces"
    exporter = InMemorySpanExporter()
    tracer = tracing.tracer_into(exporter)
    monkeypatch.setattr(tracing, "tracer", lambda: tracer)
    exporter.flush = tracer.span_processor.force_flush
    return exporter


def test_it_is_off_and_nothing_of_it_is_loaded():
    with pytest.raises(MiddlewareNotUsed):
        TracingMiddleware(lambda request: None)
    tracing.watch_tasks()
    assert not [one for one in task_prerun.receivers if "tracing" in str(one[0])]
    for path in files("config", *APPS):
        for node in tree(path).body:  # inside a function, or for types alone, nothing is loaded
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "opentelemetry" not in ast.unparse(node), path


@pytest.mark.django_db
def test_a_span_tells_the_view_and_nothing_of_the_family(
    spans, navigator: Worker, stranger: Worker, referral
):
    for worker, status in ((navigator, 302), (stranger, 404)):
        client = worker.client
        answer = client.get(f"/referrals/{referral.pk}/?words=Rosa")
        assert answer.status_code == status
    spans.flush()
    seen = spans.get_finished_spans()
    assert [span.name for span in seen] == ["referrals:detail"] * 2
    assert [span.attributes["http.response.status_code"] for span in seen] == [302, 404]
    assert seen[-1].attributes["porchlight.request_id"] == answer.headers["X-Request-Id"]
    told = "".join(span.to_json() for span in seen)
    for secret in ("Rosa", "Delgado", str(referral.pk), str(referral.network_id), "Priya"):
        assert secret not in told


def test_an_error_leaves_no_word_of_what_was_typed(spans):
    def broken(_request: object) -> None:
        raise ValueError("Rosa Delgado is no number")

    with pytest.raises(ValueError, match="Rosa"):
        TracingMiddleware(broken)(SimpleNamespace(method="POST", resolver_match=None))
    spans.flush()
    [span] = spans.get_finished_spans()
    assert "Rosa" not in span.to_json()


def test_a_task_is_a_span_of_its_own(spans):
    tracing.begin_task("1", SimpleNamespace(name="referrals.tasks.sweep"))
    tracing.end_task("1", state="SUCCESS")
    tracing.end_task("2", state="SUCCESS")
    spans.flush()
    [span] = spans.get_finished_spans()
    assert span.name == "referrals.tasks.sweep"
