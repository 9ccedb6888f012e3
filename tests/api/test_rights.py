"""A program writes down what somebody asks about their record and fetches the copy; erased is nobody by a program."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from organizations.actions.programs import Program, issue_key
from organizations.grants import Role
from organizations.models.network import Network, Organization
from organizations.scopes import Scope
from people.models.agreements import Disclosure
from people.models.person import Person
from people.models.rights import RightsRequest
from tests.api.conftest import Call
from tests.story import Worker, found, hire

WRONG = {"right": "correction", "via": "phone", "about": "My name", "words": "With one l"}


@pytest.fixture
def officer(network: Network) -> Worker:
    return hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)


@pytest.fixture
def desk(clinic: Organization) -> Client:
    """The clinic's own program for questions about records."""
    admin = hire(clinic, "Ida Admin", Role.ORGADMIN)
    wanted = Program("Records office", (Scope.RIGHTS,), timedelta(days=30))
    key = issue_key(actor=admin.actor, organization_id=clinic.pk, program=wanted, at=timezone.now())
    return Client(headers={"authorization": f"Bearer {key}"})


def ask(client: Client, person: Person, **said: str):
    path = f"/api/v1/people/{person.pk}/rights/"
    return client.post(path, said, content_type="application/json")


def answer(client: Client, number: str, **said: str):
    path = f"/api/v1/rights/{number}/answer/"
    return client.post(path, said, content_type="application/json")


def test_a_correction_is_asked_for_answered_and_read_again(
    program: Call, navigator: Worker, rosa: Person
):
    client = program(navigator)
    made = ask(client, rosa, **WRONG).json()
    asked = RightsRequest.objects.get(pk=made["id"])
    assert asked.next_step_due - asked.asked_at == timedelta(days=60)
    assert answer(client, made["id"], answer="refused").status_code == 422
    done = answer(
        client, made["id"], answer="refused", words="It stands so in her passport."
    ).json()
    assert (done["answer"], done["due"]) == ("refused", None)
    assert answer(client, made["id"], answer="accepted").status_code == 409
    [listed] = client.get(f"/api/v1/people/{rosa.pk}/rights/").json()
    assert listed["answer_words"] == "It stands so in her passport."
    assert client.get(f"/api/v1/rights/{made['id']}/").json() == listed


def says(client: Client, number: str, what: str, words: str):
    path = f"/api/v1/rights/{number}/{what}/"
    return client.post(path, {"words": words}, content_type="application/json")


def test_more_time_is_taken_once_with_the_reason_they_were_told_and_never_for_an_erasure(
    desk: Client, program: Call, stranger: Worker, foreigner: Worker, rosa: Person
):
    made = ask(desk, rosa, **WRONG).json()
    for worker in (stranger, foreigner):
        assert says(program(worker), made["id"], "time", "We wait").status_code == 404
    assert says(desk, made["id"], "time", " ").status_code == 400
    done = says(desk, made["id"], "time", "The other clinic has the paper.").json()
    asked = RightsRequest.objects.get(pk=made["id"])
    assert asked.next_step_due - asked.asked_at == timedelta(days=90)
    assert (done["id"], done["due"] > made["due"]) == (made["id"], True)
    assert says(desk, made["id"], "time", "Again").status_code == 409
    erasure = ask(desk, rosa, right="erasure", via="paper").json()
    assert says(desk, erasure["id"], "time", "We wait").status_code == 409


def test_her_word_against_a_no_is_kept_as_it_is_and_only_against_a_no(
    desk: Client, program: Call, stranger: Worker, foreigner: Worker, rosa: Person
):
    made = ask(desk, rosa, **WRONG).json()
    assert says(desk, made["id"], "disagree", "It is wrong.").status_code == 409
    answer(desk, made["id"], answer="refused", words="It stands so in her passport.")
    for worker in (stranger, foreigner):
        assert says(program(worker), made["id"], "disagree", "Not so").status_code == 404
    done = says(desk, made["id"], "disagree", "The passport is wrong, too.").json()
    assert done["disagreement"] == "The passport is wrong, too."
    assert RightsRequest.objects.get(pk=made["id"]).disagreement == done["disagreement"]
    assert says(desk, made["id"], "disagree", "Once more").status_code == 409


def test_the_copy_is_there_while_it_is_asked_for_and_each_is_a_look(
    program: Call, navigator: Worker, rosa: Person
):
    client = program(navigator)
    made = ask(client, rosa, right="access", via="paper").json()
    path = f"/api/v1/rights/{made['id']}/copy/"
    copy = client.get(path).json()
    assert (copy["format"], copy["request"]) == ("porchlight-person-copy/1", made["number"])
    assert "Rosa" in str(copy)
    look = Disclosure.objects.get(what="people.copy_file")
    assert (look.person_ids, look.purpose) == ([rosa.pk], "rights")
    assert answer(client, made["id"], answer="given").status_code == 200
    assert client.get(path).status_code == 404


def test_a_stranger_another_network_and_an_officer_get_no_copy(
    program: Call, navigator: Worker, stranger: Worker, foreigner: Worker, officer: Worker, rosa: Person
):  # fmt: skip
    made = ask(program(navigator), rosa, right="access", via="paper").json()
    path = f"/api/v1/rights/{made['id']}/copy/"
    for worker, status in ((stranger, 404), (foreigner, 404), (officer, 403)):
        client = program(worker)
        assert client.get(path).status_code == status
        assert ask(client, rosa, **WRONG).status_code == 404
    assert RightsRequest.objects.count() == 1


def test_a_program_asks_for_erasing_and_never_says_that_it_is_done(
    program: Call, navigator: Worker, officer: Worker, rosa: Person
):
    made = ask(program(navigator), rosa, right="erasure", via="paper").json()
    assert made["waiting_on"] == "privacy"
    assert ask(program(navigator), rosa, right="erasure", via="paper").status_code == 409
    for worker in (navigator, officer):
        assert answer(program(worker), made["id"], answer="erased").status_code == 400
        assert program(worker).post(f"/records/{made['id']}/erase/").status_code in {302, 401, 403}
    assert not Person.objects.get(pk=rosa.pk).is_erased
    assert answer(program(officer), made["id"], answer="taken_back").status_code == 200


def test_the_key_of_the_records_office_asks_and_answers_and_changes_no_record(
    desk: Client, rosa: Person, stranger: Worker
):
    made = ask(desk, rosa, **WRONG).json()
    assert answer(desk, made["id"], answer="accepted").status_code == 200
    copy = ask(desk, rosa, right="access", via="paper").json()
    assert desk.get(f"/api/v1/rights/{copy['id']}/copy/").status_code == 200
    named = {"first_name": "Rose", "language": "en", "version": 1}
    changed = desk.put(f"/api/v1/people/{rosa.pk}/", named, content_type="application/json")
    assert changed.status_code == 403
    added = desk.post("/api/v1/people/", named, content_type="application/json")
    assert added.status_code == 403
    theirs = Person.objects.create(
        network=rosa.network,
        custodian=stranger.organization,
        first_name="Ana",
        created_at=rosa.created_at,
    )
    assert ask(desk, theirs, **WRONG).status_code == 404
