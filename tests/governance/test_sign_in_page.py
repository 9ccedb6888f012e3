"""Partners decide how one signs in: the convener says so, and nobody of another network."""

import pytest
from django.utils import timezone

from core.models import Event
from governance.in_force import in_force
from governance.models.policies import Policy
from organizations.models.network import Network
from tests.story import Worker

PATH = "/settings/sign-in/"
SAID = {"grace_days": "3", "idle_minutes": "30", "reason": "Spring meeting"}


def test_the_convener_decides_and_it_stands_in_the_history(convener: Worker, network: Network):
    assert "Minutes without anybody there" in convener.client.get(PATH).content.decode()
    assert convener.client.post(PATH, SAID).status_code == 302
    assert in_force(network.pk, "sign_in.", timezone.now()) == {
        "sign_in.second_step": 0, "sign_in.grace_days": 3, "sign_in.idle_minutes": 30,
    }  # fmt: skip
    assert Event.objects.filter(kind="policy.changed").count() == 3
    assert "Spring meeting" in convener.client.get("/settings/patience/").content.decode()


def test_a_screen_cannot_be_left_open_all_day(convener: Worker):
    assert convener.client.post(PATH, SAID | {"idle_minutes": "600"}).status_code == 422
    assert not Policy.objects.exists()


@pytest.mark.parametrize("who", ["navigator", "supervisor", "stranger", "foreigner"])
def test_nobody_else_does(request: pytest.FixtureRequest, network: Network, who: str):
    worker: Worker = request.getfixturevalue(who)
    allowed = who == "foreigner"  # convenes too, but elsewhere
    assert worker.client.post(PATH, SAID).status_code == (302 if allowed else 403)
    assert in_force(network.pk, "sign_in.", timezone.now())["sign_in.second_step"] == 1
