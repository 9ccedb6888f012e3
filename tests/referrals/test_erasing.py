"""Somebody is erased: what happened stays proven, who it was is nowhere any more, and never comes back."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from core.errors import NotAllowed, StepNotPossible
from core.models import Event
from core.sealed import SealedTextField
from organizations.grants import Role
from organizations.models.network import Network, Organization
from people import disclosures
from people.actions.rights import Asked, ask_right, confirm_recall, lift_hold, place_hold, recall
from people.lifecycle import HoldReason, Right
from people.models.agreements import Disclosure
from people.models.contact import ContactPoint
from people.models.person import Household, Person
from people.models.rights import Recall, RightsRequest
from people.models.safety import MandatedReport
from referrals.actions.audit import audit
from referrals.actions.erasing import MustBeKept, erase
from referrals.models.erasing import BESIDE, GONE, POINTS, said_of_a_person
from referrals.models.messages import Message
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.referrals.erased import (
    corrected,
    feared_for,
    helped,
    in_the_database,
    in_what_opens,
    planted,
    signs_left,
)
from tests.story import NOW, Worker, found, hire

YEARS = timedelta(days=366 * 8)  # longer than a clinic in New York must keep a record
LATER = NOW + YEARS
ASKED = Asked(Right.ERASURE, "paper", "All of it", "I want to be forgotten.")


@pytest.fixture
def officer(network: Network) -> Worker:
    return hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)


@pytest.fixture
def quiet(navigator: Worker) -> Person:
    return planted(navigator, NOW)


@pytest.fixture
def asked(quiet: Person, navigator: Worker) -> RightsRequest:
    return ask_right(actor=navigator.actor, person_id=quiet.pk, asked=ASKED, at=LATER)


def erased(officer: Worker, request: RightsRequest, at: datetime = LATER) -> RightsRequest:
    return erase(actor=officer.actor, right_id=request.pk, at=at)


# --- every table is thought of --------------------------------------------------------------------


def reaches_a_person(model) -> bool:
    return any(field.related_model is Person for field in model._meta.concrete_fields)


def test_no_table_that_says_something_of_a_person_is_forgotten():
    known = {gone.model._meta.label for gone in GONE} | set(BESIDE) | set(POINTS)
    sealed = {
        model._meta.label
        for model in apps.get_models()
        if any(isinstance(field, SealedTextField) for field in model._meta.concrete_fields)
        or reaches_a_person(model)
    }
    assert sealed <= known, "Say in referrals/models/erasing.py what becomes of it"
    assert known <= sealed


def test_every_way_to_a_person_is_walked():
    walked = {(gone.model, gone.person) for gone in GONE}
    direct = {
        (gone.model, field.name)
        for gone in GONE
        for field in gone.model._meta.concrete_fields
        if field.related_model is Person and field.name not in {"merged_into", "given_by"}
    }
    assert direct <= walked


@pytest.mark.django_db
def test_the_database_guards_every_word_that_could_be_written_of_the_erased():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT t.tgrelid::regclass::text, ARRAY(SELECT a.attname FROM unnest(t.tgattr) AS n
                   JOIN pg_attribute AS a ON a.attrelid = t.tgrelid AND a.attnum = n)
               FROM pg_trigger AS t WHERE t.tgname = t.tgrelid::regclass::text || '_of_erased'"""
        )
        guarded = {table: set(columns) for table, columns in cursor.fetchall()}
    for gone, field in said_of_a_person():
        if gone.model is not Person:
            table = gone.model._meta.db_table
            assert field in guarded[table], f"{table}.{field}: refuses_erased() in its migration"
    for gone in GONE:
        if gone.rows:
            assert guarded[gone.model._meta.db_table] == set()  # the row itself says something


# --- the deed ---------------------------------------------------------------------------------------


def test_of_whom_is_erased_nothing_is_left_and_what_happened_is(
    quiet: Person,
    navigator: Worker,
    supervisor: Worker,
    intake: Worker,
    food_boxes,
    officer: Worker,
):
    need = helped(quiet, navigator, intake, food_boxes, NOW)
    feared_for(quiet, supervisor, NOW)
    corrected(quiet, navigator, NOW)
    disclosures.record(
        actor=navigator.actor, person_ids=[quiet.pk], what="people.record", purpose="care", at=NOW
    )
    assert in_the_database()  # the case numbers of both sides, and the payer
    assert len(in_what_opens()) > 35
    events, looks = Event.objects.count(), Disclosure.objects.count()
    request = ask_right(actor=navigator.actor, person_id=quiet.pk, asked=ASKED, at=LATER)

    erased(officer, request)

    assert in_the_database() == []
    assert in_what_opens() == []
    assert signs_left(quiet) == 0
    assert Person.objects.get(pk=quiet.pk).erased_at == LATER
    assert Need.objects.get(pk=need.pk).status == "met"
    assert Message.objects.count() == 1 == MandatedReport.objects.count()
    assert Event.objects.count() > events
    assert Disclosure.objects.count() == looks
    assert Event.objects.filter(kind="person.erased").count() == 1
    assert [one.promise.name for one in audit(quiet.network_id, at=LATER) if one.broken] == []


