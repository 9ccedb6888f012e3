"""Months are made before they are needed, and what was typed long ago is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from accounts.models import KeptForm
from core.ids import floor
from insights.actions.house import (
    forget_kept_forms,
    forget_sessions,
    forget_what_ran_out,
    make_months,
)
from tests.story import NOW

MUCH_LATER = datetime(2031, 11, 18, tzinfo=UTC)


def months() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits "
            "WHERE inhparent = 'core_event'::regclass"
        )
        return {name for (name,) in cursor.fetchall()}


def test_the_app_makes_the_months_ahead_and_only_once(transactional_db):
    del transactional_db
    assert make_months(at=MUCH_LATER) == 8
    assert {f"core_event_{month}" for month in ("203111", "203112", "203201", "203202")} <= months()
    assert make_months(at=MUCH_LATER) == 0


def test_a_month_nobody_may_empty_or_change_is_made(transactional_db):
    del transactional_db
    make_months(at=MUCH_LATER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('core_event_203111', 'SELECT, INSERT, UPDATE, DELETE'), "
            "EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'core_event_203111'::regclass "
            "AND tgname LIKE '%never_truncated')"
        )
        assert cursor.fetchone() == (False, True)


def write_in_2031(network) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_event (id, network_id, kind, subject_type, subject_id, actor_kind, "
            "said_by, via, happened_at, details, request_id) "
            "VALUES (%s, %s, 'a.b', 'a', %s, 'system', '', 'system', now(), '{}', '')",
            [floor(MUCH_LATER), network.pk, network.pk],
        )


def test_a_row_outside_every_month_is_reported_and_stops_nothing(transactional_db, network, caplog):
    del transactional_db
    make_months(at=NOW)
    assert "outside every month" not in caplog.text
    write_in_2031(network)
    make_months(at=NOW)
    assert "outside every month" in caplog.text
    assert make_months(at=MUCH_LATER) == 7, "its own month cannot be made; the others are"
    assert "could not be made" in caplog.text


@pytest.mark.django_db
def test_what_was_typed_is_forgotten_after_its_half_hour(navigator, colleague):
    for worker, until in ((navigator, NOW), (colleague, NOW + timedelta(minutes=1))):
        KeptForm.objects.create(user=worker.user, path="/x/", fields="words", expires_at=until)
    assert forget_kept_forms(at=NOW) == 1
    assert KeptForm.objects.get().user_id == colleague.user.pk


def test_where_somebody_was_signed_in_is_forgotten_with_the_session(navigator, colleague):
    for worker, key in ((navigator, "ended"), (colleague, "living")):
        UserSession.objects.create(user=worker.user, session_key=key, ip="::", user_agent="x")
        ends = NOW + timedelta(hours=1) if key == "living" else NOW
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    assert forget_sessions(at=NOW) == 1
    assert [one.session_key for one in UserSession.objects.all()] == ["living"]


@pytest.mark.django_db
def test_a_code_that_was_used_is_pushed_out_by_no_crowd_and_goes_when_its_time_is_over():
    cache.add("code.used.by.the.navigator", 1, timeout=90)
    for stranger in range(350):  # Django's own limit would be 300
        cache.set(f"knock.{stranger}", 1, timeout=900)
    assert not cache.add("code.used.by.the.navigator", 1, timeout=90), "it opens no door again"
    in_two_minutes = timezone.now() + timedelta(minutes=2)
    assert forget_what_ran_out(at=in_two_minutes) == 1
    assert cache.get("knock.0"), "the strangers are slowed down all the same"
