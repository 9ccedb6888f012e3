"""Beside what a law protects stands how far the family's yes goes: what, to whom, for what, until when."""

import csv
import io

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.models.directory import Service
from organizations.models.network import Organization
from people.lifecycle import Law
from people.models.agreements import Consent
from people.models.person import Person
from people.words.notices import Scope
from tests.referrals.test_redisclosure import is_now, program, sent, signed
from tests.story import Worker


def test_whoever_receives_a_protected_record_reads_on_each_way_how_far_the_yes_goes(
    clinic: Organization, navigator: Worker, rosa: Person, pantry: Organization, food_boxes: Service,
    intake: Worker, stranger: Worker,
):  # fmt: skip
    is_now(clinic, is_part2_program=True)
    consent = signed(navigator, rosa, pantry)[0]
    referral = sent(navigator, rosa, food_boxes)
    scope = _scope_words(pantry, consent)
    pages = [reverse(f"referrals:{name}") for name in ("requests", "week", "week_paper")]
    pages.append(reverse("referrals:detail", args=[referral.pk]))
    for page in pages:
        assert scope in intake.client.get(page).content.decode(), page
        assert scope not in stranger.client.get(page).content.decode(), page
    sheet = intake.client.get(reverse("referrals:week_file")).content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(sheet))
    assert scope in row["notice"]
    until = consent.until.date().isoformat()
    for path in ("/api/v1/referrals/", f"/api/v1/referrals/{referral.pk}/"):
        answer = program(intake).get(path).json()
        [notice] = (answer["results"][0] if "results" in answer else answer)["redisclosure"]
        [told] = notice["scopes"]
        assert (told["to"], told["until"], told["topic"]) == (pantry.name, until, "food_pantry")
        assert told["facts"] == ["name", "phone", "language", "household"]


def _scope_words(pantry: Organization, consent: Consent) -> str:
    scope = Scope(
        frozenset({Law.PART2}), pantry.name, "food_pantry", tuple(consent.facts),
        until=consent.until.date(),
    )  # fmt: skip
    assert "Eastside Pantry may know" in scope.words
    assert "It ends on" in scope.words
    return scope.words


def test_a_list_of_many_asks_no_more_of_the_database_than_one_of_one(
    clinic: Organization, navigator: Worker, rosa: Person, pantry: Organization, food_boxes: Service,
    intake: Worker,
):  # fmt: skip
    is_now(clinic, is_part2_program=True)
    ana = Person.objects.create(
        network=rosa.network, custodian=clinic, first_name="Ana", created_at=rosa.created_at
    )
    numbers = []
    intake.client.get(reverse("referrals:week_file"))  # what is asked once only
    for person in (rosa, ana):
        signed(navigator, person, pantry)
        sent(navigator, person, food_boxes)
        with CaptureQueriesContext(connection) as asked:
            assert intake.client.get(reverse("referrals:week_file")).status_code == 200
        numbers.append(len(asked))
    assert len(set(numbers)) == 1


def test_what_a_program_may_report_stands_on_the_senders_page(
    navigator: Worker, rosa: Person, pantry: Organization, food_boxes: Service
):
    signed(navigator, rosa, pantry)
    referral = sent(navigator, rosa, food_boxes)
    is_now(pantry, is_part2_program=True)
    said = f"{pantry.name} may tell {navigator.organization.name} how it went"
    page = reverse("referrals:need", args=[referral.need_id])
    assert said in navigator.client.get(page).content.decode()
    [row] = program(navigator).get("/api/v1/referrals/?side=sender").json()["results"]
    assert row["redisclosure"][0]["scopes"][0]["teller"] == pantry.name
