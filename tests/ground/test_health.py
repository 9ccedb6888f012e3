"""What a load balancer hears: no page works, pages work, everything works."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from config import health
from config.celery import BEAT, tell_that_beat_is_alive
from core.models import Heartbeat
from tests.conftest import connect_as


@pytest.fixture
def at_night(settings) -> Client:
    """A load balancer has no session and no language, and asks over plain HTTP."""
    settings.SECURE_SSL_REDIRECT = True
    return Client()


def test_the_process_answers_without_any_database(at_night) -> None:
    response = at_night.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_ready_without_the_broker_says_so_and_stays_up(transactional_db, at_night) -> None:
    tell_that_beat_is_alive()
    response = at_night.get("/readyz")
    assert response.status_code == 200
    assert response.json()["degraded"] == ["broker"]


def test_a_clock_that_stopped_is_named(transactional_db, at_night) -> None:
    Heartbeat.objects.create(name=BEAT, at=timezone.now() - timedelta(minutes=5))
    assert "beat" in at_night.get("/readyz").json()["degraded"]


def test_a_missing_database_is_not_ready(transactional_db, at_night) -> None:
    name = connection.settings_dict["NAME"]
    connect_as(NAME="there_is_none")
    response = at_night.get("/readyz")
    connect_as(NAME=name)
    assert response.status_code == 503
    assert response.json()["missing"] == ["database"]


def test_a_database_behind_the_code_is_not_ready(transactional_db, at_night, monkeypatch) -> None:
    known = health.migrations_on_disk()
    monkeypatch.setattr(health, "migrations_on_disk", lambda: known | {("core", "9999_new")})
    response = at_night.get("/readyz")
    assert response.status_code == 503
    assert response.json()["missing"] == ["migrations"]


def test_the_clock_outlives_a_missing_database(transactional_db, caplog) -> None:
    name = connection.settings_dict["NAME"]
    connect_as(NAME="there_is_none")
    tell_that_beat_is_alive()
    connect_as(NAME=name)
    assert "heartbeat could not be written" in caplog.text
