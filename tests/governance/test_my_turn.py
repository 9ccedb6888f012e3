"""Who opens the page of the council reads first what waits for them, and of the rest whose turn it is."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.templatetags.look import written_moment
from governance.actions.councils import leave_seat
from governance.actions.elections import nominate
from governance.actions.polling import open_elections
from governance.actions.proposals import stand
from governance.counting import Answer
from governance.models.elections import Election
from governance.models.proposals import Proposal, Standing
from organizations.grants import Role
from organizations.models.network import Network
from tests.governance.table import DAY, WAITING, Table, put_to_vote, say, sit_down
from tests.story import Worker, found, hire


@pytest.fixture
def lately(network: Network) -> Table:
    """As the pages see it: the clock on the wall."""
    return sit_down(network, timezone.now() - timedelta(days=40))


def voting_now(table: Table) -> Proposal:
    return put_to_vote(table, table.pantry, WAITING, timezone.now() - 11 * DAY)


def asked(worker: Worker) -> str:
    """The part of the page that says what waits for its reader."""
    page = worker.client.get("/council/").content.decode()
    part = re.search(r'<div class="list tone-you" id="asked">.*?</ol>', page, re.DOTALL)
    return part[0] if part else ""


def test_whoever_has_a_vote_reads_first_that_it_is_asked_and_until_when(
    lately: Table, navigator: Worker
):
    mine = voting_now(lately)
    page = asked(lately.mother)
    assert "Your vote is asked: Three days instead of two" in page
    last = timezone.localtime(mine.votes_until, ZoneInfo(lately.network.time_zone))
    assert f"open until {written_moment(last)}" in page
    assert f"/council/proposals/{mine.pk}/" in page
    whole = lately.mother.client.get("/council/").content.decode()
    assert whole.count(f"/council/proposals/{mine.pk}/") == 1  # and not once more below
    assert not asked(lately.convener)  # has no vote
    assert not asked(navigator)


def test_it_is_asked_no_more_once_she_has_voted_lent_her_vote_or_said_that_she_gains_by_it(
    lately: Table,
):
    mine, now = voting_now(lately), timezone.now()
    say(lately, mine, [(lately.mother, Answer.YES)], now)
    kinds = {lately.clinic: Standing.Kind.CONFLICT, lately.shelter: Standing.Kind.PROXY}
    for one, kind in kinds.items():
        lent = lately.seat(lately.pantry).pk if kind == Standing.Kind.PROXY else None
        stand(
            actor=one.actor, proposal_id=mine.pk, seat_id=lately.seat(one).pk, kind=kind, at=now,
            to_seat_id=lent, words="We rent them a room.",
        )  # fmt: skip
    assert [bool(asked(one)) for one in lately.voters] == [True, False, False, False, True]
    page = lately.mother.client.get("/council/").content.decode()
    assert "1 of 5 have voted" in page  # whose turn it is, for whoever waits


def test_two_elections_of_one_kind_are_told_apart_by_their_seats_and_whoever_was_named_is_asked(
    lately: Table, navigator: Worker
):
    now = timezone.now()
    for one, day in ((lately.shelter, now - DAY), (lately.pantry, now)):
        leave_seat(actor=one.actor, seat_id=lately.seat(one).pk, at=day)
        open_elections(network_id=lately.network.pk, at=day)
    page = navigator.client.get("/council/").content.decode()
    assert "Community organization, seat 1<" in page
    assert "Community organization, seat 2<" in page
    assert "Anybody may name somebody" in page
    soup = found(lately.network, "Soup Line")
    ann, ed = hire(soup, "Ann Soup", Role.ORGADMIN), hire(soup, "Ed Soup", Role.INTAKE)
    second = Election.objects.earliest("opened_at")
    nominate(actor=ann.actor, election_id=second.pk, user_id=ed.user.pk, at=now)
    assert "Do you stand? Election: Community organization, seat 2" in asked(ed)
    assert not asked(ann)


def test_what_waits_costs_as_many_statements_however_much_it_is(lately: Table):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            lately.mother.client.get("/council/")
        return len(seen)

    voting_now(lately)
    asked(lately.mother)
    few = statements()
    for _ in range(4):
        voting_now(lately)
    assert statements() == few
