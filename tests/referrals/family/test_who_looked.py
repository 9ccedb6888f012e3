"""Past the word a family sees who looked: organizations, in plain words, and nothing that could give it away."""

import pytest
from django.test import Client

from organizations.models.network import Organization
from people import disclosures
from people.models.person import Person
from people.words.readability import is_plain, reading
from tests.referrals.family.reading import past_the_word, seen
from tests.story import NOW, Worker


@pytest.fixture
def looked(rosa: Person, navigator: Worker, intake: Worker, stranger: Worker) -> Person:
    """The clinic twice, the pantry once, and a partner that was asked about a private matter."""
    told = (
        (navigator, ""),
        (navigator, ""),
        (intake, "food_pantry"),
        (stranger, "domestic_violence"),
    )
    for worker, topic in told:
        disclosures.record(
            actor=worker.actor, person_ids=[rosa.pk], what="referrals.request", purpose="care",
            at=NOW, topic=topic,
        )  # fmt: skip
    return rosa


def open_it(phone: Client, url: str) -> str:
    past_the_word(phone, url)
    return seen(phone.get(f"{url}looked/", follow=True))


def test_she_reads_which_organizations_looked_and_how_often(
    phone: Client, url: str, looked: Person, intake: Worker
):
    page = open_it(phone, url)
    assert "Riverside" in page
    assert "2 times" in page
    assert "Eastside Pantry" in page
    assert "Joanne" not in page
    assert is_plain(page, "en"), reading(page, "en")


def test_what_is_private_and_who_is_a_stranger_stand_on_no_phone(
    phone: Client, url: str, looked: Person, stranger: Worker
):
    assert stranger.organization.name not in open_it(phone, url)


def test_a_victim_service_is_never_named(phone: Client, url: str, looked: Person, intake: Worker):
    Organization.objects.filter(pk=intake.organization.pk).update(is_victim_service=True)
    assert "Eastside" not in open_it(phone, url)


def test_without_the_word_there_is_no_list(phone: Client, url: str, looked: Person):
    assert "Who looked" not in seen(phone.get(f"{url}looked/", follow=True))


def test_who_is_contacted_with_care_has_no_list(phone: Client, url: str, looked: Person):
    Person.objects.filter(pk=looked.pk).update(contact_with_care=True)
    page = open_it(phone, url)
    assert "Who looked" not in page
    assert "See who looked" not in page
