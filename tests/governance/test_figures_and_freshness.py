"""Partners decide how small a number may be shown, and for how long a word is believed; every reader asks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import BadInput, NotAllowed
from governance.actions.policies import set_patience
from governance.actions.proposals import Wording, draft
from governance.counting import Answer
from governance.effects.registry import Change
from insights.models import Night
from insights.search.power import power_page
from insights.search.scorecard import scorecard
from organizations.actions.room import RoomSaid, say
from organizations.freshness import freshness
from organizations.models.directory import Service
from organizations.search import newest_room
from organizations.views.sheet import sheet_of
from screening.search import smallest_cell
from tests.governance.table import DAY, Table, close, put_to_vote
from tests.governance.table import say as say_in_council
from tests.story import Worker

SENT = {"all": 60, "answered": 40, "helped": 30, "contested": 0}
FOUND = {"wanted": 50, "met": 24, "direct": 12, "staff": 12, "unconfirmed": 0}


def decided(table: Table, key: str, number: int, at):
    change = Change("policy", key, number)
    mine = put_to_vote(table, table.pantry, Wording("Numbers", "So it is.", changes=(change,)), at)
    yes = [(worker, Answer.YES) for worker in table.voters]
    say_in_council(table, mine, yes, mine.votes_from)
    mine = close(mine)
    assert mine.status == "in_force"
    return mine


def test_partners_who_want_larger_numbers_read_no_smaller_one_anywhere(table: Table):
    at = timezone.now() - 30 * DAY
    figures = {
        "sent": SENT,
        "found": FOUND,
        "waits": {"senders": [["community", 14, 0, 3], ["healthcare", 90, 0, 2]]},
    }
    Night.objects.create(
        network=table.network, date=at.date(), at=at, took_ms=5, broken={}, figures=figures
    )
    before = scorecard(table.network.pk, at=at)
    assert [row.count for row in before.words_of[:2]] == ["12", "12"]
    assert {row.count for row in power_page(table.network, at=at).senders} == {"14", "90"}
    mine = decided(table, "figures.smallest", 20, at)
    after = scorecard(table.network.pk, at=mine.in_force_at)
    assert {row.count for row in after.words_of[:2]} == {"under 20"}
    senders = power_page(table.network, at=mine.in_force_at).senders
    assert {row.count for row in senders} == {"under 20", "not shown"}
    assert after.family_says_met.is_shown
    assert smallest_cell(table.network.pk, at=at) == 11, "what held then"


def test_nobody_decides_that_smaller_numbers_than_the_law_of_figures_are_shown(table: Table, now):
    few = Wording("All", "All.", changes=(Change("policy", "figures.smallest", 10),))
    with pytest.raises(BadInput, match="11"):
        draft(actor=table.pantry.actor, wording=few, at=now)
    with pytest.raises(NotAllowed):
        set_patience(actor=table.convener.actor, values={"figures.smallest": 12}, at=now)


def test_a_word_on_room_is_believed_as_long_as_partners_decided_wherever_it_is_read(
    table: Table, intake: Worker, food_boxes: Service, now
):
    say(actor=intake.actor, service_id=food_boxes.pk, said=RoomSaid("full"), at=now)
    mine = decided(table, "fresh.room_calendar", 3, now)
    later = max(mine.in_force_at, now + 4 * DAY)
    for at, room in ((now + timedelta(hours=1), "full"), (later, "unknown")):
        word = newest_room([food_boxes.pk], fresh=freshness(table.network.pk, at=at))[food_boxes.pk]
        assert word.room_now(at=at) == room
        assert sheet_of(food_boxes, at=at).is_full is (room == "full")


def test_a_listing_that_nobody_confirmed_for_long_says_so(
    table: Table, navigator: Worker, foreigner: Worker, food_boxes: Service, now
):
    Service.objects.filter(pk=food_boxes.pk).update(confirmed_at=now - 40 * DAY)
    food_boxes.refresh_from_db()
    assert not sheet_of(food_boxes, at=now).is_old
    mine = decided(table, "fresh.listing_calendar", 30, now)
    assert sheet_of(food_boxes, at=mine.in_force_at).is_old
    Service.objects.filter(pk=food_boxes.pk).update(confirmed_at=timezone.now() - 400 * DAY)
    page = navigator.client.get(f"/services/{food_boxes.pk}/").content.decode()
    assert "Nobody has said lately that this is right" in page
    assert foreigner.client.get(f"/services/{food_boxes.pk}/").status_code == 404
