"""Grace at the desk rings up partners that answer only the telephone: numbers and topics, no names."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from organizations.grants import Role
from people.lifecycle import Direction, Fact, Form
from people.models.agreements import Consent, Disclosure
from people.models.person import Person
from referrals.actions import answer
from referrals.models.referral import Referral
from referrals.search.week import number_of
from screening.models.need import Need
from tests.referrals.by_link import words
from tests.story import Worker, found, hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def grace(network) -> Worker:
    return hire(found(network, "Harbor Table"), "Grace Kim", Role.DESK)


@pytest.fixture
def sheet(referral: Referral) -> str:
    return f"/calls/{referral.receiver_id}/"


def agrees_to_the_desk(rosa: Person, now: datetime, **about: object) -> Consent:
    return Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.DESK, facts=[Fact.NAME],
        form=Form.VERBAL, language="es", words="Sí", since=now, **about,
    )  # fmt: skip


def test_the_desk_sees_whom_to_call_and_reads_numbers_and_topics(
    grace, referral, sheet, pantry, rosa
):
    pantry.phone = "(555) 555-0199"
    pantry.save()
    seen = words(grace.client.get("/calls/"))
    assert pantry.name in seen
    assert pantry.phone in seen
    read = words(grace.client.get(sheet))
    assert number_of(referral.pk) in read
    assert "Food" in read
    assert rosa.first_name not in read
    assert not Disclosure.objects.exists()


def test_the_name_stands_there_only_when_the_family_agreed_to_the_desk(grace, sheet, rosa, now):
    agrees_to_the_desk(rosa, now)
    assert rosa.first_name in words(grace.client.get(sheet))
    assert Disclosure.objects.get().person_ids == [rosa.pk]


def test_an_agreement_that_has_ended_or_is_about_something_else_names_nobody(
    grace, sheet, rosa, now
):
    agrees_to_the_desk(rosa, now, topics=["diapers"])
    agrees_to_the_desk(rosa, now, withdrawn_at=now + timedelta(minutes=1))
    assert rosa.first_name not in words(grace.client.get(sheet))


@pytest.mark.parametrize("delicate", ["sensitive", "care"])
def test_nothing_delicate_stands_on_a_call_sheet(grace, referral, sheet, rosa, delicate):
    if delicate == "care":
        Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    else:
        Need.objects.filter(pk=referral.need_id).update(is_sensitive=True)
    assert number_of(referral.pk) not in words(grace.client.get(sheet))


def test_a_partner_that_signs_in_or_owes_nothing_is_not_called(grace, referral, pantry, intake):
    assert pantry.name not in words(grace.client.get("/calls/"))
    answer.ask(actor=intake.actor, referral_id=referral.pk, question="Which?", at=timezone.now())
    intake.user.is_active = False
    intake.user.save()
    assert pantry.name not in words(grace.client.get("/calls/"))


def test_a_stranger_a_clinic_and_another_countys_desk_call_nobody(
    stranger, navigator, foreigner, referral, sheet
):
    for other in (stranger, navigator):
        assert other.client.get("/calls/").status_code == 403
        assert other.client.get(sheet).status_code == 403
    assert foreigner.client.get(sheet).status_code == 404
    assert "Eastside" not in words(foreigner.client.get("/calls/"))


def test_the_list_is_one_statement_for_any_number(grace, referral, django_assert_max_num_queries):
    client = grace.client
    client.get("/calls/")
    with django_assert_max_num_queries(9):
        client.get("/calls/")
