"""Every code that a person could meet has a word, and words of two apps agree on their codes."""

from organizations import topics, words
from organizations.models.directory import Service
from organizations.models.network import Organization
from people.lifecycle import Barrier, Fact


def test_every_code_has_a_word():
    assert set(words.INTAKE) == set(Service.Intake)
    assert set(words.REPORTS_BACK) == set(Service.ReportsBack)
    assert set(words.SERVICE_STATUS) == set(Service.Status)
    assert set(words.ORGANIZATION_STATUS) == set(Organization.Status)


def test_what_a_service_asks_are_facts_that_can_be_shared():
    assert set(words.ASKS) == set(Fact)


def test_every_barrier_of_a_family_can_be_taken_away_but_the_past():
    assert set(Barrier) - set(words.OVERCOMES) == {Barrier.BAD_PAST}


def test_a_service_has_the_icon_of_its_first_kind_of_help():
    assert Service(topics=["wic", "food_pantry"]).icon == topics.TOPICS["wic"].icon
    assert Service().icon == "hand-helping"
