"""Where does the time of a request or a task go? Spans for whoever collects them; off until asked for."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from celery.signals import task_postrun, task_prerun
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from config.metrics import view_of
from core import http

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, Tracer

EXPORTER = "opentelemetry.exporter.otlp.proto.http.trace_exporter"  # of requirements-tracing.lock
# No error is written into a span: its text may quote what a person typed.
QUIETLY: dict[str, Any] = {"record_exception": False, "set_status_on_exception": False}


class TracingMiddleware:
    """One span a request: which view, which method, what status, and the id that stands in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.TRACING_URL:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with tracer().start_as_current_span("request", **QUIETLY) as span:
            response = self.get_response(request)
            span.update_name(view_of(request))
            span.set_attribute("http.request.method", request.method or "")
            span.set_attribute("http.response.status_code", response.status_code)
            span.set_attribute("porchlight.request_id", http.request_id.get())
        return response


@cache
def tracer() -> "Tracer":
    """Made at the first request of each process: its thread would not survive gunicorn's fork."""
    exporter = import_module(EXPORTER).OTLPSpanExporter(endpoint=settings.TRACING_URL)
    return tracer_into(exporter)


def tracer_into(exporter: "SpanExporter") -> "Tracer":
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 an extra, loaded when it is on
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 as above
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 as above

    provider = TracerProvider(resource=Resource.create({"service.name": "porchlight"}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider.get_tracer("porchlight")


_open: dict[str, "Span"] = {}


def begin_task(task_id: str, task: Any, **_signal: Any) -> None:
    _open[task_id] = tracer().start_span(task.name)


def end_task(task_id: str, state: str | None = None, **_signal: Any) -> None:
    if span := _open.pop(task_id, None):
        span.set_attribute("celery.state", state or "")
        span.end()


def watch_tasks() -> None:
    """Called once the apps are ready; without somebody who collects, nobody listens."""
    if settings.TRACING_URL:
        task_prerun.connect(begin_task, dispatch_uid="tracing")
        task_postrun.connect(end_task, dispatch_uid="tracing")
