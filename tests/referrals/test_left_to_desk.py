"""Somebody leaves, and nobody here could take over: the desk keeps what they followed until somebody does."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.models import Event
from organizations.actions import members
from organizations.grants import Role
from organizations.models.network import Organization
from people.models.person import Person
from referrals.actions import answer, family
from referrals.actions.audit import audit
from referrals.actions.desk import assign, back_from_desk, leave_when_over
from referrals.actions.family import Answer
from referrals.models.referral import Referral
from screening.actions import handing
from screening.actions.needs import FoundTopic, record_found
from screening.actions.owners import NobodyTakesOver
from screening.lifecycle import Turn, Via
from screening.models.need import Need
from tests.story import Worker, hire

MINUTE = timedelta(minutes=1)


@pytest.fixture
def admin(clinic: Organization) -> Worker:
    return hire(clinic, "Adele Admin", Role.ORGADMIN)


@pytest.fixture
def left(
    navigator: Worker, table: Worker, admin: Worker, referral: Referral, now: datetime
) -> Need:
    """Priya has left; there is no supervisor, and she named nobody."""
    leave(navigator, admin, now)
    return of(referral)


def leave(worker: Worker, admin: Worker, at: datetime) -> None:
    members.end(actor=admin.actor, membership_id=worker.membership.pk, at=at)


def of(referral: Referral) -> Need:
    return Need.objects.get(pk=referral.need_id)


def stands(need: Need) -> tuple[object, ...]:
    return need.responsible_id, need.is_at_desk, need.at_desk_why, need.waiting_on, need.next_step


def test_what_a_leaver_followed_is_the_desks_in_the_same_transaction(left: Need):
    assert stands(left) == (None, True, "left", Turn.DESK, "desk_decides")
    assert left.next_step_due is not None
    assert Event.objects.filter(kind="need.at_desk", subject_id=left.pk).exists()


def test_a_partners_answer_does_not_make_it_nobodys(
    left: Need, referral: Referral, intake: Worker, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + MINUTE)
    assert stands(of(referral)) == stands(left)
    assert not [one for one in audit(left.network_id, at=now) if one.broken]


def test_the_familys_word_closes_it_all_the_same(
    left: Need, colleague: Worker, referral: Referral, now: datetime
):
    family.family_answers(
        actor=colleague.actor, need_id=left.pk, answer=Answer.YES, at=now, via=Via.PHONE
    )
    assert of(referral).is_closed


def test_a_colleague_takes_it_on_and_it_owes_what_it_owed(
    left: Need, colleague: Worker, stranger: Worker, referral: Referral, now: datetime
):
    with pytest.raises(Need.DoesNotExist):
        handing.assign(actor=stranger.actor, need_id=left.pk, user_id=stranger.user.pk, at=now)
    handing.assign(actor=colleague.actor, need_id=left.pk, user_id=colleague.user.pk, at=now)
    assert stands(of(referral)) == (colleague.user.pk, False, "", Turn.PARTNER, "answer")


def test_the_desk_gives_it_back_only_to_somebody_who_is_there(
    left: Need, table: Worker, clinic: Organization, referral: Referral, now: datetime
):
    assign(actor=table.actor, need_id=left.pk, helper_id=table.user.pk, at=now)
    with pytest.raises(NobodyTakesOver), transaction.atomic():
        back_from_desk(actor=table.actor, need_id=left.pk, at=now)
    newcomer = hire(clinic, "Nadia Newcomer", Role.NAVIGATOR)
    back_from_desk(actor=table.actor, need_id=left.pk, at=now)
    assert stands(of(referral)) == (newcomer.user.pk, False, "", Turn.PARTNER, "answer")
    told = Event.objects.get(kind="need.assigned", subject_id=left.pk).details
    assert told == {"to": str(newcomer.user.pk), "from": None}


def test_it_stays_at_a_desk_that_has_lost_its_people_rather_than_with_nobody(
    left: Need, table: Worker, clinic: Organization, referral: Referral, now: datetime
):
    table.user.is_active = False
    table.user.save()
    assert leave_when_over(network_id=left.network_id, at=now) == 0
    assert of(referral).is_at_desk
    hire(clinic, "Nadia Newcomer", Role.NAVIGATOR)
    assert leave_when_over(network_id=left.network_id, at=now) == 1
    assert of(referral).responsible_id is not None


def test_nobody_leaves_what_no_desk_may_see(
    navigator: Worker, table: Worker, admin: Worker, rosa: Person, referral: Referral, now: datetime
):
    record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("domestic_violence")], at=now
    )
    with pytest.raises(NobodyTakesOver), transaction.atomic():
        leave(navigator, admin, now)
    assert of(referral).responsible_id == navigator.user.pk


def test_who_goes_on_vacation_and_has_no_colleague_leaves_it_to_the_desk(
    navigator: Worker, table: Worker, referral: Referral
):
    navigator.client.post("/today/away/", {"user": ""})
    assert stands(of(referral))[:3] == (None, True, "left")


def test_the_database_refuses_an_open_need_that_is_nobodys(left: Need):
    for broken in (
        "UPDATE screening_need SET is_at_desk = false, at_desk_why = '', at_desk_since = NULL, waiting_on = 'owner'",
        "UPDATE screening_need SET waiting_on = ''",
        "UPDATE screening_need SET next_step_due = NULL",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{broken} WHERE id = %s", [left.pk])
