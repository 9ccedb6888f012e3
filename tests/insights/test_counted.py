"""Thirty days after a screening: what health plans count is marked, and nothing else happens."""

from datetime import datetime, timedelta

import pytest

from insights.models import Night
from insights.search.figures import figures
from insights.search.scorecard import Scorecard
from people.models.person import Person
from referrals.views.cards import Mark, mark_of
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.models.need import Need
from screening.models.screening import Screening
from tests.story import NOW, Worker

DAY = timedelta(days=1)


@pytest.fixture
def asked(rosa: Person, navigator: Worker) -> Screening:
    return Screening.objects.create(
        network=rosa.network, organization=rosa.custodian, person=rosa, asked_by=navigator.user,
        instrument="hunger_vital_sign", language="es", mode="asked", started_at=NOW, finished_at=NOW,
    )  # fmt: skip


def found(navigator: Worker, rosa: Person, topic: str, asked: Screening | None = None) -> Need:
    about = {"person": rosa, "topics": [FoundTopic(topic)], "at": NOW, "screening": asked}
    [need] = record_found(actor=navigator.actor, **about)
    return need


def counted(need: Need, at: datetime) -> dict[str, int]:
    said: dict[str, int] = figures(need.network_id, at=at)["counted"]
    return said


def test_help_counts_until_the_thirtieth_day_and_not_on_the_day_after(navigator, rosa, asked):
    need = found(navigator, rosa, "food_pantry", asked)
    last = (NOW + 30 * DAY).date()
    assert mark_of(need, at=NOW) == Mark(last, is_past=False)
    assert mark_of(need, at=NOW + 30 * DAY) == Mark(last, is_past=False)
    assert mark_of(need, at=NOW + 31 * DAY) == Mark(last, is_past=True)
    assert counted(need, NOW + 30 * DAY) == {"all": 1, "late": 0}
    assert counted(need, NOW + 31 * DAY) == {"all": 1, "late": 1}


def test_what_was_talked_over_said_by_the_way_or_about_something_else_has_no_mark(
    navigator, rosa, asked
):
    wanted = found(navigator, rosa, "food_pantry", asked)
    wanted = want_help(actor=navigator.actor, need_id=wanted.pk, at=NOW)
    by_the_way, other = (
        found(navigator, rosa, "rent_help"),
        found(navigator, rosa, "job_search", asked),
    )
    assert [mark_of(one, at=NOW) for one in (wanted, by_the_way, other)] == [None] * 3
    assert counted(wanted, NOW + 31 * DAY) == {"all": 1, "late": 0}


def test_the_page_of_the_need_says_it_to_its_own_people(navigator, stranger, rosa, asked):
    need = found(navigator, rosa, "food_pantry", asked)
    assert (
        "Counted by health plans until"
        in navigator.client.get(f"/needs/{need.pk}/").content.decode()
    )
    assert stranger.client.get(f"/needs/{need.pk}/").status_code == 404


def test_the_scorecard_masks_small_numbers_and_an_old_night_has_none(network):
    night = Night(network=network, figures={"counted": {"all": 60, "late": 3}})
    shown = [row.count for row in Scorecard(night, 11).counted]
    assert "3" not in shown
    assert "57" not in shown
    assert Scorecard(Night(network=network, figures={}), 11).counted == []
