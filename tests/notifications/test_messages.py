"""What messages say: each in each language, and nothing personal in any of them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from core.sealed import SealedTextField
from notifications.channels.message import written
from notifications.letters import letter
from notifications.told import (
    CODE_PAGE,
    DIGESTS,
    FAMILY_PAGE,
    LEADS_TO,
    NEED,
    RECORD,
    REFERRAL,
    TOGETHER,
    TOLD,
)
from organizations.topics import TOPICS
from people.models.person import Person
from tests.notifications.conftest import SOON, reach, sweep_says, told

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "messages"
LINK = "https://porchlight.example/x/"
LANGUAGES = [code for code, _name in settings.LANGUAGES] + ["ht"]  # one that has no catalog


def said(template: str, language: str = "en", *, by_text: bool = False) -> str:
    message = written(template, key="k", language=language, link=LINK, by_text=by_text)
    return f"{message.subject}\n{message.body}"


def test_every_message_in_the_table_has_words_and_a_page_and_none_is_left_over():
    used = {told.template for row in TOLD.values() for told in row} | set(TOGETHER.values())
    used |= DIGESTS
    files = {path.stem for path in TEMPLATES.glob("*.txt")} - {"staff"}
    assert used == set(LEADS_TO) == files


@pytest.mark.parametrize("template", sorted(LEADS_TO))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_a_subject_a_sentence_and_one_link(template: str, language: str):
    message = written(template, key="k", language=language, link=LINK)
    assert 5 < len(message.subject) < 60
    assert message.body.count(LINK) == 1
    assert len(message.body.replace(LINK, "")) < 320
    assert not re.search(r"[{}]|&#|&amp;", message.subject + message.body)


@pytest.mark.parametrize("template", sorted(LEADS_TO))
def test_no_message_names_a_kind_of_help(template: str):
    words = said(template).lower()
    for topic in TOPICS:
        assert not re.search(rf"\b{topic.replace('_', ' ')}\b", words)
    for word in ("food", "rent", "violence", "drug", "clinic", "patient", "diagnos", "baby"):
        assert not re.search(rf"\b{word}", words)


def test_a_familys_message_is_neutral_and_short_enough_for_two_texts():
    words = said("family_question", by_text=True)
    for word in ("family", "care", "help", "need", "request", "partner", "doctor", "referral"):
        assert word not in words.lower()
    body = written("family_question", key="k", language="en", link=LINK, by_text=True).body
    assert "STOP" in body
    assert len(body) + 60 < 306
    assert "STOP" not in said("family_question")


@pytest.mark.parametrize("page", sorted(set(LEADS_TO.values()) - {FAMILY_PAGE, CODE_PAGE}))
def test_every_page_that_a_message_leads_to_is_there(page: str):
    arguments = ["01a20000-0000-7000-8000-000000000000"] if page in {REFERRAL, NEED, RECORD} else []
    assert reverse(page, args=arguments)


def filled(person: Person) -> dict[str, str]:
    """Every sealed field of a person, with a word of its own in it."""
    fields = [f for f in person._meta.concrete_fields if isinstance(f, SealedTextField)]
    values = {field.attname: f"Secret-{field.attname}" for field in fields}
    values["birth_date"] = "2019-03-04"
    for name, value in values.items():
        setattr(person, name, value)
    person.save()
    return values


@pytest.mark.django_db
def test_no_personal_field_reaches_any_message(
    referral, need, rosa, network, supervisor, texts, clinic, pantry
):
    """Every kind of event about Rosa, as the letters that would leave."""
    values = filled(rosa)
    reach(rosa, "text", "+15550100")
    for number, kind in enumerate(sorted(TOLD)):
        subject = referral if kind.startswith("referral.") else need
        if kind.startswith(("referral.", "need.", "delivery.")):
            sweep_says(kind, subject, at=SOON.replace(microsecond=number))
    letters = [letter(delivery, at=SOON) for delivery in told(network, at=SOON.replace(second=1))]
    assert len(letters) > 25
    everything = " ".join(f"{one.message.subject} {one.message.body}" for one in letters)
    for name, value in values.items():
        assert value not in everything, name
    for word in ("Rosa", "+15550100", need.topic, clinic.name, pantry.name, "Weekly food boxes"):
        assert word not in everything
