"""What the database itself refuses, by raw SQL as the role that web and worker use."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import StepNotPossible
from core.ids import uuid7
from referrals.actions import answer, progress
from referrals.actions.pausing import Wait, pause
from referrals.actions.send import Sending, send
from referrals.models.referral import Referral
from screening.lifecycle import Via, WhyWait
from screening.models.need import Need
from tests.story import Worker


def sql(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def refused_by(name: str, statement: str, *values: object) -> None:
    """The statement, or the commit after it, is refused by the constraint of that name."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        sql(statement, *values)
        connection.check_constraints()
    assert refusal.value.__cause__.diag.constraint_name == name


@pytest.fixture(autouse=True)
def at_the_app_role(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("column", ["next_step_due", "wake_at"])
def test_1_an_open_request_has_a_date(referral: Referral, column: str):
    refused_by(
        "referral_open_is_followed_up",
        f"UPDATE referrals_referral SET {column} = NULL WHERE id = %s",
        referral.pk,
    )


@pytest.mark.parametrize("column", ["next_step", "waiting_on"])
def test_1_an_open_request_has_a_next_step_and_somebody_who_owes_it(
    referral: Referral, column: str
):
    refused_by(
        "referral_open_is_followed_up",
        f"UPDATE referrals_referral SET {column} = '' WHERE id = %s",
        referral.pk,
    )


def test_2_an_ended_request_has_a_reason(referral: Referral):
    refused_by(
        "referral_closed_has_reason",
        "UPDATE referrals_referral SET status = 'cancelled', reason = '', ended_at = now(), next_step = '', "
        "waiting_on = '', next_step_due = NULL, wake_at = NULL WHERE id = %s",
        referral.pk,
    )


def test_2_a_reason_is_one_of_the_table(referral: Referral):
    refused_by(
        "has_known_reason",
        "UPDATE referrals_referral SET status = 'cancelled', reason = 'because', ended_at = now(), next_step = '', "
        "waiting_on = '', next_step_due = NULL, wake_at = NULL WHERE id = %s",
        referral.pk,
    )


@pytest.mark.parametrize(
    "change", ["next_step_due = NULL", "next_step = ''", "waiting_on = ''", "responsible_id = NULL"]
)
def test_3_an_open_need_has_somebody_a_step_and_a_date(need: Need, change: str):
    refused_by(
        "need_open_is_followed_up", f"UPDATE screening_need SET {change} WHERE id = %s", need.pk
    )


@pytest.mark.parametrize("missing", ["closed_at = NULL", "said_by = ''", "via = ''"])
def test_4_a_closed_need_says_when_and_on_whose_word(need: Need, missing: str):
    rest = {
        "closed_at": "closed_at = now()",
        "said_by": "said_by = 'family'",
        "via": "via = 'phone'",
    }
    rest.pop(missing.split(" ", maxsplit=1)[0])
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        sql(
            "UPDATE screening_need SET status = 'met', lasts = 'once', next_step = '', waiting_on = '', "
            f"next_step_due = NULL, wake_at = NULL, {missing}, {', '.join(rest.values())} WHERE id = %s",
            need.pk,
        )
    assert refusal.value.__cause__.diag.constraint_name in {
        "need_closed_says_how",
        "need_word_has_a_source",
    }


@pytest.mark.parametrize(
    "change",
    ["paused_until = NULL", "paused_why = ''", "paused_from = ''", "paused_from = 'met'",
     "waiting_on = 'family'"],
)  # fmt: skip
def test_a_need_that_waits_for_the_family_has_its_day_and_somebody_who_keeps_it(
    navigator: Worker, need: Need, now: datetime, change: str
):
    wait = Wait(now.date() + timedelta(days=9), WhyWait.AWAY, Via.PHONE)
    pause(actor=navigator.actor, need_id=need.pk, wait=wait, at=now)
    refused_by(
        "need_paused_has_a_day", f"UPDATE screening_need SET {change} WHERE id = %s", need.pk
    )


def test_a_need_that_goes_on_keeps_no_day_of_the_family(need: Need):
    refused_by(
        "need_paused_has_a_day",
        "UPDATE screening_need SET paused_until = now()::date WHERE id = %s",
        need.pk,
    )


def test_5_a_need_is_not_being_helped_by_nobody(need: Need):
    refused_by(
        "need_helped_has_help",
        "UPDATE screening_need SET status = 'being_helped' WHERE id = %s",
        need.pk,
    )


def test_5_a_live_request_keeps_its_need_being_helped(referral: Referral):
    refused_by(
        "need_without_help_has_none",
        "UPDATE screening_need SET status = 'wants_help' WHERE id = %s",
        referral.need_id,
    )


def test_6_a_request_belongs_to_a_need_and_neither_can_be_deleted(referral: Referral):
    for statement in (
        "DELETE FROM referrals_referral WHERE id = %s",
        "DELETE FROM screening_need WHERE id = %s",
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            sql(statement, referral.pk)


@pytest.mark.parametrize("status", ["in-progress", "on-hold", "completed", "failed", "draft"])
def test_7_a_request_moves_only_as_the_table_allows(referral: Referral, status: str):
    refused_by(
        "follows_lifecycle",
        "UPDATE referrals_referral SET status = %s WHERE id = %s",
        status,
        referral.pk,
    )


def test_7_an_ended_request_is_never_opened_again(
    intake: Worker, referral: Referral, now: datetime
):
    answer.decline(
        actor=intake.actor,
        referral_id=referral.pk,
        reason="no_capacity",
        at=now + timedelta(days=1),
    )
    refused_by(
        "follows_lifecycle",
        "UPDATE referrals_referral SET status = 'requested', reason = '', ended_at = NULL, waiting_on = 'receiver', "
        "next_step = 'answer', next_step_due = now(), wake_at = now() WHERE id = %s",
        referral.pk,
    )


def test_7_the_app_cannot_widen_its_own_rules(db: None):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        sql("INSERT INTO core_allowed_move VALUES ('referral', 'completed', 'requested')")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE core_event SET kind = 'x'", "DELETE FROM core_event", "TRUNCATE core_event"],
)
def test_8_what_happened_is_never_changed(referral: Referral, statement: str):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        sql(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_disclosure SET what = 'x'",
        "DELETE FROM people_disclosure",
        "TRUNCATE people_disclosure",
    ],
)
def test_8_who_looked_is_never_changed(db: None, statement: str):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        sql(statement)


