"""The pages of safety alerts: one button, one list without names, one page for those who answer for it."""

import uuid

import pytest
from django.urls import reverse

from organizations.grants import Role
from people.actions.safety import Said, chase_alerts, raise_alert
from people.lifecycle import Danger
from people.models.agreements import Disclosure
from people.models.person import Person
from people.models.safety import MandatedReport, SafetyAlert
from tests.story import NOW, Worker, hire

AFRAID = Said(Danger.VIOLENCE, "He waits outside.")
TYPED = {"danger": "violence", "words": "He waits outside."}
REPORTED = {"to_whom": "Child protection", "made_at": "2026-01-05T10:00", "reference": "C-1"}


@pytest.fixture
def duty(clinic) -> Worker:
    return hire(clinic, "Dee Dorsey", Role.DUTY)


@pytest.fixture
def alert(duty: Worker, screener: Worker, rosa: Person) -> SafetyAlert:
    return raise_alert(actor=screener.actor, person_id=rosa.pk, said=AFRAID, at=NOW)


def path(name: str, *args: object) -> str:
    return reverse(f"people:{name}", args=args)


def body(worker: Worker, where: str) -> str:
    return worker.client.get(where).content.decode()


@pytest.mark.parametrize("who", ["navigator", "screener", "supervisor"])
def test_whoever_works_with_rosa_says_it_from_her_record(request, rosa, duty, who):
    worker: Worker = request.getfixturevalue(who)
    assert path("raise_alert", rosa.pk) in body(worker, path("record", rosa.pk))
    page = body(worker, path("raise_alert", rosa.pk))
    assert "call 911" in page
    assert "988" in page
    done = worker.client.post(path("raise_alert", rosa.pk), TYPED)
    assert done.status_code == 302
    alert = SafetyAlert.objects.get()
    assert (alert.raised_by, alert.danger, alert.words) == (
        worker.user,
        "violence",
        "He waits outside.",
    )


@pytest.mark.parametrize("who", ["intake", "stranger", "foreigner", "duty", "convener"])
@pytest.mark.parametrize("name", ["raise_alert", "report"])
def test_for_anybody_else_there_is_no_such_page(request, rosa, who, name):
    worker: Worker = request.getfixturevalue(who)
    assert worker.client.get(path(name, rosa.pk)).status_code == 404
    assert worker.client.post(path(name, rosa.pk), TYPED | REPORTED).status_code == 404
    assert not SafetyAlert.objects.exists()
    assert not MandatedReport.objects.exists()


def test_without_saying_what_one_fears_the_form_asks_again(rosa, navigator):
    answer = navigator.client.post(path("raise_alert", rosa.pk), {"words": "x"})
    assert answer.status_code == 422
    assert not SafetyAlert.objects.exists()


def test_the_list_of_the_duty_has_numbers_and_no_names(alert, duty, rosa):
    page = body(duty, path("alerts"))
    assert alert.number in page
    assert "Rosa" not in page
    assert "outside" not in page


@pytest.mark.parametrize("who", ["navigator", "screener", "intake"])
def test_whom_no_alert_can_reach_has_no_list(request, alert, who):
    assert request.getfixturevalue(who).client.get(path("alerts")).status_code == 403


def test_a_stranger_on_duty_elsewhere_sees_an_empty_list_and_no_page(alert, other_clinic):
    elsewhere = hire(other_clinic, "Stan Duty", Role.DUTY, Role.SUPERVISOR)
    assert alert.number not in body(elsewhere, path("alerts"))
    assert elsewhere.client.get(path("alert", alert.pk)).status_code == 404
    for verb in ("take_alert", "give_alert_back", "close_alert"):
        assert elsewhere.client.post(path(verb, alert.pk), {"how": "safe_now"}).status_code == 404
    alert.refresh_from_db()
    assert alert.taken_by_id is None


def test_the_duty_takes_it_reads_it_reaches_her_and_closes_it(alert, duty, rosa, navigator):
    assert duty.client.post(path("take_alert", alert.pk)).status_code == 302
    page = body(duty, path("alert", alert.pk))
    for words in ("Rosa Delgado", "He waits outside.", "(555) 010-0142", "Sam Lee"):
        assert words in page
    assert duty.client.post(path("close_alert", alert.pk), {"how": ""}).status_code == 422
    closed = duty.client.post(
        path("close_alert", alert.pk), {"how": "plan", "words": "At her sister's."}
    )
    assert closed.status_code == 302
    page = body(duty, path("alerts"))
    assert "No alert is open" in page
    assert "They have a plan for their safety" in page
    assert navigator.client.get(path("alert", alert.pk)).status_code == 404


def test_given_back_it_waits_again(alert, duty):
    duty.client.post(path("take_alert", alert.pk))
    assert duty.client.post(path("give_alert_back", alert.pk)).status_code == 302
    assert "Waits for whoever is on duty" in body(duty, path("alerts"))


def test_a_look_at_it_is_written_down_and_never_printed_for_the_family(
    alert, duty, rosa, navigator, clinic
):
    body(duty, path("alert", alert.pk))
    navigator.client.post(path("raise_alert", rosa.pk), TYPED)
    assert Disclosure.objects.filter(what="people.alert").count() >= 2
    printed = body(navigator, path("seen", rosa.pk))
    assert "kept sealed" not in printed
    assert "Dee Dorsey" not in printed
    officer = hire(clinic, "Ann Privacy", Role.PRIVACY)
    assert "kept sealed" in body(officer, path("seen_by"))


@pytest.mark.parametrize("page", ["record", "chart_note", "agreed", "wishes", "check_in"])
def test_it_stands_on_no_page_about_her(alert, rosa, navigator, page):
    duty_said = {"He waits outside.", alert.number, str(alert.pk)}
    where = reverse(f"{'referrals' if page == 'check_in' else 'people'}:{page}", args=[rosa.pk])
    shown = body(navigator, where)
    assert not [words for words in duty_said if words in shown]


def test_the_convener_rings_by_number_when_nobody_answers(alert, convener, duty, clinic, rosa):
    assert alert.number not in body(convener, path("alerts"))
    for late in (alert.next_step_due, alert.next_step_due.replace(hour=20)):
        chase_alerts(network_id=alert.network_id, at=late)
    page = body(convener, path("alerts"))
    assert alert.number in page
    assert "Riverside" in page
    assert "Rosa" not in page
    assert convener.client.get(path("alert", alert.pk)).status_code == 404


def test_a_report_is_written_down_by_who_made_it_and_read_by_the_duty(
    alert, rosa, screener, navigator, duty
):
    assert screener.client.post(path("report", rosa.pk), REPORTED).status_code == 302
    assert "Child protection" in body(screener, path("report", rosa.pk))
    assert "Child protection" not in body(navigator, path("report", rosa.pk))
    assert "Child protection" in body(duty, path("alert", alert.pk))


def test_a_report_of_tomorrow_is_asked_for_again(rosa, screener):
    later = REPORTED | {"made_at": "2999-01-01T10:00"}
    assert screener.client.post(path("report", rosa.pk), later).status_code == 422
    assert not MandatedReport.objects.exists()


def test_an_id_that_nobody_made_is_not_found(duty):
    assert duty.client.get(path("alert", uuid.uuid4())).status_code == 404
