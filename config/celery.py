"""The worker's and the clock's way in: one Celery app, and a heartbeat that `/readyz` can see."""

import gc
import logging
import os
from typing import Any

from celery import Celery
from celery.beat import Scheduler
from celery.signals import beat_init, setup_logging, task_postrun, task_prerun, worker_init
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from core.http import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

BEAT = "beat"
log = logging.getLogger(__name__)
app = Celery("porchlight")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_signal: Any) -> None:
    """Celery sets up nothing once somebody listens here: LOGGING holds in every process."""


@worker_init.connect
@beat_init.connect
def refuse_powerful_roles(**_signal: Any) -> None:
    from config.checks import serve_only_as_app  # noqa: PLC0415 needs the settings

    try:
        serve_only_as_app()
    except ImproperlyConfigured as problem:  # Celery would only log it
        raise SystemExit(str(problem)) from problem


@worker_init.connect
def search_what_is_loaded_no_more(**_signal: Any) -> None:
    """Before the workers are forked, as gunicorn's: looking for rubbish among it held a batch of the sweep longest."""
    gc.collect()
    gc.freeze()


@task_prerun.connect
def name_its_lines(task_id: str, **_signal: Any) -> None:
    """What a request's id is to the lines of web, the task's is to those of a worker."""
    request_id.set(task_id.replace("-", ""))


@task_postrun.connect
def name_no_more_lines(**_signal: Any) -> None:
    request_id.set("")


def tell_that_beat_is_alive() -> None:
    from core.models import Heartbeat  # noqa: PLC0415 needs the app registry

    close_old_connections()
    try:
        Heartbeat.objects.update_or_create(name=BEAT, defaults={"at": timezone.now()})
    except DatabaseError:  # the clock goes on; /readyz says what is missing
        log.warning("The heartbeat could not be written.")


class Clock(Scheduler):
    """Celery's scheduler in memory (a shelve file does not survive kill -9), heard at each tick."""

    def setup_schedule(self) -> None:
        super().setup_schedule()
        tell_that_beat_is_alive()

    def tick(self, *args: Any, **options: Any) -> float:
        tell_that_beat_is_alive()
        return super().tick(*args, **options)
