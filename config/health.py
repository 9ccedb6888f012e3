"""Can this process answer (`/healthz`), and can it be useful (`/readyz`)?"""

from datetime import timedelta
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.celery import BEAT, app
from core.http import own_context
from core.models import Heartbeat
from organizations.listing import without_a_top

LADDER = "ladder"
BEAT_IS_LATE = timedelta(seconds=60)
ASK_BROKER = {"socket_connect_timeout": 1, "socket_timeout": 1}


@login_not_required
@own_context
def healthz(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@login_not_required
@own_context
def readyz(_request: HttpRequest) -> JsonResponse:
    """503 without database or tables: no page works. 200 without broker or clock: pages do.

    So they do where a network has nobody to escalate to: a page is where somebody is appointed.
    """
    try:
        if missing_migrations():
            return JsonResponse({"status": "unavailable", "missing": ["migrations"]}, status=503)
        stands = {"beat": beat_is_heard(), LADDER: not without_a_top()}
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "missing": ["database"]}, status=503)
    degraded = [name for name, works in stands.items() if not works]
    if not broker_answers():
        degraded.insert(0, "broker")
    return JsonResponse({"status": "ok", "degraded": degraded})


@cache
def migrations_on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def missing_migrations() -> frozenset[tuple[str, str]]:
    return migrations_on_disk() - set(MigrationRecorder(connection).applied_migrations())


def beat_is_heard() -> bool:
    return Heartbeat.objects.filter(name=BEAT, at__gte=timezone.now() - BEAT_IS_LATE).exists()


def broker_answers() -> bool:
    try:
        with app.connection_for_write(transport_options=ASK_BROKER) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
            return True
    except (OperationalError, RedisError, OSError):
        return False
