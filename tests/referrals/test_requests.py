"""The pantry's list: whose turn it is, and no more about anybody than they agreed to."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.ids import uuid7
from organizations.grants import Role
from organizations.models.directory import Service
from organizations.models.network import Organization
from organizations.topics import TOPICS
from people.actions.consent import withdraw_consent
from people.models.agreements import Consent, Disclosure
from people.models.person import Person
from referrals.actions import answer, family, progress
from referrals.actions.family import Answer
from referrals.actions.send import Sending, send, send_packet
from referrals.models.referral import Referral
from referrals.search.keyset import ROWS
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import Via
from screening.models.need import Need
from tests.referrals.conftest import FACTS
from tests.story import Worker, hire

LIST = "/requests/"
HOUSEKEEPING = ("SAVEPOINT", "RELEASE", "SELECT set_config")
OTHER_TOPICS = [s for s, topic in TOPICS.items() if not topic.sensitive and s != "food_pantry"]


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def orgadmin(pantry: Organization) -> Worker:
    return hire(pantry, "Otis Admin", Role.ORGADMIN)


def wanted(worker: Worker, person: Person, *topics: str, at: datetime) -> list[Need]:
    found = record_found(
        actor=worker.actor, person=person, topics=[FoundTopic(topic) for topic in topics], at=at
    )
    return [want_help(actor=worker.actor, need_id=need.pk, at=at) for need in found]


def test_a_new_request_waits_under_your_turn_with_what_is_asked(intake: Worker, referral: Referral):
    page = intake.client.get(LIST)

    assert page.status_code == 200
    words = page.content.decode()
    for said in ("Rosa", "Food from a pantry", "Weekly food boxes", "New request", "Answer"):
        assert said in words
    assert "Delgado" not in words
    assert f"/referrals/{referral.pk}/" in words


def test_a_name_that_was_not_agreed_to_stays_out(
    navigator: Worker,
    intake: Worker,
    need: Need,
    agreed: Consent,
    food_boxes: Service,
    now: datetime,
):
    nameless = Sending(service_id=food_boxes.pk, request_key=uuid7(), facts=("household",))
    send(actor=navigator.actor, need_id=need.pk, sending=nameless, at=now)

    words = intake.client.get(LIST).content.decode()

    assert "A family" in words
    assert "Rosa" not in words


def test_a_withdrawn_agreement_takes_the_name_off_the_list(
    navigator: Worker, intake: Worker, referral: Referral, agreed: Consent, now: datetime
):
    withdraw_consent(actor=navigator.actor, consent_id=agreed.pk, at=now + timedelta(minutes=5))

    for tab in ("yours", "sender", "family", "ended"):
        assert "Rosa" not in intake.client.get(LIST, {"turn": tab}).content.decode()


def test_nobody_sees_a_request_that_can_still_be_undone(
    navigator: Worker, intake: Worker, need: Need, agreed: Consent, sending: Sending
):
    send(actor=navigator.actor, need_id=need.pk, sending=sending, at=timezone.now())

    assert "Rosa" not in intake.client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("orgadmin", 200),
        ("stranger", 200),
        ("foreigner", 200),
        ("navigator", 403),
        ("screener", 403),
    ],
)
def test_only_those_who_answer_for_the_pantry_see_rosa(
    who: str, status: int, referral: Referral, request: pytest.FixtureRequest
):
    page = request.getfixturevalue(who).client.get(LIST)

    assert page.status_code == status
    assert ("Rosa" in page.content.decode()) == (who == "orgadmin")


def test_a_question_moves_it_to_the_senders_tab_and_a_no_to_the_ended_ones(
    intake: Worker, referral: Referral, now: datetime
):
    answer.ask(
        actor=intake.actor,
        referral_id=referral.pk,
        question="How many?",
        at=now + timedelta(minutes=1),
    )
    assert "Rosa" not in intake.client.get(LIST).content.decode()
    assert "Waiting for the sender" in intake.client.get(LIST, {"turn": "sender"}).content.decode()

    answer.decline(
        actor=intake.actor,
        referral_id=referral.pk,
        reason="no_capacity",
        at=now + timedelta(minutes=2),
    )
    ended = intake.client.get(LIST, {"turn": "ended"}).content.decode()
    assert "You said no" in ended


def test_what_is_done_waits_with_the_family_until_she_says_so(
    navigator: Worker, intake: Worker, need: Need, referral: Referral, now: datetime
):
    at = now + timedelta(minutes=1)
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=at)
    progress.complete(actor=intake.actor, referral_id=referral.pk, outcome="provided", at=at)
    assert "Rosa" in intake.client.get(LIST, {"turn": "family"}).content.decode()

    family.family_answers(
        actor=navigator.actor, need_id=need.pk, answer=Answer.YES, at=at, via=Via.PHONE
    )
    assert "Rosa" not in intake.client.get(LIST, {"turn": "family"}).content.decode()
    assert "Helped" in intake.client.get(LIST, {"turn": "ended"}).content.decode()


def test_what_nobody_chases_is_still_shown_as_new(
    navigator: Worker,
    intake: Worker,
    need: Need,
    agreed: Consent,
    food_boxes: Service,
    sending: Sending,
    now: datetime,
):
    food_boxes.reports_back = Service.ReportsBack.NEVER
    food_boxes.save()
    send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)

    words = intake.client.get(LIST).content.decode()
    assert "You need not report back" in words
    assert "Rosa" in words
    assert "Rosa" not in intake.client.get(LIST, {"turn": "sender"}).content.decode()


def test_needs_sent_together_are_one_row(
    navigator: Worker,
    intake: Worker,
    rosa: Person,
    agreed: Consent,
    food_boxes: Service,
    now: datetime,
):
    needs = wanted(navigator, rosa, "food_pantry", "diapers", at=now)
    food_boxes.topics = ["food_pantry", "diapers"]
    food_boxes.save()
    sending = Sending(service_id=food_boxes.pk, request_key=uuid7(), facts=FACTS)
    send_packet(actor=navigator.actor, need_ids=[n.pk for n in needs], sending=sending, at=now)

    words = intake.client.get(LIST).content.decode()
    assert words.count('scope="row"') == 1
    assert "Food from a pantry" in words
    assert "Diapers" in words


def test_the_look_at_a_list_is_one_row_with_everybody_on_it(
    intake: Worker, referral: Referral, rosa: Person
):
    intake.client.get(LIST)

    [look] = Disclosure.objects.filter(what="referrals.requests")
    assert look.person_ids == [rosa.pk]
    assert look.acting_for == intake.organization.pk


@pytest.fixture
def sixty(
    navigator: Worker, agreed: Consent, rosa: Person, food_boxes: Service, now: datetime
) -> int:
    food_boxes.topics = OTHER_TOPICS
    food_boxes.save()
    needs = wanted(navigator, rosa, *OTHER_TOPICS[:60], at=now)
    for minutes, need in enumerate(needs):
        one = Sending(service_id=food_boxes.pk, request_key=uuid7(), facts=FACTS)
        send(
            actor=navigator.actor, need_id=need.pk, sending=one, at=now + timedelta(seconds=minutes)
        )
    return len(needs)


def test_fifty_rows_a_page_in_at_most_ten_statements(intake: Worker, sixty: int):
    client = intake.client
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        first = client.get(LIST)
    statements = [q["sql"] for q in asked if not q["sql"].startswith(HOUSEKEEPING)]
    assert len(statements) <= 10, "\n".join(statements)

    assert first.content.decode().count('scope="row"') == ROWS
    second = client.get(first.context["page"].next_url)
    assert second.content.decode().count('scope="row"') == sixty - ROWS
    assert not second.context["page"].next_url
    assert second.context["page"].first_url


def test_the_number_of_statements_does_not_grow_with_the_rows(
    intake: Worker, referral: Referral, request: pytest.FixtureRequest
):
    client = intake.client
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    request.getfixturevalue("sixty")
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_a_cursor_that_nobody_wrote_begins_at_the_beginning(intake: Worker, referral: Referral):
    page = intake.client.get(LIST, {"after": "';--", "turn": "nobody"})

    assert page.status_code == 200
    assert "Rosa" in page.content.decode()
