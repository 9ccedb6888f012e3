"""What was decided can be read: by members all of it, by everybody only where partners decided so."""

from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.actions.deciding_seats import new_seat
from governance.actions.proposals import Wording
from governance.counting import Answer
from governance.effects.registry import Change
from governance.lifecycle import Area
from organizations.models.network import Network
from tests.governance.table import DAY, WAITING, Table, close, put_to_vote, say, sit_down
from tests.story import Worker, found

ATOM = "{http://www.w3.org/2005/Atom}"
OPEN = Wording("Open books", "Trust.", changes=(Change("policy", "decide.open_log", 1),))
NEVER = Wording(
    "Fines for silence", "They never answer.", text="Ten dollars a day.", area=Area.WAITING
)


@pytest.fixture
def lately(network: Network) -> Table:
    return sit_down(network, timezone.now() - 60 * DAY)


def decided(table: Table, wording: Wording, answer: Answer = Answer.YES) -> None:
    mine = put_to_vote(table, table.pantry, wording, timezone.now() - 25 * DAY)
    say(table, mine, [(one, answer) for one in table.voters], mine.votes_from, words="It hurts.")
    close(mine)


def titles(feed: bytes) -> list[str]:
    return [one.findtext(f"{ATOM}title") or "" for one in ET.fromstring(feed).iter(f"{ATOM}entry")]  # noqa: S314 our own feed, made in this test


def test_members_read_what_was_carried_and_what_was_not_and_a_stranger_is_sent_to_sign_in(
    lately: Table, navigator: Worker, foreigner: Worker
):
    decided(lately, WAITING)
    decided(lately, NEVER, Answer.NO)
    page = navigator.client.get("/council/decisions/").content.decode()
    assert "from 2 open days to 3 open days" in page
    assert "Fines for silence" in page
    feed = navigator.client.get("/council/decisions/feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert titles(feed.content) == ["2. Fines for silence", "1. Three days instead of two"]
    assert Client().get("/council/decisions/feed/").status_code == 302
    assert "Three days" not in foreigner.client.get("/council/decisions/").content.decode()


def test_nobody_outside_reads_it_until_partners_decide_so(lately: Table):
    decided(lately, WAITING)
    decided(lately, NEVER, Answer.NO)
    for path in ("/decisions/harbor/", "/decisions/harbor/feed/", "/decisions/elsewhere/"):
        assert Client().get(path).status_code == 404
    decided(lately, OPEN)
    page = Client().get("/decisions/harbor/").content.decode()
    assert "Three days instead of two" in page
    feed = Client().get("/decisions/harbor/feed/").content
    assert titles(feed) == ["3. Open books", "1. Three days instead of two"]
    for told in (page, feed.decode()):
        # who asked, why, who objected, and what was not carried stay among members
        for kept in ("Fines", "Bea Baker", "Two days are over", "It hurts"):
            assert kept not in told
    assert Client().get("/decisions/elsewhere/").status_code == 404


def test_what_members_write_is_words_in_a_feed_reader_too(lately: Table, navigator: Worker):
    picture = '<img src="https://elsewhere.example/seen.png">'
    decided(lately, Wording("A picture", "See.", text=f"Look: {picture} & more.", area=Area.NORMS))
    feed = ET.fromstring(navigator.client.get("/council/decisions/feed/").content)  # noqa: S314 our own feed, made in this test
    [summary] = feed.iter(f"{ATOM}summary")
    assert summary.get("type") == "html"
    assert "Look: &lt;img src=" in (summary.text or "")
    assert "<img" not in (summary.text or "")


def test_the_log_costs_as_many_statements_however_long_it_is(lately: Table):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            lately.mother.client.get("/council/decisions/")
        return len(seen)

    def about(*names: str) -> Wording:
        rests = (Change("partner", str(found(lately.network, one).pk), "paused") for one in names)
        seats = (new_seat("cbo", str(found(lately.network, f"New {one}").pk)) for one in names)
        return Wording("Partners", "They ask for it.", changes=(*rests, *seats))

    decided(lately, NEVER)
    decided(lately, OPEN)
    decided(lately, about("Soup Line"))
    asked()
    few = asked()
    decided(lately, NEVER)
    decided(lately, about("Ride Along", "First Home"))
    assert asked() == few
