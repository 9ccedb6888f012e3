"""Somebody mends a word of what they proposed: all that it would change stands as before."""

import json
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from governance.actions.deciding_committees import committee
from governance.actions.deciding_meetings import new_meeting
from governance.actions.deciding_seats import ends, new_seat
from governance.actions.proposals import Wording, draft, open_for_comments
from governance.counting import SeatKind
from governance.effects.registry import Change
from governance.models.proposals import Proposal, ProposalVersion
from organizations.models.network import Network, Organization
from people.actions.deciding_scopes import share
from people.lifecycle import Fact
from tests.governance.table import DAY, Table, sit_down
from tests.story import Worker

FOOD, RIDES = "food-insecurity", "transportation-insecurity"


class Filled(HTMLParser):
    """What a browser sends when nobody touches the form that holds the words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.feed(page.partition('<form class="form"')[2].partition("</form>")[0])

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        said = dict(given)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "input" and (said.get("type") not in {"checkbox", "radio"} or "checked" in said):
            self.sent.setdefault(name, []).append(value or ("on" if "checked" in said else ""))
        if tag == "option" and "selected" in said:
            self.sent.setdefault(self.select, []).append(value)
        self.select = name if tag == "select" else self.select
        self.area = name if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] = [data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area


@pytest.fixture
def lately(network: Network) -> Table:
    """As the pages see it: the clock on the wall."""
    return sit_down(network, timezone.now() - 30 * DAY)


def possible(table: Table) -> list[Change]:
    """Several of each kind, all of which may stand in one proposal."""
    Organization.objects.filter(pk=table.shelter.organization.pk).update(status="active")
    zone = ZoneInfo(table.network.time_zone)
    days = [
        datetime.now(zone).replace(hour=9, minute=30, second=0, microsecond=0) + n * DAY
        for n in (40, 50)
    ]
    return [
        share(FOOD, [Fact.PHONE, Fact.AREA]), share(RIDES, [Fact.ADDRESS]),
        new_seat(SeatKind.CBO), new_seat(SeatKind.CBO), new_seat(SeatKind.LIVED_EXPERIENCE),
        ends(str(table.seat(table.funder).pk)), ends(str(table.seat(table.clinic).pk)),
        *(new_meeting("council", day.astimezone(zone), f"Room {day.day}") for day in days),
        committee("money", [SeatKind.CBO, SeatKind.CBO, SeatKind.FUNDER]),
        committee("data", [SeatKind.CBO, SeatKind.LIVED_EXPERIENCE, SeatKind.HEALTH_CARE]),
        Change("agreement_template", "grant", "One.\n\nTwo."),
        Change("agreement_template", "memorandum", "We work together."),
        Change("norms", "text", "We are kind.\nWe call back."),
        Change("policy", "referral.answer", 3), Change("policy", "decide.vote", 9),
    ]  # fmt: skip


def written(table: Table, changes: list[Change]) -> Proposal:
    wording = Wording("A", "B", changes=changes)
    return draft(actor=table.pantry.actor, wording=wording, at=timezone.now())


def untouched(worker: Worker, proposal: Proposal) -> dict[str, list[str]]:
    page = worker.client.get(f"/council/proposals/{proposal.pk}/words/")
    return Filled(page.content.decode()).sent


def changes_of(proposal: Proposal) -> list[str]:
    newest = ProposalVersion.objects.filter(proposal=proposal).order_by("-number")[0]
    return sorted(json.dumps(one, sort_keys=True) for one in newest.changes)


def reword(worker: Worker, proposal: Proposal, **typed: Any) -> int:
    sent = untouched(worker, proposal) | typed
    answer = worker.client.post(f"/council/proposals/{proposal.pk}/words/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return int(answer.status_code)


def test_each_change_of_each_kind_survives_a_word_that_was_mended(lately: Table):
    pool = possible(lately)

    @settings(max_examples=8)
    @given(some.lists(some.sampled_from(range(len(pool))), min_size=1, unique=True))
    def survives(chosen: list[int]) -> None:
        changes = _fair([pool[number] for number in chosen], pool)
        mine = written(lately, changes)
        before = changes_of(mine)
        assert len(before) == len(changes)
        reword(lately.pantry, mine, title="A better name")
        assert changes_of(mine) == before

    survives()


def _fair(changes: list[Change], pool: list[Change]) -> list[Change]:
    """A seat that ends, or comes, leaves the council fair where one of the community comes, too."""
    seats = [one for one in pool if one.key == "new:lived_experience:"]
    wants = any(one.kind == "seat" for one in changes) and seats[0] not in changes
    texts = [one for one in changes if one.kind == "norms"]
    return [one for one in changes if one not in texts] + texts[:1] + (seats if wants else [])


def test_of_two_kinds_of_help_one_is_taken_out_by_its_tick_and_the_other_stays(lately: Table):
    mine = written(lately, [share(FOOD, [Fact.PHONE]), share(RIDES, [Fact.ADDRESS])])
    page = lately.pantry.client.get(f"/council/proposals/{mine.pk}/words/").content.decode()
    assert "What it changes besides" in page
    reword(lately.pantry, mine, besides=[])
    [left] = ProposalVersion.objects.get(proposal=mine, number=2).changes
    assert left["key"] == FOOD


def test_what_is_typed_about_the_same_thing_goes_before_what_was_kept(lately: Table):
    mine = written(lately, [share(FOOD, [Fact.PHONE]), share(RIDES, [Fact.ADDRESS])])
    reword(lately.pantry, mine, **{"sharing-which": RIDES, "sharing-facts": ["phone"]})
    [left] = ProposalVersion.objects.get(proposal=mine, number=2).changes
    assert (left["key"], "phone" in left["after"]) == (RIDES, True)


def test_a_proposal_of_one_change_asks_about_nothing_besides(lately: Table, stranger: Worker):
    mine = written(lately, [share(FOOD, [Fact.PHONE])])
    open_for_comments(actor=lately.pantry.actor, proposal_id=mine.pk, at=timezone.now())
    words = f"/council/proposals/{mine.pk}/words/"
    assert "What it changes besides" not in lately.pantry.client.get(words).content.decode()
    assert stranger.client.get(words).status_code in {403, 404}
