"""A program takes a need the whole way with the same actions; a stranger's program finds nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ApiKey
from core.ids import uuid7
from people.models.agreements import Disclosure
from people.models.person import Person
from referrals.actions.send import Sending, send
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from tests.api.conftest import Call
from tests.referrals.conftest import FACTS
from tests.story import Worker

JSON = "application/json"
REFERRALS = "/api/v1/referrals/"


@pytest.fixture
def sent(referral: Referral) -> Referral:
    Referral.objects.update(released_at=timezone.now() - timedelta(minutes=1))
    return referral


def step(client: Client, referral_id: UUID, name: str, **said: object):
    return client.post(f"{REFERRALS}{referral_id}/{name}/", said, content_type=JSON)


def test_a_program_takes_a_need_the_whole_way(
    program: Call,
    navigator: Worker,
    intake: Worker,
    rosa: Person,
    agreed,
    food_boxes,
):
    clinic, pantry = program(navigator), program(intake)
    made = clinic.post(
        "/api/v1/needs/", {"person": str(rosa.pk), "topic": "food_pantry"}, content_type=JSON
    ).json()
    clinic.post(f"/api/v1/needs/{made['id']}/want-help/", {}, content_type=JSON)
    body = {
        "need": made["id"],
        "service": str(food_boxes.pk),
        "request_key": str(uuid7()),
        "facts": ["name"],
    }
    answered = clinic.post(REFERRALS, body, content_type=JSON)
    assert answered.status_code == 201
    assert clinic.post(REFERRALS, body, content_type=JSON).json()["id"] == answered.json()["id"]
    Referral.objects.update(released_at=timezone.now() - timedelta(minutes=1))

    [row] = pantry.get(REFERRALS).json()["results"]
    assert row["possible_steps"] == ["accept", "decline", "cancel"]
    assert pantry.get(f"{REFERRALS}{row['id']}/").json()["person"]["name"] == "Rosa Delgado"
    assert step(pantry, row["id"], "accept").json()["status"] == "accepted"
    assert step(pantry, row["id"], "start").json()["status"] == "in-progress"
    assert step(pantry, row["id"], "complete", outcome="provided").json()["status"] == "completed"
    said = {"answer": "yes", "via": "phone"}
    met = clinic.post(f"/api/v1/needs/{made['id']}/family-answer/", said, content_type=JSON).json()
    assert (met["status"], met["said_by"], met["via"]) == ("met", "family", "phone")


def test_a_strangers_program_finds_nothing(
    program: Call, stranger: Worker, foreigner: Worker, sent: Referral
):
    for outsider in (stranger, foreigner):
        client = program(outsider)
        assert client.get(REFERRALS).json()["results"] == []
        assert client.get(f"{REFERRALS}{sent.pk}/").status_code == 404
        assert client.get(f"/api/v1/needs/{sent.need_id}/").status_code == 404
        assert client.get(f"/api/v1/people/{sent.need.subject_id}/").status_code == 404
        assert step(client, sent.pk, "accept").status_code == 404


@pytest.mark.parametrize("path", ["needs/", "referrals/", "services/"])
def test_without_a_key_there_is_only_a_problem(db: None, navigator: Worker, path: str):
    answer = Client().get(f"/api/v1/{path}")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert navigator.client.get(f"/api/v1/{path}").status_code == 401, "a session is no key"


def test_a_revoked_or_old_key_opens_nothing(program: Call, navigator: Worker):
    client = program(navigator)
    ApiKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/api/v1/needs/").status_code == 401
    ApiKey.objects.update(expires_at=timezone.now() + timedelta(days=1), revoked_at=timezone.now())
    assert client.get("/api/v1/needs/").status_code == 401


def test_a_step_that_the_table_does_not_have_is_a_problem_and_changes_nothing(
    program: Call, intake: Worker, sent: Referral
):
    answer = step(program(intake), sent.pk, "complete", outcome="provided")
    assert (answer.status_code, answer.json()["code"]) == (409, "step_not_possible")
    sent.refresh_from_db()
    assert sent.status == "requested"


def test_a_role_that_may_not_is_told_so(program: Call, navigator: Worker, sent: Referral):
    answer = step(program(navigator), sent.pk, "accept")
    assert answer.status_code == 422
    assert "telephone" in answer.json()["detail"]


def test_what_is_missing_is_said_field_by_field(program: Call, navigator: Worker):
    answer = program(navigator).post(REFERRALS, {"need": "?"}, content_type=JSON)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"need", "service", "request_key"}


def test_a_person_we_may_know_is_not_made_twice(program: Call, navigator: Worker):
    client = program(navigator)
    body = {"first_name": "Ana", "last_name": "Diaz", "birth_date": "1990-02-03"}
    assert client.post("/api/v1/people/", body, content_type=JSON).status_code == 201
    again = client.post("/api/v1/people/", body, content_type=JSON)
    assert (again.status_code, again.json()["code"]) == (409, "likely_duplicate")
    found = client.post("/api/v1/people/search/", {"words": "Ana Dias"}, content_type=JSON).json()
    assert [person["last_name"] for person in found] == ["Diaz"]


def test_reading_leaves_a_trace(program: Call, navigator: Worker, sent: Referral):
    program(navigator).get(f"{REFERRALS}{sent.pk}/")
    looked = Disclosure.objects.get(what="api.referral")
    assert (looked.person_ids, looked.acting_for) == (
        [sent.need.subject_id],
        navigator.organization.pk,
    )


def test_the_receiver_reads_nothing_once_sharing_has_stopped(
    program: Call, intake: Worker, sent: Referral, agreed
):
    agreed.withdrawn_at = timezone.now() - timedelta(seconds=1)
    agreed.save()
    shown = program(intake).get(f"{REFERRALS}{sent.pk}/").json()
    assert shown["person"]["is_withdrawn"] is True
    assert shown["person"]["name"] is None


def test_a_list_costs_the_same_number_of_statements_whatever_its_length(
    program: Call,
    navigator: Worker,
    sent: Referral,
    agreed,
    food_boxes,
):

    client = program(navigator)
    client.get(f"{REFERRALS}?side=sender")

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{REFERRALS}?side=sender").status_code == 200
        return len(queries)

    alone = statements()
    for topic in ("wic", "formula", "hot_meals", "food_delivery"):
        [one] = record_found(
            actor=navigator.actor,
            person=sent.need.subject,
            topics=[FoundTopic(topic)],
            at=timezone.now(),
        )
        send(
            actor=navigator.actor,
            need_id=one.pk,
            sending=Sending(food_boxes.pk, uuid7(), facts=FACTS),
            at=timezone.now(),
        )
    assert statements() == alone


def test_the_schema_file_and_its_page_are_fresh(db: None):
    call_command("api_schema", "--check")
    page = Client().get("/api/v1/docs/")
    assert page.status_code == 200
    assert "/api/v1/referrals/{referral_id}/{step}/" in page.content.decode()
