"""Past the word a family reads what it agreed to, as it heard it; nothing private stands on a phone."""

from datetime import timedelta

import pytest
from django.test import Client

from organizations.models.network import Organization
from people.models.agreements import Consent, Disclosure
from people.models.person import Person
from people.words.readability import is_plain, reading
from tests.referrals.family.reading import past_the_word, seen

HEARD = "Riverside may tell the pantry my name.\nI can say stop at any time."


@pytest.fixture
def heard(agreed: Consent) -> Consent:
    agreed.words, agreed.language, agreed.capacity = HEARD, "en", "self"
    agreed.witness = "Dana Ortiz"
    agreed.until = agreed.since + timedelta(days=90)
    agreed.save()
    return agreed


def open_it(phone: Client, url: str) -> str:
    past_the_word(phone, url)
    return seen(phone.get(f"{url}agreed/", follow=True))


def test_she_reads_the_words_she_heard_how_until_when_and_how_to_stop(
    phone: Client, url: str, heard: Consent
):
    page = open_it(phone, url)
    for words in (*HEARD.split("\n"), "Said out loud", "I said yes myself.", "Stop sharing"):
        assert words in page
    assert f"to {heard.until:%b}" in page or str(heard.until.year) in page
    assert is_plain(page, "en"), reading(page, "en")


def test_what_was_taken_back_is_not_what_she_agrees_to(phone: Client, url: str, heard: Consent):
    Consent.objects.update(withdrawn_at=heard.since)
    assert "tell the pantry" not in open_it(phone, url)


def test_reading_it_is_a_look_too(phone: Client, url: str, heard: Consent, rosa: Person):
    open_it(phone, url)
    assert Disclosure.objects.filter(person_ids=[rosa.pk], actor_kind="link").count() >= 2


@pytest.mark.parametrize("private", [{"topics": ["legal_aid"]}, {"needs_writing": True}])
def test_what_is_private_stands_on_no_phone(
    phone: Client, url: str, heard: Consent, private: dict[str, object]
):
    for name, value in private.items():
        setattr(heard, name, value)
    heard.form, heard.signed_name, heard.kept_where = "written", "Rosa", "binder"
    heard.save()
    assert "tell the pantry" not in open_it(phone, url)


def test_a_victim_service_is_never_named(phone: Client, url: str, heard: Consent):
    Organization.objects.filter(pk=heard.recipient_id).update(is_victim_service=True)
    assert "tell the pantry" not in open_it(phone, url)


def test_without_the_word_and_with_care_there_is_nothing(
    phone: Client, url: str, heard: Consent, rosa: Person
):
    assert "tell the pantry" not in seen(phone.get(f"{url}agreed/", follow=True))
    rosa.contact_with_care = True
    rosa.save()
    assert "tell the pantry" not in open_it(phone, url)
