"""Whatever stands in an address, a program hears what is wrong with it, and never an error of ours."""

import pytest

from tests.api.conftest import Call
from tests.story import Worker

SERVICES, NEEDS, REFERRALS = "/api/v1/services/", "/api/v1/needs/", "/api/v1/referrals/"
ODD = (
    f"{SERVICES}?after=²", f"{SERVICES}?after=-1", f"{SERVICES}?after={'9' * 30}",
    f"{SERVICES}?words=%00", f"{SERVICES}?near=%00", f"{SERVICES}?language=%00", f"{SERVICES}?topic=%00",
    f"{NEEDS}?turn=%00", f"{NEEDS}?cursor=%00", f"{NEEDS}?cursor=bm9uc2Vuc2U%3D",
    f"{REFERRALS}?waiting_on=%00", f"{REFERRALS}?cursor=cD0lMDA%3D", f"{REFERRALS}?side=%00",
)  # fmt: skip


@pytest.mark.parametrize("address", ODD)
def test_an_odd_question_is_answered(
    address: str, program: Call, navigator: Worker, stranger: Worker, food_boxes
):
    for worker in (navigator, stranger):
        assert program(worker).get(address).status_code in {200, 400, 404, 422}


def test_a_page_says_that_it_cannot_be_asked_so(navigator: Worker, stranger: Worker):
    for worker in (navigator, stranger):
        assert worker.client.get("/find/?words=%00").status_code == 400


@pytest.mark.parametrize(
    "address", ["/api/v1/nothing/", f"{NEEDS}no-id/", f"{REFERRALS}no-id/see/"]
)
def test_a_program_hears_a_problem_where_no_address_of_ours_is(
    address: str, program: Call, navigator: Worker
):
    """It was shown the page for people."""
    answer = program(navigator).get(address)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize(("step", "field"), [("complete", "outcome"), ("refer-on", "suggests")])
def test_a_step_says_what_it_cannot_be_taken_without(
    step: str, field: str, program: Call, intake: Worker, stranger: Worker, referral
):
    """It was an error of ours."""
    path = f"{REFERRALS}{referral.pk}/{step}/"
    for worker in (intake, stranger):
        answer = program(worker).post(path, {}, content_type="application/json")
        assert answer.status_code == 400
        assert list(answer.json()["errors"]) == [field]


def test_more_than_a_program_has_to_say_is_refused_unread(program: Call, navigator: Worker):
    """There was no limit for JSON at all."""
    long = {"words": "a" * 1024 * 1024}
    answer = program(navigator).post(
        "/api/v1/people/search/", long, content_type="application/json"
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


@pytest.mark.parametrize(
    "body",
    ["[" * 5000, '{"a":' * 5000, "9" * 5000, '{"words": ' + "9" * 5000 + "}", '{"words": "\\ud800"}',
     '{"words": "\\u0000"}', '{"words": NaN}', "null", "[]", '"x"', '{"words": {"a": []}}'],
    ids=lambda body: body[:16],
)  # fmt: skip
def test_odd_words_are_answered(body: str, program: Call, navigator: Worker, stranger: Worker):
    """Nested deeper than anybody reads, numbers without end, letters that are none."""
    for worker in (navigator, stranger):
        answer = program(worker).post(
            "/api/v1/people/search/", body, content_type="application/json"
        )
        assert answer.status_code in {200, 400, 422}, answer.content
