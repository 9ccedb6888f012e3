"""Rosa may be in danger: who is asked, by when, who else, and who never hears of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from core import history
from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event, Outbox
from governance.actions.policies import set_patience
from organizations.actions.members import change_roles, end
from organizations.grants import Role
from people.actions.contact import Safety, set_safety
from people.actions.safety import (
    Report,
    Said,
    chase_alerts,
    close_alert,
    give_back,
    raise_alert,
    record_report,
    take_alert,
)
from people.lifecycle import AlertEnd, Danger, Watch
from people.models.person import Exclusion, Person
from people.models.safety import MandatedReport, SafetyAlert
from people.search.duty import climbed, waiting_for
from tests.story import NOW, Worker, hire

HOUR = timedelta(hours=1)
NOTHING_OWED = "next_step_due = NULL, wake_at = NULL, next_step = '', waiting_on = ''"
AFRAID = Said(Danger.VIOLENCE, "He waits for her outside the clinic.")


@pytest.fixture
def duty(clinic) -> Worker:
    return hire(clinic, "Dee Dorsey", Role.DUTY)


@pytest.fixture
def admin(clinic) -> Worker:
    return hire(clinic, "Ori Admin", Role.ORGADMIN)


@pytest.fixture
def alert(duty: Worker, screener: Worker, rosa: Person) -> SafetyAlert:
    """A screener heard it; it is ten in the morning on a Wednesday."""
    return raise_alert(actor=screener.actor, person_id=rosa.pk, said=AFRAID, at=NOW)


def seen_by(worker: Worker) -> list[SafetyAlert]:
    return list(SafetyAlert.objects.visible_to(worker.actor, at=NOW))


def after(alert: SafetyAlert, at: datetime) -> SafetyAlert:
    """As the clock left it."""
    chase_alerts(network_id=alert.network_id, at=at)
    return SafetyAlert.objects.get(pk=alert.pk)


def kinds(alert: SafetyAlert) -> list[str]:
    return [event.kind for event in history.of(alert.pk)][::-1]


def test_an_alert_is_owed_by_the_duty_of_the_custodian_within_a_staffed_hour(alert, clinic, duty):
    assert (alert.waiting_on, alert.next_step) == (Watch.DUTY, "take_alert")
    assert alert.next_step_due == NOW + HOUR
    assert alert.organization_id == clinic.pk
    waiting = waiting_for(duty.actor, at=NOW)
    assert (waiting.number, waiting.due) == (1, NOW + HOUR)


def test_danger_on_friday_evening_is_answered_on_monday_unless_the_network_is_staffed(
    duty, screener, rosa, convener
):
    evening = datetime(2026, 11, 20, 23, tzinfo=UTC)  # six in the evening there
    said = {"person_id": rosa.pk, "said": AFRAID, "at": evening}
    alert = raise_alert(actor=screener.actor, **said)
    assert alert.next_step_due == datetime(2026, 11, 23, 14, tzinfo=UTC)
    always = {"staffed.begins": 0, "staffed.ends": 24, "staffed.off_ends": 24}
    set_patience(actor=convener.actor, values=always, at=NOW)
    assert raise_alert(actor=screener.actor, **said).next_step_due == evening + HOUR


def test_nobody_but_the_duty_sees_it_and_no_colleague_no_screener_no_stranger(
    alert, duty, navigator, colleague, screener, supervisor, intake, stranger, foreigner, convener
):
    assert seen_by(duty) == [alert]
    for other in (
        navigator,
        colleague,
        screener,
        supervisor,
        intake,
        stranger,
        foreigner,
        convener,
    ):
        assert not seen_by(other), other.user.name
        assert waiting_for(other.actor, at=NOW).number == 0


def test_it_is_told_without_a_word_of_what_was_said(alert, rosa):
    [event] = Event.objects.filter(subject_id=alert.pk)
    assert (event.kind, event.details) == ("safety.raised", {"reached": "duty"})
    assert Outbox.objects.filter(event_id=event.pk).exists()
    assert not history.of(rosa.pk).filter(kind__startswith="safety.").exists()


def test_what_was_said_lies_sealed_in_the_database(alert):
    with connection.cursor() as cursor:
        cursor.execute("SELECT danger, words FROM people_safetyalert")
        [(danger, words)] = cursor.fetchall()
    assert b"violence" not in bytes(danger)
    assert b"waits" not in bytes(words)


@pytest.mark.parametrize("who", ["intake", "stranger", "foreigner", "convener"])
def test_who_does_not_work_with_rosa_can_say_nothing_about_her(request, rosa, who):
    actor = request.getfixturevalue(who).actor
    with pytest.raises(Person.DoesNotExist):
        raise_alert(actor=actor, person_id=rosa.pk, said=AFRAID, at=NOW)
    assert not SafetyAlert.objects.exists()


def test_whom_rosa_has_shut_out_does_not_hear_even_on_duty(rosa, duty, supervisor, screener):
    """Her partner's brother is on duty: it comes to the supervisor at once."""
    Exclusion.objects.create(network=rosa.network, person=rosa, user=duty.user)
    alert = raise_alert(actor=screener.actor, person_id=rosa.pk, said=AFRAID, at=NOW)
    assert not seen_by(duty)
    assert alert.waiting_on == Watch.SUPERVISOR
    assert seen_by(supervisor) == [alert]