def test_9_a_closed_need_has_no_live_request(referral: Referral):
    refused_by(
        "need_without_help_has_none",
        "UPDATE screening_need SET status = 'no_longer_needed', said_by = 'family', via = 'phone', closed_at = now(), "
        "next_step = '', waiting_on = '', next_step_due = NULL, wake_at = NULL WHERE id = %s",
        referral.need_id,
    )


def test_9_a_closed_need_owes_nothing(need: Need):
    refused_by(
        "need_closed_says_how",
        "UPDATE screening_need SET status = 'no_longer_needed', closed_at = now() WHERE id = %s",
        need.pk,
    )


@pytest.mark.parametrize("table", ["referrals_referral", "screening_need"])
def test_10_words_told_for_another_side_name_their_source(referral: Referral, table: str):
    name = (
        "referral_word_has_a_source" if table == "referrals_referral" else "need_word_has_a_source"
    )
    which = referral.pk if table == "referrals_referral" else referral.need_id
    refused_by(
        name,
        f"UPDATE {table} SET said_by = 'x', recorded_by = 'y', via = 'system' WHERE id = %s",
        which,
    )


def test_nothing_moves_to_another_network_or_points_into_one(referral: Referral, foreigner: Worker):
    there = foreigner.organization.network_id
    refused_by(
        "network_is_for_life",
        "UPDATE screening_need SET network_id = %s WHERE id = %s",
        there,
        referral.need_id,
    )
    refused_by(
        "referrals_referral_receiver_id_same_network",
        "UPDATE referrals_referral SET receiver_id = %s WHERE id = %s",
        foreigner.organization.pk,
        referral.pk,
    )


def test_two_transactions_that_each_end_one_of_two_tries_cannot_leave_a_need_alone(
    transactional_db: None,
    navigator: Worker,
    need: Need,
    agreed,
    sending: Sending,
    food_boxes,
    now: datetime,
):
    """Write skew: without the lock in the trigger both would commit, and nobody would help."""
    tries = [
        send(
            actor=navigator.actor,
            need_id=need.pk,
            at=now,
            sending=Sending(food_boxes.pk, uuid7(), facts=sending.facts),
        )
        for _ in range(2)
    ]
    ready, outcomes = threading.Barrier(2), []

    def end(referral_id: object) -> None:
        try:
            with transaction.atomic():
                sql(
                    "UPDATE referrals_referral SET status = 'cancelled', reason = 'safety', ended_at = now(), "
                    "next_step = '', waiting_on = '', next_step_due = NULL, wake_at = NULL WHERE id = %s",
                    referral_id,
                )
                ready.wait(120)
            outcomes.append("committed")
        except IntegrityError as refusal:
            outcomes.append(refusal.__cause__.diag.constraint_name)
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=[one.pk]) for one in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(outcomes) == ["committed", "need_helped_has_help"]


def test_of_two_people_who_answer_at_once_one_wins_and_the_other_is_told_who(
    transactional_db: None, intake: Worker, referral: Referral, now: datetime
):
    at, heard = now + timedelta(days=1), []

    def accept() -> None:
        try:
            answer.accept(actor=intake.actor, referral_id=referral.pk, at=at)
            heard.append("accepted")
        except Exception as error:  # noqa: BLE001 the sentence is what the test is about
            heard.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert heard.count("accepted") == 1
    assert heard.count("Joanne Reyes has already answered this. Nothing was changed.") == 3


def test_outside_the_partner_nobody_learns_which_of_its_people_answered(
    intake: Worker, navigator: Worker, referral: Referral, now: datetime
):
    at = now + timedelta(days=1)
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=at)
    with pytest.raises(StepNotPossible, match="Eastside Pantry has already answered this"):
        answer.accept(actor=navigator.actor, referral_id=referral.pk, via=Via.PHONE, at=at)


def test_a_wrong_step_changes_nothing_and_writes_no_history(
    intake: Worker, referral: Referral, now: datetime
):
    with pytest.raises(Exception, match="moved on"):
        progress.start(actor=intake.actor, referral_id=referral.pk, at=now + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_event WHERE kind = 'referral.started'")
        assert cursor.fetchone() == (0,)
