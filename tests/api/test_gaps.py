"""A program writes down that nobody can help, looks again and goes on; a stranger's program finds nothing."""

from screening.models.gap import Gap
from screening.models.need import Need
from tests.api.conftest import Call
from tests.story import Worker

JSON = "application/json"


def test_a_program_writes_a_gap_looks_again_and_tries_again(
    program: Call, navigator: Worker, need: Need
):
    clinic, path = program(navigator), f"/api/v1/needs/{need.pk}"
    wrong = clinic.post(f"{path}/nobody/", {"why": "because"}, content_type=JSON)
    assert wrong.status_code == 400
    told = clinic.post(f"{path}/nobody/", {"why": "full"}, content_type=JSON).json()
    assert (told["status"], told["next_step"]) == ("no_resource", "review_gap")
    assert clinic.post(f"{path}/nobody/", {"why": "full"}, content_type=JSON).status_code == 409
    assert clinic.post(f"{path}/still-nobody/").status_code == 200
    assert clinic.post(f"{path}/try-again/").json()["status"] == "wants_help"


def test_a_strangers_program_finds_nothing(
    program: Call, stranger: Worker, intake: Worker, need: Need
):
    for worker in (stranger, intake):
        for verb in ("nobody", "still-nobody", "try-again"):
            answered = program(worker).post(
                f"/api/v1/needs/{need.pk}/{verb}/", {"why": "full"}, content_type=JSON
            )
            assert answered.status_code == 404
    assert not Gap.objects.exists()