def test_where_nobody_is_on_duty_it_comes_to_the_supervisors_and_else_to_the_convener(
    rosa, screener, clinic, convener
):
    at_once = raise_alert(actor=screener.actor, person_id=rosa.pk, said=AFRAID, at=NOW)
    assert (at_once.waiting_on, at_once.reached) == (Watch.CONVENER, Watch.CONVENER)
    ruth = hire(clinic, "Ruth Abebe", Role.SUPERVISOR)
    alert = raise_alert(actor=screener.actor, person_id=rosa.pk, said=AFRAID, at=NOW)
    assert alert.waiting_on == Watch.SUPERVISOR
    assert len(seen_by(ruth)) == 2


def test_an_hour_without_anybody_brings_the_supervisor_and_another_the_conveners_duty(
    alert, supervisor, convener, stranger
):
    assert after(alert, NOW + HOUR - timedelta(minutes=1)).rung == 0
    late = after(alert, NOW + HOUR)
    assert (late.waiting_on, late.next_step_due) == (Watch.SUPERVISOR, NOW + HOUR)
    assert seen_by(supervisor) == [alert]
    assert climbed(convener.actor) == []
    assert after(late, NOW + 2 * HOUR).waiting_on == Watch.CONVENER
    assert kinds(alert) == ["safety.raised", "safety.nobody_took", "safety.climbed"]
    assert not seen_by(stranger)
    again = after(alert, NOW + 4 * HOUR)
    assert kinds(alert)[-1] == "safety.climbed"
    assert len(kinds(alert)) == 4
    assert again.wake_at > NOW + 4 * HOUR


def test_the_convener_learns_a_number_and_whom_to_ring_and_no_name(alert, convener, clinic, rosa):
    for hours in (1, 2):
        after(alert, NOW + hours * HOUR)
    [row] = climbed(convener.actor)
    assert (row.number, row.organization) == (alert.number, clinic.name)
    assert rosa.first_name not in str(row)
    assert str(rosa.pk) not in str(row)
    assert not seen_by(convener)


def test_who_takes_it_has_a_day_of_work_to_say_how_it_is(alert, duty):
    taken = take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)
    assert (taken.waiting_on, taken.taken_by) == (Watch.TAKER, duty.user)
    assert taken.next_step_due == NOW + timedelta(days=1)
    assert after(taken, NOW + HOUR).rung == 0
    take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)  # a second click
    assert kinds(alert) == ["safety.raised", "safety.taken"]


def test_what_was_taken_and_not_closed_climbs_too(alert, duty, supervisor):
    take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)
    for hours in (24, 25, 26):
        after(alert, NOW + hours * HOUR)
    assert kinds(alert)[2:] == ["safety.not_closed", "safety.still_open", "safety.climbed"]
    assert seen_by(supervisor) == [alert]
    take_alert(actor=supervisor.actor, alert_id=alert.pk, at=NOW)  # the supervisor steps in
    with pytest.raises(NotAllowed):
        close_alert(actor=duty.actor, alert_id=alert.pk, how=AlertEnd.SAFE_NOW, at=NOW)


def test_only_who_took_it_closes_it_and_says_how(alert, duty, supervisor):
    with pytest.raises(NotAllowed):
        close_alert(actor=duty.actor, alert_id=alert.pk, how=AlertEnd.SAFE_NOW, at=NOW)
    take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)
    with pytest.raises(SafetyAlert.DoesNotExist):
        close_alert(actor=supervisor.actor, alert_id=alert.pk, how=AlertEnd.SAFE_NOW, at=NOW)
    closed = close_alert(
        actor=duty.actor, alert_id=alert.pk, how=AlertEnd.PLAN, words="With her sister.", at=NOW
    )
    assert closed.is_closed
    assert not closed.is_open
    assert waiting_for(duty.actor, at=NOW).number == 0
    assert chase_alerts(network_id=alert.network_id, at=NOW + 99 * HOUR) == 0
    with pytest.raises(StepNotPossible):
        take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)


def test_given_back_it_is_the_dutys_again_with_an_hour_of_its_own(alert, duty):
    take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)
    back = give_back(actor=duty.actor, alert_id=alert.pk, at=NOW + HOUR)
    assert (back.waiting_on, back.taken_by_id, back.rung) == (Watch.DUTY, None, 0)
    assert back.next_step_due == NOW + 2 * HOUR


