"""How does gunicorn serve? Two workers, one JSON line a request, no query and no token in it."""

import gc
import itertools
import os
import shutil
import tempfile
from typing import Any

from config.logs import to_stderr

SHARED = "PROMETHEUS_MULTIPROC_DIR"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
preload_app = True  # loaded once, then forked: a broken import ends the start, not a request
timeout = 30
# The database ends a question before gunicorn ends the worker with everybody who waits for it.
STATEMENT_SECONDS = int(os.environ.setdefault("STATEMENT_SECONDS", "25"))
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = "-"
# The path without its query; the formatter cuts links' tokens. The id is what the page shows.
access_log_format = "%(m)s %(U)s %(s)s %(M)sms %({x-request-id}o)s"
logconfig_dict = to_stderr(level=os.environ.get("LOG_LEVEL", "INFO")) | {
    "loggers": {name: {"propagate": True} for name in ("gunicorn.error", "gunicorn.access")},
}
if os.environ.get("METRICS_TOKEN"):
    # What each worker counts for /metrics, in files that all of them read; made anew at each start.
    os.environ[SHARED] = tempfile.mkdtemp(prefix="porchlight-metrics-")
gc.disable()  # gunicorn reads this file before it loads everything, and none of that is rubbish


def when_ready(_server: Any) -> None:
    """Before the workers are forked: what is loaded is never searched again, and stays shared."""
    gc.freeze()
    gc.enable()


def pre_fork(server: Any, worker: Any) -> None:
    """The lowest place that no other worker has: a new one goes on counting where the last one ended."""
    taken = {other.slot for other in server.WORKERS.values()}
    worker.slot = next(slot for slot in itertools.count() if slot not in taken)


def post_fork(_server: Any, worker: Any) -> None:
    os.environ["WEB_SLOT"] = str(worker.slot)


def on_exit(_server: Any) -> None:
    if SHARED in os.environ:
        shutil.rmtree(os.environ[SHARED], ignore_errors=True)
