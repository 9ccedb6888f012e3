"""A family that has begun to answer is not left there: whoever asked finishes, and others hear when nobody does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from core.history import of
from organizations.actions import members
from organizations.grants import Role
from organizations.models.network import Network
from people.models.person import Exclusion, Person
from referrals.actions.audit import audit
from referrals.actions.look_ahead import look_ahead
from referrals.search.later import laters_for
from referrals.search.today import unfinished_screenings
from screening.actions import finishing, screenings
from screening.lifecycle import LaterEnd
from screening.models.later import Later
from screening.models.screening import Screening
from tests.notifications.conftest import told
from tests.screening.conftest import HUNGRY, RAN_OUT, WORRIED, Screen
from tests.story import NOW, Worker, hire

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def begun(begin: Screen, screener: Worker) -> Screening:
    """Sam asked two questions, then somebody knocked at the door."""
    screening = begin(screener)
    return screenings.answer(
        actor=screener.actor, screening_id=screening.pk, given=HUNGRY, at=NOW + HOUR
    )


def look(screening: Screening, days: float) -> int:
    return look_ahead(network_id=screening.network_id, at=NOW + HOUR + days * DAY)


def shown(worker: Worker, days: float, *, team: bool = False) -> list[Later]:
    return laters_for(worker.actor, team=team, at=NOW + days * DAY)


def test_a_day_after_the_last_answer_it_is_a_step_and_not_before(begun: Screening):
    assert look(begun, 0.9) == 0
    assert look(begun, 1) == 1
    assert look(begun, 1) == 0
    later = Later.objects.get(screening=begun)
    assert (later.waiting_on, later.next_step) == ("owner", "finish_screening")
    assert of(begun.pk)[0].kind == "screening.unfinished"


def test_where_nothing_was_said_nothing_waits(begin: Screen, screener: Worker):
    assert look(begin(screener), 30) == 0


def test_whoever_asked_has_it_on_their_list_and_it_stands_there_once(
    begun: Screening, screener: Worker, navigator: Worker, supervisor: Worker, stranger: Worker
):
    look(begun, 1)
    assert [later.screening for later in shown(screener, 1)] == [begun]
    assert not unfinished_screenings(screener.actor, team=False, at=NOW + DAY)
    assert not shown(navigator, 1)
    assert [later.screening for later in shown(supervisor, 1, team=True)] == [begun]
    assert not shown(stranger, 1, team=True)


def test_whom_the_family_shut_out_does_not_see_it(
    begun: Screening, supervisor: Worker, rosa: Person
):
    look(begun, 1)
    Exclusion.objects.create(network=rosa.network, person=rosa, user=supervisor.user)
    assert not shown(supervisor, 1, team=True)


def test_finishing_it_ends_the_step(begun: Screening, screener: Worker):
    look(begun, 1)
    finishing.finish(actor=screener.actor, screening_id=begun.pk, at=NOW + 2 * DAY)
    later = Later.objects.get(screening=begun)
    assert (later.ended_how, later.next_step_due) == (LaterEnd.FINISHED, None)
    assert look(begun, 40) == 0


def test_a_family_that_takes_all_of_it_back_leaves_nothing_to_finish_until_it_goes_on(
    begun: Screening, screener: Worker
):
    look(begun, 1)
    back = dict.fromkeys((WORRIED, RAN_OUT), ())
    screenings.answer(actor=screener.actor, screening_id=begun.pk, given=back, at=NOW + 2 * DAY)
    assert Later.objects.get(screening=begun).ended_how == LaterEnd.LET_END
    assert look(begun, 10) == 0
    screenings.answer(actor=screener.actor, screening_id=begun.pk, given=HUNGRY, at=NOW + 11 * DAY)
    assert look(begun, 13) == 1


def test_where_nobody_finishes_it_the_supervisor_hears_and_it_goes_on_being_said(
    begun: Screening, supervisor: Worker
):
    for hours in range(24 * 12):
        look(begun, 1 + hours / 24)
    kinds = [event.kind for event in of(begun.pk)]
    assert "screening.unfinished_late" in kinds
    assert Later.objects.filter(screening=begun).count() == 1


def test_whoever_asked_is_told_and_then_the_supervisor(
    network: Network, begun: Screening, screener: Worker, supervisor: Worker
):
    look(begun, 1)
    sent = told(network, at=NOW + 2 * DAY)
    assert {(one.template, one.user_id) for one in sent} == {("screening_begun", screener.user.pk)}


def test_where_whoever_asked_has_left_the_supervisor_is_told_at_once(
    network: Network, begun: Screening, screener: Worker, supervisor: Worker
):
    admin = hire(screener.organization, "Ada Admin", Role.ORGADMIN)
    members.end(actor=admin.actor, membership_id=screener.membership.pk, at=NOW + DAY)
    look(begun, 1)
    assert [later.screening for later in shown(supervisor, 2)] == [begun]
    sent = told(network, at=NOW + 2 * DAY)
    assert {(one.template, one.user_id) for one in sent} == {
        ("screening_begun", supervisor.user.pk)
    }


def test_the_row_on_today_leads_to_the_questions(
    begun: Screening, screener: Worker, client: Client
):
    look(begun, 1)
    later = Later.objects.get(screening=begun)
    client.force_login(screener.user)
    answer = client.get(reverse("referrals:later", args=[later.pk]))
    assert answer.headers["Location"] == reverse("screening:ask", args=[begun.pk])


def test_the_database_takes_no_step_of_a_screening_that_names_none(begun: Screening):
    look(begun, 1)
    with (
        pytest.raises(IntegrityError, match="later_is_about_one_thing"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE screening_later SET screening_id = NULL")


def test_the_auditor_sees_one_that_the_clock_has_passed_over(begun: Screening):
    look(begun, 1)
    later = Later.objects.get(screening=begun)
    found = {
        finding.promise.name: finding.ids
        for finding in audit(begun.network_id, at=later.wake_at + 1.1 * DAY)
        if finding.broken
    }
    assert found == {"nobody_is_passed_over": (str(later.pk),)}
