"""A number that was decided and waits for its day stands beside those that hold; who may not change it reads why."""

import pytest
from django.utils import timezone

from governance.actions.deciding import decide_due
from governance.counting import Answer
from organizations.models.network import Network
from tests.governance.table import DAY, WAITING, Table, close, put_to_vote, say, sit_down

PATH = "/settings/patience/"
COMING = "Decided, and not yet in force"


@pytest.fixture
def table(network: Network) -> Table:
    """As the pages see it: the clock on the wall."""
    return sit_down(network, timezone.now() - 60 * DAY)


def test_a_number_that_is_carried_is_seen_on_the_page_before_its_day_and_not_after(table: Table):
    now = timezone.now()
    begun, starts = now - 40 * DAY, now + 5 * DAY
    mine = put_to_vote(table, table.pantry, WAITING, begun, starts_at=starts)
    assert COMING not in table.convener.client.get(PATH).content.decode()  # they still vote
    say(table, mine, [(one, Answer.YES) for one in table.voters], mine.votes_from)
    assert close(mine).status == "passed"
    page = table.convener.client.get(PATH).content.decode()
    coming = page.partition(COMING)[2].partition("What was changed")[0]
    assert "from 2 open days to 3 open days" in coming
    assert f"/council/proposals/{mine.pk}/" in coming
    decide_due(network_id=table.network.pk, at=starts)
    assert COMING not in table.convener.client.get(PATH).content.decode()


@pytest.mark.parametrize("path", [PATH, "/settings/sign-in/"])
def test_whoever_wants_to_hurry_by_hand_reads_who_decides_and_where_to_ask(table: Table, path: str):
    client = table.clinic.client
    for refused in (client.get(path), client.post(path, {"referral-answer": 1})):
        assert refused.status_code == 403
        page = refused.content.decode()
        assert "The council decides these numbers" in page
        assert "Propose something" in page
        assert "Ask your organization" not in page  # they are its admin
    assert client.get("/council/propose/").status_code == 200
