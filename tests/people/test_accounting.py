"""Who saw what of one person in six years: for the worker, the privacy officer, and as a file."""

import csv
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organizations.grants import Role
from organizations.models.network import Network, Organization
from people import disclosures
from people.models.agreements import Disclosure
from people.models.person import Person
from tests.story import NOW, Worker, found, hire


@pytest.fixture
def officer(network: Network) -> Worker:
    return hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)


def look(worker: Worker, person: Person, *, at: datetime = NOW, **more: object) -> None:
    said = {"what": "people.record", "purpose": "care", **more}
    disclosures.record(actor=worker.actor, person_ids=[person.pk], at=at, **said)


def page(client: Client, person: Person, name: str = "seen") -> str:
    answer = client.get(reverse(f"people:{name}", args=[person.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def lines(client: Client, person: Person) -> list[dict[str, str]]:
    return list(csv.DictReader(page(client, person, "seen_file").splitlines()))


def test_the_organizations_that_looked_are_summed_up_the_latest_first(
    rosa: Person, navigator: Worker, intake: Worker
):
    for days in range(3):
        look(navigator, rosa, at=NOW - timedelta(days=days + 2))
    look(intake, rosa, what="referrals.request", topic="food_pantry")
    sums = disclosures.by_organization(rosa, at=NOW + timedelta(days=1))
    assert [(one.organization, one.pages, one.is_custodian) for one in sums] == [
        (intake.organization, 1, False),
        (navigator.organization, 3, True),
    ]


def test_what_is_older_than_six_years_is_not_in_the_account(rosa: Person, intake: Worker):
    look(intake, rosa, at=NOW - timedelta(days=6 * 366))
    assert disclosures.by_organization(rosa, at=NOW) == []


def test_the_privacy_officer_reads_who_looked_and_never_at_whom(
    rosa: Person, officer: Worker, navigator: Worker, intake: Worker
):
    look(intake, rosa)
    seen = page(officer.client, rosa)
    assert "Joanne Reyes" in seen
    assert "Delgado" not in seen
    assert Disclosure.objects.get(what="people.seen").purpose == "audit"


def test_the_file_says_who_for_whom_why_and_under_which_agreement(
    rosa: Person, officer: Worker, navigator: Worker, intake: Worker
):
    look(intake, rosa, purpose="referral", consent_id=rosa.pk)
    look(navigator, rosa, at=timezone.now())
    told = lines(officer.client, rosa)
    assert {line["who"]: line["outside"] for line in told} == {
        "Joanne Reyes": "yes",
        "Priya Nair": "no",
        "Paul Privacy": "yes",
    }
    [outside] = [line for line in told if line["who"] == "Joanne Reyes"]
    assert (outside["organization"], outside["consent"]) == ("Eastside Pantry", str(rosa.pk))
    assert outside["purpose"] == "To answer a request for help"
    assert "Delgado" not in str(told)


def test_a_name_is_no_formula(rosa: Person, navigator: Worker, intake: Worker):
    Organization.objects.filter(pk=intake.organization.pk).update(name="=1+1")
    look(intake, rosa)
    assert "'=1+1" in {line["organization"] for line in lines(navigator.client, rosa)}


@pytest.mark.parametrize("name", ["seen", "seen_file"])
def test_a_stranger_and_somebody_of_another_network_find_no_account(
    rosa: Person, stranger: Worker, foreigner: Worker, name: str
):
    for worker in (stranger, foreigner):
        answer = worker.client.get(reverse(f"people:{name}", args=[rosa.pk]))
        assert answer.status_code == 404
    assert not Disclosure.objects.exists()


def test_who_is_in_the_care_of_a_victim_service_exists_for_no_privacy_officer(
    rosa: Person, officer: Worker, shelter: Organization
):
    Person.objects.filter(pk=rosa.pk).update(custodian=shelter)
    assert officer.client.get(reverse("people:seen", args=[rosa.pk])).status_code == 404


def test_a_look_costs_one_statement(rosa: Person, navigator: Worker, django_assert_num_queries):
    actor = navigator.actor
    with django_assert_num_queries(1):
        disclosures.record(actor=actor, person_ids=[rosa.pk], what="a", purpose="care", at=NOW)


def test_a_page_of_looks_is_followed_by_the_next_and_can_be_printed_whole(
    rosa: Person, navigator: Worker
):
    for minutes in range(101):
        look(navigator, rosa, at=NOW - timedelta(minutes=minutes))
    client = navigator.client
    assert page(client, rosa).count('<tr role="row">') == 100 + 1  # and the clinic's sum
    whole = client.get(reverse("people:seen", args=[rosa.pk]) + "?whole=1").content.decode()
    assert whole.count('<tr role="row">') == 103 + 1  # with the two looks at this very page
