"""Figures without faces: the council sees whether loops close, and can recognise nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse

from insights.search import Rate, cell, scorecard
from organizations.grants import Role
from organizations.models.network import Organization
from referrals.management.sample.load import Sample
from screening.models.need import Need
from tests.story import NOW, Worker, hire


@pytest.fixture
def member(clinic: Organization) -> Worker:
    return hire(clinic, "Ben Okoro", Role.COUNCIL)


def test_the_council_and_the_privacy_officer_read_it_and_a_navigator_does_not(
    member: Worker, clinic: Organization, navigator: Worker, stranger: Worker
):
    page = reverse("insights:scorecard")
    officer = hire(clinic, "Ann Whitfield", Role.PRIVACY)
    assert [w.client.get(page).status_code for w in (member, officer)] == [200, 200]
    assert [w.client.get(page).status_code for w in (navigator, stranger)] == [403, 403]


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (1, "under 11"), (10, "under 11"), (11, "11")]
)
def test_a_few_people_are_never_counted_out(number: int, shown: str):
    assert cell(number) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(11, 30, True), (10, 30, False), (20, 30, False), (0, 30, True)]
)
def test_a_rate_does_not_reveal_a_small_cell_by_subtraction(part: int, whole: int, *, shown: bool):
    assert Rate(part, whole).is_shown is shown


def test_what_is_sensitive_is_in_no_figure(db: None):
    sample = Sample(NOW, "a sample password")
    sample.load()
    at = NOW + timedelta(minutes=1)
    before = scorecard(sample.network.pk, at=at)
    Need.objects.filter(is_sensitive=False).update(is_sensitive=True)
    after = scorecard(sample.network.pk, at=at)
    assert before.answered.whole > 0
    assert (after.answered.whole, after.open_needs) == (0, "0")


def test_another_networks_council_sees_its_own_figures_only(foreigner: Worker, db: None):
    Sample(NOW, "a sample password").load()
    assert scorecard(foreigner.organization.network_id, at=NOW).answered.whole == 0
