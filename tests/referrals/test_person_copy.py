"""Somebody gets everything that is kept about them: as a file and on paper, and nothing that belongs to others."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from organizations.grants import Role
from organizations.models.network import Network
from people.actions.rights import Asked, answer_right, ask_right
from people.lifecycle import Right, RightEnd
from people.models.agreements import Disclosure
from people.models.person import Person
from people.models.rights import RightsRequest
from referrals.search.person_copy import PARTS, VERSION
from screening.actions.needs import FoundTopic, record_found
from tests.referrals.erased import WORD, feared_for, helped, planted, words
from tests.story import NOW, Worker, found, hire

SEALED = [words(f"hidden {letter}") for letter in "rstuvwx"]  # of alerts, reports and emergencies


@pytest.fixture
def whole(navigator: Worker, supervisor: Worker, intake: Worker, food_boxes) -> Person:
    person = planted(navigator, NOW)
    helped(person, navigator, intake, food_boxes, NOW)
    feared_for(person, supervisor, NOW)
    return person


@pytest.fixture
def asked(whole: Person, navigator: Worker) -> RightsRequest:
    copy = Asked(Right.ACCESS, "in_person")
    return ask_right(actor=navigator.actor, person_id=whole.pk, asked=copy, at=NOW)


def as_file(worker: Worker, asked: RightsRequest):
    return worker.client.get(reverse("referrals:copy_as_file", args=[asked.pk]))


def on_paper(worker: Worker, asked: RightsRequest):
    return worker.client.get(reverse("referrals:copy_on_paper", args=[asked.pk]))


def test_everything_is_in_the_file_and_nothing_that_is_sealed(
    asked: RightsRequest, navigator: Worker
):
    answer = as_file(navigator, asked)
    said = json.loads(answer.content)
    assert said["format"] == VERSION
    assert set(PARTS) < set(said)
    [person] = said["person"]
    assert (person["first_name"], person["birth_date"]) == (words("first"), "1971-06-23")
    assert said["requests"][0]["note"] == words("l")
    assert said["messages"][0]["text"] == words("o")
    assert all(said[part] for part in PARTS if part not in {"family", "wishes"})
    for sealed in SEALED:
        assert sealed not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert WORD not in answer["Content-Disposition"]


def test_the_paper_speaks_the_persons_language_and_says_what_is_not_in_it(
    asked: RightsRequest, navigator: Worker
):
    page = on_paper(navigator, asked).content.decode()
    assert '<html lang="es"' in page
    assert words("street") in page
    for sealed in SEALED:
        assert sealed not in page


def test_each_copy_is_a_look_that_the_person_finds_in_the_list(
    asked: RightsRequest, navigator: Worker
):
    as_file(navigator, asked)
    on_paper(navigator, asked)
    looks = Disclosure.objects.filter(purpose="rights", person_ids=[asked.person_id])
    assert sorted(looks.values_list("what", flat=True)) == ["people.copy", "people.copy_file"]


def test_a_private_need_is_in_the_copy_of_who_is_named_on_it_and_in_no_colleagues(
    asked: RightsRequest, whole: Person, navigator: Worker, colleague: Worker
):
    record_found(
        actor=navigator.actor, person=whole, topics=[FoundTopic("domestic_violence")], at=NOW
    )
    assert b"domestic_violence" in as_file(navigator, asked).content
    assert b"domestic_violence" not in as_file(colleague, asked).content


def test_nobody_else_makes_a_copy_and_nobody_when_it_was_not_asked_for(
    asked: RightsRequest, network: Network, navigator: Worker, stranger: Worker, screener: Worker,
    foreigner: Worker, intake: Worker,
):  # fmt: skip
    officer = hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)
    for get in (as_file, on_paper):
        for worker in (stranger, screener, foreigner, intake):
            assert get(worker, asked).status_code == 404
        assert get(officer, asked).status_code == 403
    answer_right(actor=navigator.actor, right_id=asked.pk, end=RightEnd.GIVEN, at=NOW)
    assert as_file(navigator, asked).status_code == 404


def test_the_document_names_every_key_of_the_file(asked: RightsRequest, navigator: Worker):
    page = (Path(settings.BASE_DIR) / "docs" / "person-copy.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", page))
    assert set(json.loads(as_file(navigator, asked).content)) <= named