def test_her_sons_record_stays_without_her_telephone(
    quiet: Person, asked: RightsRequest, officer: Worker
):
    erased(officer, asked)
    son = Person.objects.exclude(pk=quiet.pk).get()
    assert son.first_name == "Mateo"
    assert not ContactPoint.objects.filter(person=son).exists()


def test_a_home_keeps_its_name_while_somebody_lives_there(
    quiet: Person, asked: RightsRequest, officer: Worker
):
    home = Household.objects.get()
    son = Person.objects.exclude(pk=quiet.pk).get()
    home.members.create(network=quiet.network, person=son, since=NOW)
    erased(officer, asked)
    assert Household.objects.get().label == home.label


def test_nobody_finds_the_tombstone(
    quiet: Person, asked: RightsRequest, officer: Worker, navigator: Worker, stranger: Worker
):
    page = f"/people/{quiet.pk}/"
    assert navigator.client.get(page).status_code == 200
    erased(officer, asked)
    for worker in (navigator, stranger):
        assert worker.client.get(page).status_code == 404


# --- two people -------------------------------------------------------------------------------------


def test_who_asks_does_not_confirm_and_a_stranger_does_not_see_that_it_was_asked(
    quiet: Person, asked: RightsRequest, navigator: Worker, clinic: Organization,
    stranger: Worker, foreigner: Worker, intake: Worker,
):  # fmt: skip
    both = hire(clinic, "Bo Both", Role.NAVIGATOR, Role.PRIVACY)
    asked.recorded_by = both.user
    asked.save()
    for worker in (both, navigator):
        with pytest.raises(NotAllowed):
            erased(worker, asked)
    for worker in (stranger, foreigner, intake):
        with pytest.raises(RightsRequest.DoesNotExist):
            erased(worker, asked)
    assert not Person.objects.exclude(erased_at=None).exists()


def test_at_a_victim_service_its_own_supervisor_confirms_and_no_officer(
    quiet: Person, asked: RightsRequest, officer: Worker, supervisor: Worker, clinic: Organization
):
    clinic.is_victim_service = True
    clinic.save()
    with pytest.raises(RightsRequest.DoesNotExist):
        erased(officer, asked)
    erased(supervisor, asked)
    assert Person.objects.get(pk=quiet.pk).is_erased


# --- what stands against it -------------------------------------------------------------------------


def test_a_record_that_the_law_keeps_is_not_erased(
    quiet: Person, asked: RightsRequest, officer: Worker
):
    with pytest.raises(MustBeKept, match="10 NYCRR 405"):
        erased(officer, asked, NOW + timedelta(days=366 * 6))
    assert not Person.objects.get(pk=quiet.pk).is_erased


def test_a_childs_record_is_kept_past_its_18th_birthday(navigator: Worker, officer: Worker):
    child = planted(navigator, NOW)
    child.birth_date = "2020-02-29"
    child.save()
    request = ask_right(actor=navigator.actor, person_id=child.pk, asked=ASKED, at=LATER)
    with pytest.raises(MustBeKept, match="2041"):
        erased(officer, request)
    erased(officer, request, datetime(2041, 3, 2, tzinfo=NOW.tzinfo))


def test_nothing_is_erased_while_it_is_held(
    quiet: Person, asked: RightsRequest, officer: Worker, navigator: Worker
):
    held = {"person_id": quiet.pk, "reason": HoldReason.LAWSUIT, "words": "Case 1", "at": LATER}
    with pytest.raises(NotAllowed):
        place_hold(actor=navigator.actor, **held)
    hold = place_hold(actor=officer.actor, **held)
    with pytest.raises(MustBeKept, match="held"):
        erased(officer, asked)
    lift_hold(actor=officer.actor, hold_id=hold.pk, at=LATER)
    erased(officer, asked)


def test_nothing_is_erased_while_somebody_helps(
    rosa: Person, referral: Referral, navigator: Worker, officer: Worker
):
    request = ask_right(actor=navigator.actor, person_id=rosa.pk, asked=ASKED, at=LATER)
    with pytest.raises(MustBeKept) as refused:
        erased(officer, request)
    assert len(refused.value.reasons) == 2
    assert "need" in str(refused.value)


