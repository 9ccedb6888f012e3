"""Do the lists and their numbers stop where the people themselves stop? Whoever is shut out counts nobody."""

import re
from datetime import datetime

import pytest
from django.utils import timezone

from core.rows import IsOneOf
from people.models.person import Exclusion, Person, Relationship
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from screening.models.handing import HandOver
from screening.models.need import Need
from screening.models.screening import Screening
from tests.story import Worker

TEAM = "/today/?who=team"
COUNT = re.compile(r'<span class="n">([^<]+)</span>')


@pytest.fixture
def at() -> datetime:
    """Pages look at the clock, so their stories are told from now."""
    return timezone.now()


@pytest.fixture
def mateo(rosa: Person, at: datetime) -> Person:
    child = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Mateo", created_at=at
    )
    Relationship.objects.create(
        network=rosa.network, person=child, other=rosa, kind="mother", since=at
    )
    return child


def page(worker: Worker, path: str) -> str:
    return worker.client.get(path).content.decode()


def counted(worker: Worker, path: str) -> set[str]:
    """What stands on the tabs, as a person reads it."""
    tabs = page(worker, path).partition('<nav class="tabs"')[2].partition("</nav>")[0]
    return set(COUNT.findall(tabs))


def test_whom_the_family_shut_out_neither_sees_nor_counts_them(
    navigator: Worker, colleague: Worker, rosa: Person, need: Need
):
    """The colleague at the clinic is her former husband."""
    Exclusion.objects.create(network=rosa.network, person=rosa, user=colleague.user)
    assert "Rosa Delgado" not in page(colleague, TEAM)
    assert counted(colleague, TEAM) == {"0"}
    assert "Rosa Delgado" in page(navigator, TEAM)
    assert "1" in counted(navigator, TEAM)


def test_a_row_that_names_nobody_is_none_of_those_who_shut_somebody_out(rosa: Person):
    somebody = IsOneOf("SELECT id FROM people_person", "merged_into_id")
    assert Person.objects.filter(~somebody).get() == rosa


def test_a_partners_inbox_does_not_count_whom_its_worker_may_not_see(
    intake: Worker, rosa: Person, referral: Referral
):
    assert "1" in counted(intake, "/requests/")
    Exclusion.objects.create(network=rosa.network, person=rosa, user=intake.user)
    assert counted(intake, "/requests/") == {"0"}
    assert "Rosa" not in page(intake, "/requests/")


def test_a_relative_who_shut_the_worker_out_is_not_named_beside_her(
    navigator: Worker, colleague: Worker, mateo: Person, need: Need
):
    assert "Mother of Mateo" in page(colleague, TEAM)
    Exclusion.objects.create(network=mateo.network, person=mateo, user=colleague.user)
    assert "Rosa Delgado" in page(colleague, TEAM)
    assert "Mateo" not in page(colleague, TEAM)
    assert "Mother of Mateo" in page(navigator, TEAM)


def test_a_stranger_counts_nobody(stranger: Worker, mateo: Person, need: Need):
    assert "Rosa" not in page(stranger, TEAM)
    assert counted(stranger, TEAM) == {"0"}


def test_what_was_begun_with_her_is_no_work_of_whom_she_shut_out(
    navigator: Worker, colleague: Worker, rosa: Person, need: Need, at: datetime
):
    """That there is something to read is asked of the whole team; what is read goes through the gate."""
    Screening.objects.create(
        network=rosa.network, person=rosa, organization=rosa.custodian, asked_by=navigator.user,
        instrument="hunger_vital_sign", instrument_version="1", started_at=at,
    )  # fmt: skip
    HandOver.objects.create(
        network=rosa.network, need=need, giver=navigator.user, taker=colleague.user, offered_at=at
    )
    both = {"Finish screening", "asks you to take this on"}
    assert both == {words for words in both if words in page(colleague, TEAM)}
    Exclusion.objects.create(network=rosa.network, person=rosa, user=colleague.user)
    assert not {words for words in both if words in page(colleague, TEAM)}
    assert "Rosa" not in page(colleague, TEAM)


def test_a_row_shows_a_name_as_letters_whatever_it_is_made_of(navigator: Worker, rosa: Person):
    rosa.first_name = "<b>Rosa</b> {name}"
    rosa.save()
    record_found(actor=navigator.actor, person=rosa, topics=[FoundTopic("wic")], at=timezone.now())
    assert "&lt;b&gt;Rosa&lt;/b&gt; {name}" in page(navigator, "/today/")
