"""The waiting is done by the clock: reminders, the sender told, the family asked; nothing twice, nothing forgotten."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.ids import uuid7
from core.models import Event, Outbox
from referrals.actions import answer, progress
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep, sweep_needs, sweep_referrals
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from screening.lifecycle import Turn
from screening.models.need import Need
from tests.story import Worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def kinds(subject_id: object) -> list[str]:
    return list(
        Event.objects.filter(subject_id=subject_id)
        .order_by("happened_at", "id")
        .values_list("kind", flat=True)
    )


def run(referral: Referral, at: datetime) -> int:
    return sweep(network_id=referral.network_id, at=at)


def test_half_way_the_pantry_gets_a_quiet_reminder_and_nobody_else_hears(
    referral: Referral, now: datetime
):
    assert run(referral, now + 23 * HOUR) == 0
    assert run(referral, now + 25 * HOUR) == 1
    assert kinds(referral.pk)[-1] == "referral.reminded_early"
    referral.need.refresh_from_db()
    assert referral.need.waiting_on == Turn.PARTNER


def test_at_the_due_date_the_sender_hears_no_answer_yet_and_may_switch(
    referral: Referral, now: datetime
):
    run(referral, now + 25 * HOUR)
    assert run(referral, now + 2 * DAY) == 1
    assert kinds(referral.pk)[-1] == "referral.reminded"
    need = Need.objects.get(pk=referral.need_id)
    assert (need.waiting_on, need.next_step) == (Turn.OWNER, "nudge_or_switch")


def test_the_promise_does_not_move_when_a_reminder_is_sent(referral: Referral, now: datetime):
    due = referral.next_step_due
    for days in (1.1, 2, 5, 20, 40):
        run(referral, now + timedelta(days=days))
    referral.refresh_from_db()
    assert referral.next_step_due == due
    assert referral.wake_at is not None
    assert referral.wake_at > now + 40 * DAY


def test_a_silent_partner_is_never_forgotten(referral: Referral, now: datetime):
    woken = sum(run(referral, now + timedelta(days=days)) for days in range(60))
    assert woken >= 8
    assert kinds(referral.pk)[-1] == "referral.still_waiting"


def test_an_answer_in_time_hears_no_reminder(intake: Worker, referral: Referral, now: datetime):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + HOUR)
    assert run(referral, now + 2 * DAY) == 0


def test_the_family_is_asked_on_three_days_and_then_somebody_calls(
    intake: Worker, need: Need, referral: Referral, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + HOUR)
    progress.complete(
        actor=intake.actor, referral_id=referral.pk, outcome="provided", at=now + HOUR
    )
    for days in range(30):
        sweep_needs(network_id=need.network_id, at=now + timedelta(days=days))
    told = [kind for kind in kinds(need.pk) if kind.startswith("need.family")]
    assert told[:4] == ["need.family_asked"] * 3 + ["need.family_silent"]
    need.refresh_from_db()
    assert (need.status, need.waiting_on, need.next_step) == (
        "to_confirm",
        Turn.OWNER,
        "call_family",
    )


@pytest.mark.parametrize("careful", ["with_care", "prohibited"])
def test_nobody_writes_to_a_family_that_must_be_contacted_with_care(
    intake: Worker, need: Need, referral: Referral, now: datetime, careful: str
):
    person = need.subject
    person.contact_with_care, person.contacting_prohibited = (
        careful == "with_care",
        careful == "prohibited",
    )
    person.save()
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + HOUR)
    progress.complete(
        actor=intake.actor, referral_id=referral.pk, outcome="provided", at=now + HOUR
    )
    sweep_needs(network_id=need.network_id, at=now + 5 * DAY)
    assert "need.family_asked" not in kinds(need.pk)
    need.refresh_from_db()
    assert (need.waiting_on, need.next_step) == (Turn.OWNER, "call_family")


def test_two_sweeps_at_once_remind_once(transactional_db: None, referral: Referral, now: datetime):
    def go() -> None:
        run(referral, now + 25 * HOUR)
        connection.close()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert kinds(referral.pk).count("referral.reminded_early") == 1


def test_a_lost_worker_loses_nothing(referral: Referral, now: datetime):
    """What was due while nobody looked is dealt with when somebody looks again."""
    assert run(referral, now + 30 * DAY) >= 1
    assert Outbox.objects.filter(network_id=referral.network_id).exists()


def test_a_broken_row_is_put_off_and_stalls_nobody(
    referral: Referral, need: Need, now: datetime, monkeypatch, caplog
):
    def broken(*_: object) -> None:
        raise ValueError("poison")

    monkeypatch.setattr("referrals.actions.sweep._climb_referral", broken)
    assert sweep_referrals(network_id=referral.network_id, at=now + 2 * DAY) == 1
    referral.refresh_from_db()
    assert referral.wake_at == now + 2 * DAY + HOUR
    assert "could not be dealt with" in caplog.text


def test_a_sweep_costs_the_same_number_of_statements_whatever_is_due(
    navigator: Worker, referral: Referral, agreed, sending, now: datetime
):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            sweep_referrals(network_id=referral.network_id, at=now + 2 * DAY)
        Referral.objects.update(wake_at=now)
        return len(queries)

    Referral.objects.update(wake_at=now)
    alone = statements()
    for topic in ("wic", "formula", "hot_meals", "food_delivery"):
        [one] = record_found(
            actor=navigator.actor, person=referral.need.subject, topics=[FoundTopic(topic)], at=now
        )
        again = Sending(sending.service_id, uuid7(), facts=sending.facts)
        send(actor=navigator.actor, need_id=one.pk, sending=again, at=now)
    Referral.objects.update(wake_at=now)
    assert statements() == alone


def test_another_networks_sweep_touches_nothing(
    referral: Referral, foreigner: Worker, now: datetime
):
    assert sweep(network_id=foreigner.organization.network_id, at=now + 30 * DAY) == 0
