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
