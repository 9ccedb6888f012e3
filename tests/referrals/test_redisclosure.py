"""Whoever receives a record with a law of its own is told so, in the law's words, wherever they read it."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts import keys
from core.errors import BadInput, ConsentMissing
from core.ids import uuid7
from organizations.models.directory import Service
from organizations.models.network import Organization
from people import consent as consents
from people.actions.consent import Agreement, give_consent
from people.lifecycle import Direction, Fact, Form, Law
from people.models.agreements import Consent, Disclosure
from people.models.person import Person
from referrals.actions.send import Sending, send
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.models.need import Need
from tests.story import Worker

PART2 = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
SCHOOL = "These are education records."
FACTS = frozenset({Fact.NAME, Fact.PHONE, Fact.HOUSEHOLD})
AN_HOUR, A_YEAR = timedelta(hours=1), timedelta(days=365)


def signed(worker: Worker, rosa: Person, pantry: Organization, **changes: object) -> list[Consent]:
    at = timezone.now() - AN_HOUR
    said = {
        "words": "I say yes.", "recipients": (pantry.pk,), "facts": FACTS, "until": at + A_YEAR,
        "form": Form.WRITTEN, "signed_name": "R. Delgado", "kept_where": "binder 3", **changes,
    }  # fmt: skip
    return give_consent(actor=worker.actor, person_id=rosa.pk, agreement=Agreement(**said), at=at)


def sent(worker: Worker, rosa: Person, service: Service) -> Referral:
    at = timezone.now() - AN_HOUR
    [found] = record_found(
        actor=worker.actor, person=rosa, topics=[FoundTopic("food_pantry")], at=at
    )
    need = want_help(actor=worker.actor, need_id=found.pk, at=at)
    sending = Sending(service_id=service.pk, request_key=uuid7(), facts=tuple(FACTS))
    return send(actor=worker.actor, need_id=need.pk, sending=sending, at=at)


def is_now(organization: Organization, **what: bool) -> None:
    Organization.objects.filter(pk=organization.pk).update(**what)
    for name, value in what.items():
        setattr(organization, name, value)


def program(worker: Worker) -> Client:
    key = keys.issue(worker.user, name="test", at=timezone.now())
    return Client(headers={"authorization": f"Bearer {key}"})


def test_on_every_page_paper_file_and_answer_the_receiver_reads_the_words_of_the_law(
    clinic: Organization, navigator: Worker, rosa: Person, pantry: Organization, food_boxes: Service,
    intake: Worker, stranger: Worker,
):  # fmt: skip
    is_now(clinic, is_part2_program=True)
    signed(navigator, rosa, pantry)
    referral = sent(navigator, rosa, food_boxes)
    pages = ("requests", "week", "week_paper", "week_file")
    shown = [reverse(f"referrals:{name}") for name in pages]
    shown.append(reverse("referrals:detail", args=[referral.pk]))
    for page in shown:
        assert PART2 in intake.client.get(page).content.decode(), page
        assert PART2 not in stranger.client.get(page).content.decode(), page
    for path in ("/api/v1/referrals/", f"/api/v1/referrals/{referral.pk}/"):
        answer = program(intake).get(path).json()
        [notice] = (answer["results"][0] if "results" in answer else answer)["redisclosure"]
        said = {"law": "part2", "text": PART2, "citation": "42 CFR 2.32(a)(2)"}
        assert notice.items() >= said.items()


def test_the_words_of_the_law_are_not_translated(
    clinic: Organization, navigator: Worker, rosa: Person, pantry: Organization, food_boxes: Service,
    intake: Worker,
):  # fmt: skip
    is_now(clinic, is_part2_program=True)
    signed(navigator, rosa, pantry)
    page = reverse("referrals:detail", args=[sent(navigator, rosa, food_boxes).pk])
    with translation.override("en"):  # as it was, afterwards
        shown = intake.client.get(page, headers={"accept-language": "es"}).content.decode()
    assert f'<b lang="en">{PART2}</b>' in shown


def test_help_with_food_from_a_clinic_carries_no_notice(
    navigator: Worker, rosa: Person, pantry: Organization, food_boxes: Service, intake: Worker
):
    signed(navigator, rosa, pantry)
    page = reverse("referrals:detail", args=[sent(navigator, rosa, food_boxes).pk])
    shown = intake.client.get(page).content.decode()
    assert PART2 not in shown
    assert SCHOOL not in shown


def test_what_a_program_reports_back_is_protected_too(
    navigator: Worker, rosa: Person, pantry: Organization, food_boxes: Service
):
    signed(navigator, rosa, pantry)
    referral = sent(navigator, rosa, food_boxes)
    page = reverse("referrals:need", args=[referral.need_id])
    assert PART2 not in navigator.client.get(page).content.decode()
    is_now(pantry, is_part2_program=True)
    assert PART2 in navigator.client.get(page).content.decode()


def test_the_accounting_says_which_law_protects_what_was_seen_on_a_page_and_on_a_list(
    clinic: Organization, navigator: Worker, rosa: Person, pantry: Organization, food_boxes: Service,
    intake: Worker,
):  # fmt: skip
    is_now(clinic, is_part2_program=True)
    agreement = signed(navigator, rosa, pantry)[0]
    sent(navigator, rosa, food_boxes)
    intake.client.get(reverse("referrals:requests"))
    [look] = Disclosure.objects.filter(what="referrals.requests")
    assert (look.person_ids, look.consent_ids) == ([rosa.pk], [agreement.pk])
    page, file = (reverse(f"people:{name}", args=[rosa.pk]) for name in ("seen", "seen_file"))
    assert "42 CFR part 2" in navigator.client.get(page).content.decode()
    rows = csv.DictReader(io.StringIO(navigator.client.get(file).content.decode()))
    assert {row["law"] for row in rows if row["look"] == "referrals.requests"} == {"42 CFR part 2"}


# --- what must be signed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "law"), [("is_part2_program", Law.PART2), ("is_school", Law.FERPA)]
)
def test_what_a_program_or_a_school_knows_is_shared_only_by_a_signature_that_names_whom_and_ends(
    clinic: Organization, navigator: Worker, rosa: Person, pantry: Organization, what: str, law: Law
):
    is_now(clinic, **{what: True})
    with pytest.raises(BadInput, match="Saying it is not enough"):
        signed(navigator, rosa, pantry, form=Form.VERBAL, witness="Ana")
    with pytest.raises(BadInput, match="end date"):
        signed(navigator, rosa, pantry, until=None)
    with pytest.raises(BadInput, match="partner you name"):
        signed(navigator, rosa, pantry, directions=frozenset({Direction.DESK}))
    for row in signed(navigator, rosa, pantry):
        assert (row.laws, row.needs_writing) == ([law], True)


def test_a_school_that_is_asked_reports_back_under_its_own_law(
    navigator: Worker, rosa: Person, pantry: Organization
):
    is_now(pantry, is_school=True)
    send_row, report = signed(navigator, rosa, pantry)
    assert (send_row.laws, report.laws) == ([], [Law.FERPA])


def test_the_database_refuses_education_records_on_a_spoken_yes_or_without_saying_what_and_why(
    clinic: Organization, navigator: Worker, rosa: Person, pantry: Organization
):
    is_now(clinic, is_school=True)
    row = Consent.objects.filter(pk=signed(navigator, rosa, pantry)[0].pk)
    for change, promise in (
        ({"form": Form.VERBAL}, "people_consent_in_writing"),
        ({"until": None}, "people_consent_in_writing"),
        ({"needs_writing": False}, "people_consent_law_is_in_writing"),
        ({"facts": []}, "people_consent_school_says_what_and_why"),
        ({"purpose": ""}, "people_consent_school_says_what_and_why"),
    ):
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            row.update(**change)


def test_an_older_spoken_agreement_is_not_enough_once_the_clinic_is_a_program(
    clinic: Organization, navigator: Worker, rosa: Person, pantry: Organization
):
    signed(navigator, rosa, pantry, form=Form.VERBAL, witness="Ana", until=None)
    asked = {
        "person": rosa, "recipient_id": pantry.pk, "topic": "food_pantry", "is_sensitive": False,
        "facts": FACTS, "at": timezone.now(),
    }  # fmt: skip
    assert consents.require(**asked)
    is_now(clinic, is_part2_program=True)
    with pytest.raises(ConsentMissing, match="in writing"):
        consents.require(**asked)


def test_whoever_runs_the_place_or_the_network_says_what_it_is_and_a_stranger_cannot(
    pantry: Organization, keeper: Worker, convener: Worker, stranger: Worker, intake: Worker
):
    page = reverse("organizations:laws", args=[pantry.pk])
    for worker in (stranger, intake):
        assert worker.client.post(page, {"is_school": "on"}).status_code in {403, 404}
    convener.client.post(page, {"is_school": "on"})
    keeper.client.post(page, {"is_school": "on", "is_part2_program": "on"})
    pantry.refresh_from_db()
    assert (pantry.is_school, pantry.is_part2_program) == (True, True)


def test_a_need_says_nothing_before_anything_was_sent(navigator: Worker, need: Need):
    shown = navigator.client.get(reverse("referrals:need", args=[need.pk])).content.decode()
    assert PART2 not in shown
