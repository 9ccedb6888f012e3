"""Every night each network is audited once, and whoever can act is told when a promise is broken."""

import threading
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from core.models import Event
from core.tenancy import tenant_context
from insights.actions.nightly import audit_the_night
from insights.models import Night
from insights.search.scorecard import Scorecard
from organizations.models.network import Network
from referrals.models.referral import Referral
from tests.story import NOW, Worker

pytestmark = pytest.mark.usefixtures("supervisor")  # somebody stands above who follows families
HALF_PAST_ONE = datetime(2026, 11, 19, 6, 30, tzinfo=UTC)  # in New York
HALF_PAST_TWO = HALF_PAST_ONE + timedelta(hours=1)


def test_a_night_is_counted_once_however_often_the_clock_ticks(referral: Referral):
    network_id = referral.network_id
    assert audit_the_night(network_id=network_id, at=NOW).dead_ends == 0
    assert audit_the_night(network_id=network_id, at=NOW + timedelta(minutes=5)) is None
    assert audit_the_night(network_id=network_id, at=HALF_PAST_ONE) is None
    assert audit_the_night(network_id=network_id, at=HALF_PAST_TWO).date == HALF_PAST_TWO.date()


def test_two_clocks_that_tick_at_once_count_a_night_once(transactional_db: None, network: Network):
    ready, counted = threading.Barrier(3), []

    def tick() -> None:
        ready.wait(120)
        with tenant_context(network.pk):
            counted.append(audit_the_night(network_id=network.pk, at=NOW))
        connection.close()

    threads = [threading.Thread(target=tick) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len([night for night in counted if night]) == 1
    assert Night.objects.count() == 1


def test_a_broken_promise_is_told_by_its_name_and_number_and_nothing_personal(referral: Referral):
    """The clock stood still for a week: the auditor says so, each night anew."""
    a_week_later = NOW + timedelta(days=7)
    night = audit_the_night(network_id=referral.network_id, at=a_week_later)
    assert night.broken["nobody_is_passed_over"] == 2
    event = Event.objects.get(kind="network.promise_broken")
    assert event.details == {"promises": ["nobody_is_passed_over"], "rows": 2}


def test_a_ladder_that_ends_at_nobody_is_told_though_no_row_breaks_a_promise(
    referral: Referral, supervisor: Worker, stranger: Worker
):
    """The stranger's supervisor is nobody's who works here."""
    supervisor.user.is_active = False
    supervisor.user.save()
    night = audit_the_night(network_id=referral.network_id, at=NOW)
    assert night.dead_ends == night.broken["somebody_stands_above"] == 1
    event = Event.objects.get(kind="network.promise_broken")
    assert event.details == {"promises": ["somebody_stands_above"], "rows": 1}
    assert str(stranger.organization.pk) not in str(event.details)
    assert [row.count for row in Scorecard(night, 11).promises if row.count != "0"] == ["1"]


def test_a_network_without_a_dead_end_is_left_in_peace(referral: Referral):
    audit_the_night(network_id=referral.network_id, at=NOW)
    assert not Event.objects.filter(kind="network.promise_broken").exists()


@pytest.mark.usefixtures("referral")
def test_a_strangers_network_has_a_night_of_its_own(foreigner: Worker):
    elsewhere = foreigner.organization.network_id
    with tenant_context(elsewhere):
        audit_the_night(network_id=elsewhere, at=NOW + timedelta(days=7))
        [night] = Night.objects.all()
    assert (night.dead_ends, night.figures["now"]["requests"]) == (0, 0)


def test_an_operator_counts_a_night_that_is_too_long_for_a_worker(referral: Referral):
    for _ in range(2):
        call_command("audit_night", stdout=StringIO())
    assert Night.objects.get().network_id == referral.network_id
