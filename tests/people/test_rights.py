"""Somebody asks about their own record: answered by the day the law gives; a no keeps their word beside it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.actor import Actor
from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Network, Organization
from people.actions.rights import Asked, answer_right, ask_right, disagree, take_more_time
from people.actions.rights_chase import chase_rights
from people.lifecycle import Right, RightEnd
from people.models.agreements import Disclosure
from people.models.person import Exclusion, Person
from people.models.rights import RightsRequest
from tests.story import NOW, Worker, found, hire

DAY = timedelta(days=1)
QUIET = "next_step = '', waiting_on = '', next_step_due = NULL, wake_at = NULL"
COPY = Asked(Right.ACCESS, "in_person")
WRONG = Asked(Right.CORRECTION, "phone", "My last name", "It is Jimenez, with a J.")


@pytest.fixture
def officer(network: Network) -> Worker:
    return hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)


@pytest.fixture
def wrong(rosa: Person, navigator: Worker) -> RightsRequest:
    return ask_right(actor=navigator.actor, person_id=rosa.pk, asked=WRONG, at=NOW)


def answered(worker: Worker, one: RightsRequest, end: RightEnd, words: str = "", at=NOW):
    return answer_right(actor=worker.actor, right_id=one.pk, end=end, words=words, at=at)


def told(at) -> set[tuple[str, str]]:
    announce_everywhere(at=at)
    found = {(row.user.name, row.template) for row in Delivery.objects.select_related("user")}
    Delivery.objects.all().delete()
    return found


# --- the day ----------------------------------------------------------------------------------------


def test_a_copy_is_due_in_30_days_and_a_correction_in_60_whatever_day_of_the_week_that_is(
    rosa: Person, navigator: Worker, wrong: RightsRequest
):
    copy = ask_right(actor=navigator.actor, person_id=rosa.pk, asked=COPY, at=NOW)
    assert copy.next_step_due == NOW + 30 * DAY
    assert wrong.next_step_due == NOW + 60 * DAY
    sunday = NOW + 4 * DAY
    late = ask_right(actor=navigator.actor, person_id=rosa.pk, asked=COPY, at=sunday)
    assert late.next_step_due == sunday + 30 * DAY


def test_the_day_moves_once_by_30_days_and_only_with_the_reason_they_were_told(
    wrong: RightsRequest, navigator: Worker
):
    own = {"actor": navigator.actor, "right_id": wrong.pk, "at": NOW + DAY}
    with pytest.raises(BadInput):
        take_more_time(**own, words=" ")
    take_more_time(**own, words="The other clinic has the paper.")
    wrong.refresh_from_db()
    assert wrong.next_step_due == NOW + 90 * DAY
    with pytest.raises(StepNotPossible):
        take_more_time(**own, words="Again")


def test_after_the_day_there_is_no_more_time(wrong: RightsRequest, navigator: Worker):
    with pytest.raises(StepNotPossible):
        take_more_time(actor=navigator.actor, right_id=wrong.pk, words="Late", at=NOW + 60 * DAY)


def test_who_wrote_it_down_is_reminded_half_way_and_all_above_hear_that_it_is_late(
    wrong: RightsRequest, navigator: Worker, supervisor: Worker, officer: Worker, stranger: Worker
):
    told(NOW)
    assert chase_rights(network_id=wrong.network_id, at=NOW + 29 * DAY) == 0
    chase_rights(network_id=wrong.network_id, at=NOW + 30 * DAY)
    assert told(NOW + 30 * DAY) == {("Priya Nair", "rights_asked")}
    chase_rights(network_id=wrong.network_id, at=NOW + 60 * DAY)
    assert told(NOW + 60 * DAY) == {
        (name, "rights_late") for name in ("Priya Nair", "Ruth Abebe", "Paul Privacy")
    }


def test_an_erasure_waits_for_the_officer_and_never_for_who_asked(
    rosa: Person, navigator: Worker, officer: Worker, supervisor: Worker
):
    asked = Asked(Right.ERASURE, "paper")
    ask_right(actor=navigator.actor, person_id=rosa.pk, asked=asked, at=NOW)
    assert told(NOW) == {("Paul Privacy", "rights_asked")}
    with pytest.raises(StepNotPossible):
        ask_right(actor=navigator.actor, person_id=rosa.pk, asked=asked, at=NOW)


# --- the answer -------------------------------------------------------------------------------------


def test_a_no_needs_its_reason_and_their_statement_stands_beside_the_record(
    rosa: Person, wrong: RightsRequest, navigator: Worker, colleague: Worker
):
    with pytest.raises(BadInput):
        answered(navigator, wrong, RightEnd.REFUSED)
    answered(navigator, wrong, RightEnd.REFUSED, "Her card says otherwise.")
    words = "My mother wrote it with a J."
    disagree(actor=navigator.actor, right_id=wrong.pk, words=words, at=NOW + DAY)
    record = colleague.client.get(reverse("people:record", args=[rosa.pk])).content.decode()
    assert words in record
    assert "My last name" in record
    with pytest.raises(StepNotPossible):
        disagree(actor=navigator.actor, right_id=wrong.pk, words="Again", at=NOW + DAY)


def test_a_copy_cannot_be_answered_like_a_correction_and_nothing_twice(
    rosa: Person, wrong: RightsRequest, navigator: Worker
):
    for end in (RightEnd.GIVEN, RightEnd.ERASED):
        with pytest.raises(StepNotPossible):
            answered(navigator, wrong, end)
    answered(navigator, wrong, RightEnd.ACCEPTED)
    with pytest.raises(StepNotPossible):
        answered(navigator, wrong, RightEnd.TAKEN_BACK)


def test_a_correction_says_what_is_wrong(rosa: Person, navigator: Worker):
    empty = Asked(Right.CORRECTION, "phone", "My name")
    with pytest.raises(BadInput):
        ask_right(actor=navigator.actor, person_id=rosa.pk, asked=empty, at=NOW)


def test_whoever_wrote_it_down_hears_that_the_officer_has_answered(
    wrong: RightsRequest, navigator: Worker, officer: Worker
):
    told(NOW)
    answered(officer, wrong, RightEnd.REFUSED, "It is right as it is.", NOW + DAY)
    assert told(NOW + DAY) == {("Priya Nair", "rights_answered")}


# --- who --------------------------------------------------------------------------------------------


def test_strangers_screeners_and_whoever_is_shut_out_learn_nothing(
    rosa: Person, wrong: RightsRequest, stranger: Worker, foreigner: Worker, intake: Worker,
    screener: Worker, colleague: Worker,
):  # fmt: skip
    Exclusion.objects.create(network=rosa.network, person=rosa, user=colleague.user)
    for worker in (stranger, foreigner, intake, screener, colleague):
        with pytest.raises(RightsRequest.DoesNotExist):
            answered(worker, wrong, RightEnd.ACCEPTED)
        page = reverse("people:right", args=[wrong.pk])
        assert worker.client.get(page).status_code == 404
    with pytest.raises(NotAllowed):
        ask_right(actor=screener.actor, person_id=rosa.pk, asked=COPY, at=NOW)
    with pytest.raises(Person.DoesNotExist):
        ask_right(actor=stranger.actor, person_id=rosa.pk, asked=COPY, at=NOW)


def test_the_officer_answers_without_learning_who_it_is_and_the_look_is_written_down(
    wrong: RightsRequest, officer: Worker, navigator: Worker
):
    page = reverse("people:right", args=[wrong.pk])
    assert "Rosa" not in officer.client.get(page).content.decode()
    look = Disclosure.objects.get(what="people.rights")
    assert (look.actor_id, look.purpose, look.person_ids) == (
        officer.user.pk, "rights", [wrong.person_id],
    )  # fmt: skip
    assert "Rosa" in navigator.client.get(page).content.decode()
    assert "Rosa" not in navigator.client.get(reverse("people:rights")).content.decode()


def test_what_is_asked_at_a_victim_service_is_its_own(
    rosa: Person, wrong: RightsRequest, officer: Worker, clinic: Organization
):
    clinic.is_victim_service = True
    clinic.save()
    page = officer.client.get(reverse("people:rights")).content.decode()
    assert wrong.number not in page
    assert officer.client.get(reverse("people:right", args=[wrong.pk])).status_code == 404


def test_the_events_hold_no_word_of_it(wrong: RightsRequest, navigator: Worker):
    answered(navigator, wrong, RightEnd.REFUSED, "Because")
    said = str(list(Event.objects.filter(subject_id=wrong.pk).values()))
    for word in ("Jimenez", "last name", "Because", "Rosa"):
        assert word not in said


# --- pages ------------------------------------------------------------------------------------------


def test_it_is_written_down_on_the_page_of_the_person_and_answered_there(
    rosa: Person, navigator: Worker
):
    client, page = navigator.client, reverse("people:rights_of_person", args=[rosa.pk])
    typed = {"right": "correction", "via": "phone", "about": "My name", "words": "Two n"}
    shown = client.post(page, typed, follow=True)
    one = RightsRequest.objects.get()
    assert one.words == "Two n"
    assert one.number in shown.content.decode()
    answer = reverse("people:answer_right", args=[one.pk])
    assert client.post(answer, {"answer-end": "refused"}).status_code == 422
    client.post(answer, {"answer-end": "accepted", "answer-words": "Mended"})
    one.refresh_from_db()
    assert (one.answer, one.answer_words) == ("accepted", "Mended")


def test_a_record_is_held_and_let_go_on_the_same_page(
    rosa: Person, supervisor: Worker, navigator: Worker
):
    hold = reverse("people:hold", args=[rosa.pk])
    typed = {"hold-reason": "lawsuit", "hold-words": "Case 12"}
    assert navigator.client.post(hold, typed).status_code == 403
    held = supervisor.client.post(hold, typed, follow=True).content.decode()
    assert "Case 12" in held
    assert supervisor.client.post(hold, {"hold-reason": "lawsuit"}).status_code == 422


# --- the database -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("next_step_due = NULL", "people_right_is_owed_or_answered"),
        ("answered_at = now()", "people_right_is_owed_or_answered"),
        (
            f"answered_at = now(), answer = 'given', {QUIET}",
            "people_right_answer_fits",
        ),
    ],
)
def test_the_database_keeps_every_question_owed_or_answered(
    wrong: RightsRequest, change: str, name: str
):
    with (
        pytest.raises(IntegrityError, match=name),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE people_rightsrequest SET {change}")


def test_a_task_may_not_ask_in_anybodys_name(rosa: Person):
    with pytest.raises(NotAllowed):
        ask_right(actor=Actor.system(rosa.network_id), person_id=rosa.pk, asked=COPY, at=NOW)
