"""Figures without faces: the council sees whether loops close, and can recognise nobody."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from insights.actions.nightly import audit_the_night
from insights.models import Night
from insights.search.scorecard import Rate, Scorecard, scorecard
from organizations.grants import Role
from organizations.models.network import Organization
from referrals.management.sample.load import Sample
from referrals.models.referral import Referral
from screening.models.need import Need
from screening.words import cell, cells
from tests.desk import name_the_desk
from tests.story import NOW, Worker, hire

PAGE = "/scorecard/"
COUNTS = {
    "sent": {"all": 60, "answered": 40, "helped": 30, "contested": 3},
    "found": {"wanted": 50, "met": 24, "direct": 20, "staff": 4, "unconfirmed": 0},
    "reasons": [["rejected", "no_capacity", 31], ["failed", "denied", 12], ["failed", "other", 2]],
    "now": {"needs": 90, "requests": 44, "oldest_need_days": 1, "oldest_request_days": 40},
    "overdue": {"partner": 30, "owner": 14, "desk": 2},
    "silent": {"partners": 1, "longest": []},
}


@pytest.fixture
def member(clinic: Organization) -> Worker:
    return hire(clinic, "Ben Okoro", Role.COUNCIL)


@pytest.fixture
def convener(clinic: Organization) -> Worker:
    return hire(clinic, "Cora Lane", Role.CONVENER)


def a_night(member: Worker, **changes: object) -> Night:
    return Night.objects.create(
        network=member.organization.network, date=NOW.date(), at=NOW, took_ms=5, broken={},
        figures=COUNTS | changes,
    )  # fmt: skip


def test_those_who_answer_for_the_network_read_it_and_a_navigator_does_not(
    member: Worker, clinic: Organization, navigator: Worker, screener: Worker, intake: Worker
):
    roles = (Role.PRIVACY, Role.DESK, Role.CONVENER, Role.SUPERVISOR)
    readers = [member, *(hire(clinic, f"{role} Person", role) for role in roles)]
    assert {worker.client.get(PAGE).status_code for worker in readers} == {200}
    others = (navigator, screener, intake)
    assert {worker.client.get(PAGE).status_code for worker in others} == {403}
    assert Client().get(PAGE)["Location"].startswith("/accounts/login/")


def test_before_the_first_night_the_page_says_when_to_look_again(member: Worker):
    assert "No numbers yet" in member.client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (1, "under 11"), (10, "under 11"), (11, "11")]
)
def test_a_few_people_are_never_counted_out(number: int, shown: str):
    assert cell(number, smallest=11) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(11, 30, True), (10, 30, False), (20, 30, False), (0, 30, True)]
)
def test_a_rate_does_not_reveal_a_small_cell_by_subtraction(part: int, whole: int, *, shown: bool):
    rate = Rate(part, whole, 11)
    assert rate.is_shown is shown
    assert (str(part) in rate.words) is shown


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([20, 12, 4], ["20", "not shown", "under 11"]),
        ([20, 4, 3], ["not shown", "under 11", "under 11"]),
        ([20, 30, 1, 1], ["not shown", "30", "under 11", "under 11"]),
        ([20, 30, 6, 6], ["20", "30", "under 11", "under 11"]),
        ([20, 0, 15], ["20", "0", "15"]),
        ([4, 0], ["under 11", "0"]),
    ],
)
def test_one_small_cell_in_a_table_hides_another_too(counts: list[int], shown: list[str]):
    assert cells(counts, smallest=11) == shown


def test_no_number_from_one_to_ten_stands_in_any_table(member: Worker):
    a_night(member)
    page = member.client.get(PAGE).content.decode()
    numbers = re.findall(r'<td class="num">\s*(\d+)\s*</td>', page)
    assert {"31", "90", "44", "30"} <= set(numbers)
    assert not [number for number in numbers if 0 < int(number) < 11]


def test_what_the_family_said_stands_apart_from_what_was_told_for_it(member: Worker):
    card = Scorecard(a_night(member), 11)
    assert [row.count for row in card.words_of] == ["not shown", "under 11", "0", "under 11"]
    assert card.provider_says_helped.words == "30 of 60"
    assert card.family_says_met.words == "24 of 50"


def test_a_broken_promise_is_seen_at_once_and_a_new_one_is_not_yet_asked(member: Worker):
    night = a_night(member)
    assert "Nothing is a dead end." in member.client.get(PAGE).content.decode()
    Night.objects.filter(pk=night.pk).update(broken={"helped_need_has_help": 2})
    page = member.client.get(PAGE).content.decode()
    assert "Something is a dead end." in page
    assert "not asked yet" in page


def test_who_calls_partners_reads_which_are_silent_and_the_council_reads_how_many(
    member: Worker, convener: Worker, referral: Referral
):
    audit_the_night(network_id=referral.network_id, at=NOW + timedelta(days=4))
    named, counted = (who.client.get(PAGE).content.decode() for who in (convener, member))
    assert "1 partner has not answered in time." in named
    assert "1 partner has not answered in time." in counted
    assert "Eastside Pantry" in named
    assert "Eastside Pantry" not in counted
    assert "Rosa" not in named + counted
    Organization.objects.filter(pk=referral.receiver_id).update(is_victim_service=True)
    assert "Eastside Pantry" not in convener.client.get(PAGE).content.decode()


def test_what_is_sensitive_is_in_no_figure(sample: Sample):
    network_id = sample.network.pk
    audit_the_night(network_id=network_id, at=NOW + timedelta(minutes=1))
    assert scorecard(network_id, at=NOW).answered.whole > 0
    for need in Need.objects.filter(is_at_desk=True):
        name_the_desk(need)
    Need.objects.filter(is_sensitive=False).update(is_sensitive=True)
    audit_the_night(network_id=network_id, at=NOW + timedelta(days=1))
    after = scorecard(network_id, at=NOW)
    assert (after.answered.whole, [row.count for row in after.now]) == (0, ["0", "0"])


def test_the_page_costs_the_same_however_much_was_counted(
    convener: Worker, referral: Referral, django_assert_max_num_queries
):
    audit_the_night(network_id=referral.network_id, at=NOW + timedelta(days=4))
    client = convener.client
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        client.get(PAGE)


def test_another_networks_council_sees_its_own_figures_only(foreigner: Worker, member: Worker):
    a_night(member)
    assert scorecard(foreigner.organization.network_id, at=NOW) is None
    assert "No numbers yet" in foreigner.client.get(reverse("insights:scorecard")).content.decode()