@pytest.mark.parametrize("leaves", [True, False])
def test_who_leaves_or_is_on_duty_no_more_leaves_no_alert_behind(alert, duty, admin, *, leaves):
    take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)
    whom = {"actor": admin.actor, "membership_id": duty.membership.pk, "at": NOW}
    if leaves:
        end(**whom)
    else:
        change_roles(**whom, roles=["navigator"])
    alert.refresh_from_db()
    assert (alert.waiting_on, alert.taken_by_id) == (Watch.DUTY, None)
    assert after(alert, NOW + HOUR).waiting_on == Watch.SUPERVISOR


@pytest.mark.parametrize("taken", [True, False])
def test_whom_rosa_shuts_out_now_looks_after_no_alert_of_hers_and_others_are_asked_at_once(
    alert, duty, supervisor, screener, rosa, stranger, *, taken
):
    """A day would be a long time for somebody in danger."""
    helper = hire(duty.organization, "Nils Near", Role.NAVIGATOR)
    if taken:
        take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)
    rosa.refresh_from_db()
    safety = Safety(shut_out_people=frozenset({duty.user.pk}))
    set_safety(actor=helper.actor, person_id=rosa.pk, safety=safety, version=rosa.version, at=NOW)
    assert (seen_by(duty), seen_by(stranger)) == ([], [])
    [there] = seen_by(supervisor)
    assert (there.waiting_on, there.taken_by_id) == (Watch.SUPERVISOR, None)
    assert there.next_step_due == NOW + HOUR
    assert kinds(alert)[-1] == "safety.given_back"


def test_who_is_still_welcome_keeps_the_alert_that_they_took(alert, duty, supervisor, rosa):
    second = hire(duty.organization, "Dan Duty", Role.DUTY)
    helper = hire(duty.organization, "Nils Near", Role.NAVIGATOR)
    take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)
    rosa.refresh_from_db()
    safety = Safety(shut_out_people=frozenset({second.user.pk}))
    set_safety(actor=helper.actor, person_id=rosa.pk, safety=safety, version=rosa.version, at=NOW)
    [there] = seen_by(duty)
    assert (there.waiting_on, there.taken_by_id) == (Watch.TAKER, duty.user.pk)


@pytest.mark.parametrize(
    "broken",
    [
        "waiting_on = ''",
        "next_step = ''",
        "next_step_due = NULL",
        "wake_at = NULL",
        "closed_at = now()",  # without saying how
        "closed_how = 'safe_now'",
        "waiting_on = 'taker'",  # and nobody has taken it
        "taken_at = now()",
        f"closed_at = now(), closed_how = 'safe_now', {NOTHING_OWED}",  # by nobody
    ],
)
def test_the_database_refuses_an_open_safety_alert_without_owner_and_date(alert, broken):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_safetyalert SET {broken}")


def reported(
    worker: Worker, rosa: Person, to_whom: str = "Child protection hotline"
) -> MandatedReport:
    report = Report(to_whom, made_at=NOW - HOUR, reference="C-2291")
    return record_report(actor=worker.actor, person_id=rosa.pk, report=report, at=NOW)


def test_a_report_that_the_law_asks_for_is_a_fact_of_the_person_who_made_it(
    rosa, screener, navigator, duty, supervisor, stranger, foreigner
):
    made = reported(screener, rosa)
    assert (made.made_by, made.to_whom) == (screener.user, "Child protection hotline")
    visible = MandatedReport.objects.visible_to
    assert visible(screener.actor, at=NOW).get() == made
    assert visible(duty.actor, at=NOW).get() == made
    for other in (navigator, supervisor, stranger, foreigner):
        assert not visible(other.actor, at=NOW).exists()
    assert not Outbox.objects.filter(event_id=history.of(made.pk)[0].pk).exists()


def test_a_report_says_to_whom_and_is_written_down_after_it_was_made(rosa, screener, stranger):
    with pytest.raises(BadInput):
        reported(screener, rosa, to_whom="  ")
    with pytest.raises(BadInput):
        report = Report("911", made_at=NOW + HOUR)
        record_report(actor=screener.actor, person_id=rosa.pk, report=report, at=NOW)
    with pytest.raises(Person.DoesNotExist):
        reported(stranger, rosa)


@pytest.mark.parametrize(
    "change", ["UPDATE people_mandatedreport SET made_at = now()", "DELETE FROM people_mandatedreport"]
)  # fmt: skip
def test_the_database_never_changes_a_report(rosa, screener, change):
    reported(screener, rosa)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_the_database_refuses_a_report_to_nobody(rosa, screener):
    with pytest.raises(IntegrityError), transaction.atomic():
        MandatedReport.objects.create(
            network=rosa.network, person=rosa, organization=rosa.custodian, made_by=screener.user,
            made_at=NOW, recorded_at=NOW, to_whom="",
        )  # fmt: skip
