"""How is the machine? Figures for Prometheus: of requests by view, and of what waits, without a name in them."""

import hmac
import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)
from prometheus_client.metrics_core import GaugeMetricFamily

from config.figures import read
from core.http import own_context

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # gunicorn's workers count in files there (config/web.py)
SLOT = "WEB_SLOT"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds

if SHARED in os.environ:
    # A file for each place of a worker, not for each process: else every new worker leaves one behind.
    values.ValueClass = values.MultiProcessValue(lambda: os.environ.get(SLOT, "first"))  # type: ignore[no-untyped-call]  # the library has no types here
ours = CollectorRegistry()
REQUESTS = Counter(
    "porchlight_requests", "Answers, by view, method and status.", ["view", "method", "status"],
    registry=ours,
)  # fmt: skip
SECONDS = Histogram(
    "porchlight_request_seconds", "How long answers took, by view.", ["view"], registry=ours,
    buckets=BUCKETS,
)  # fmt: skip


class MetricsMiddleware:
    """Counts by the name of the view, never by the address: an address holds ids and links."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        view = view_of(request)
        SECONDS.labels(view).observe(time.perf_counter() - began)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, str(response.status_code)).inc()
        return response


def view_of(request: HttpRequest) -> str:
    """Its name, or its route as the URL conf writes it; both are the same for everybody."""
    match = request.resolver_match
    return (match.view_name if match.url_name else match.route) if match else "none"


class Waiting:
    """What the worker has measured last, as gauges; asked of the database by one key at each scrape."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for gauge in read(at=timezone.now()):
            yield GaugeMetricFamily(gauge.name, gauge.words, value=gauge.value)


@require_safe
@login_not_required
@own_context
def metrics(request: HttpRequest) -> HttpResponse:
    """404 for everybody who does not have the token: whether there is such a page is nobody's business."""
    if not may_read(request.headers.get("Authorization", "")):
        raise Http404
    return HttpResponse(told(), content_type=CONTENT_TYPE_LATEST)


def may_read(header: str) -> bool:
    token = settings.METRICS_TOKEN
    return bool(token) and hmac.compare_digest(header.encode(), f"Bearer {token}".encode())


def told() -> bytes:
    everything = CollectorRegistry()
    if SHARED in os.environ:
        multiprocess.MultiProcessCollector(everything)  # type: ignore[no-untyped-call]  # the library has no types here
        return generate_latest(everything) + generate_latest(_only(Waiting()))
    return generate_latest(ours) + generate_latest(_only(Waiting()))


def _only(collector: Waiting) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(collector)
    return registry