def test_nothing_is_erased_before_what_else_they_asked_is_answered(
    quiet: Person, asked: RightsRequest, navigator: Worker, officer: Worker
):
    copy = Asked(Right.ACCESS, "phone")
    ask_right(actor=navigator.actor, person_id=quiet.pk, asked=copy, at=LATER)
    with pytest.raises(MustBeKept, match="something else"):
        erased(officer, asked)


# --- who else has copies ----------------------------------------------------------------------------


def test_partners_are_asked_to_delete_what_they_hold_and_say_so(
    quiet: Person, navigator: Worker, intake: Worker, stranger: Worker, food_boxes, officer: Worker
):
    helped(quiet, navigator, intake, food_boxes, NOW)
    request = ask_right(actor=navigator.actor, person_id=quiet.pk, asked=ASKED, at=LATER)
    erased(officer, request)
    recall = Recall.objects.get()
    assert (recall.organization_id, recall.next_step) == (
        food_boxes.organization_id,
        "delete_copies",
    )
    assert recall.next_step_due == LATER + timedelta(days=30)
    for worker in (stranger, navigator):
        with pytest.raises(Recall.DoesNotExist):
            confirm_recall(actor=worker.actor, recall_id=recall.pk, via="system", at=LATER)
    confirm_recall(actor=intake.actor, recall_id=recall.pk, via="system", at=LATER)
    assert not Recall.objects.open().exists()
    with pytest.raises(StepNotPossible):
        confirm_recall(actor=officer.actor, recall_id=recall.pk, via="phone", at=LATER)


@pytest.mark.parametrize("table", ["rightsrequest", "recall"])
def test_the_auditor_sees_a_question_that_the_clock_has_passed_over(
    table: str, quiet: Person, asked: RightsRequest, pantry: Organization, navigator: Worker
):
    recall(navigator.actor, quiet, {pantry.pk}, LATER)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_{table} SET wake_at = '2020-01-01'")
    [broken] = [one for one in audit(quiet.network_id, at=LATER) if one.broken]
    assert (broken.promise.name, broken.broken) == ("right_is_answered_for", 1)


# --- what the database refuses ----------------------------------------------------------------------


def refuses(sql: str, *values: object) -> str:
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    return refused.value.__cause__.diag.constraint_name


def test_nobody_is_erased_whom_nobody_confirmed(quiet: Person, asked: RightsRequest):
    empty = ", ".join(f"{name} = ''" for name in GONE[-1].sealed)
    sql = f"UPDATE people_person SET erased_at = now(), {empty} WHERE id = %s"
    assert refuses(sql, quiet.pk) == "erased_by_two"


def test_an_erasure_is_never_confirmed_by_who_asked_for_it(asked: RightsRequest):
    sql = """UPDATE people_rightsrequest SET answer = 'erased', answered_at = now(), answered_by_id = recorded_by_id,
             next_step = '', waiting_on = '', next_step_due = NULL, wake_at = NULL"""
    assert refuses(sql) == "people_erasure_takes_two"


def test_an_erased_person_is_never_written_again(
    quiet: Person,
    asked: RightsRequest,
    officer: Worker,
    navigator: Worker,
    intake: Worker,
    food_boxes,
):
    helped(quiet, navigator, intake, food_boxes, NOW)
    erased(officer, asked)
    who = quiet.pk
    name = "UPDATE people_person SET first_name = 'x' WHERE id = %s"
    assert refuses(name, who) == "people_person_erased_is_empty"
    back = "UPDATE people_person SET erased_at = NULL WHERE id = %s"
    assert refuses(back, who) == "erased_stays_erased"
    token = "INSERT INTO people_persontoken (network_id, scope, token, person_id) VALUES (%s, %s, 'x', %s)"
    assert refuses(token, quiet.network_id, quiet.network_id, who) == "erased_stays_erased"
    words = "UPDATE screening_need SET words = 'x' WHERE subject_id = %s"
    assert refuses(words, who) == "erased_stays_erased"
    message = """INSERT INTO referrals_message (id, network_id, referral_id, event_id, kind, text, said_by, at)
                 SELECT gen_random_uuid(), network_id, id, id, 'x', 'x', 'x', now() FROM referrals_referral"""
    assert refuses(message) == "erased_stays_erased"


def test_what_is_written_once_is_emptied_of_the_erased_only(quiet: Person, supervisor: Worker):
    feared_for(quiet, supervisor, NOW)
    assert refuses("SELECT people_empty_written_once(%s)", quiet.pk) == "only_of_the_erased"
