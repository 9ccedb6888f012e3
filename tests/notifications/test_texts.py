"""Texts by a provider that a real server plays: what leaves, what comes back, 1, 2, 3, STOP and HELP."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.history import of
from core.ids import uuid7
from notifications.actions.hearing import Said, forget, meaning
from notifications.channels.twilio import international
from notifications.models.deliveries import Delivery
from notifications.models.replies import HeardText
from people.actions.people import retoken
from people.actions.wishes import allow_messages, stop_messages
from people.lifecycle import Channel, ChannelState
from people.models.contact import Wish
from people.models.person import Person
from referrals.actions import answer, progress
from referrals.actions.look_ahead import look_ahead
from referrals.actions.send import send as send_on
from referrals.models.referral import Referral
from referrals.reasons import Outcome
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import NeedStatus, Via
from screening.models.later import Later
from screening.models.need import Need
from tests.notifications.conftest import (
    NUMBER,
    SOON,
    TOKEN,
    reach,
    send,
    sweep_says,
    told,
    waiting,
)
from tests.story import NOW

pytestmark = pytest.mark.django_db


# --- what leaves --------------------------------------------------------------------------------


def test_a_text_leaves_as_the_provider_wants_it(need, phone, network, provider):
    one = waiting(need, phone)
    send(network)
    one.refresh_from_db()
    assert (one.state, one.provider_id) == ("sent", "SM1")
    [call] = provider.calls
    assert call.path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert call.fields["To"] == NUMBER
    assert call.fields["From"] == "+15550000"
    assert call.fields["StatusCallback"].endswith("/hooks/texts/receipt/")
    assert (
        call.headers["Authorization"]
        == "Basic " + base64.b64encode(f"AC1:{TOKEN}".encode()).decode()
    )
    for secret in ("Rosa", "Delgado", need.topic):
        assert secret not in call.body


@pytest.mark.parametrize(
    ("status", "says", "state", "error"),
    [
        (400, b'{"code": 21211, "message": "+15550100199 is wrong"}', "gave_up", "refused_21211"),
        (429, b"{}", "waiting", ""),
        (401, b"{}", "waiting", ""),
        (500, b"oops", "unknown", "provider_did_not_say"),
        (201, b"not json", "unknown", "provider_did_not_say"),
        (0, b"", "unknown", "provider_did_not_say"),
    ],
)
def test_what_the_provider_says_is_understood_and_its_words_are_not_kept(
    need, phone, network, provider, status, says, state, error
):
    one = waiting(need, phone)
    provider.status, provider.says = status, says
    send(network)
    one.refresh_from_db()
    assert (one.state, one.error) == (state, error)


def test_a_provider_that_cannot_be_reached_costs_no_try(need, phone, network, settings):
    settings.TEXT_API_URL = "http://127.0.0.1:1"
    one = waiting(need, phone)
    send(network)
    one.refresh_from_db()
    assert (one.state, one.attempts) == ("waiting", 0)


@pytest.mark.parametrize("typed", ["555 010 0199", "1-555-010-0199", "+1 (555) 010-0199"])
def test_a_number_is_dialled_however_it_was_typed(typed):
    assert international(typed) == NUMBER


# --- receipts -----------------------------------------------------------------------------------


def test_a_receipt_says_that_this_way_works(need, phone, network, calls_us):
    one = waiting(need, phone)
    send(network)
    assert calls_us("receipt", MessageSid="SM1", MessageStatus="delivered").status_code == 204
    one.refresh_from_db()
    phone.refresh_from_db()
    assert one.arrived_at
    assert phone.state == ChannelState.WORKS


def test_a_text_that_failed_later_breaks_the_number_and_its_owner_is_told_once(
    need, phone, network, calls_us, navigator
):
    one = waiting(need, phone)
    send(network)
    for _ in range(2):
        calls_us("receipt", MessageSid="SM1", MessageStatus="undelivered", ErrorCode="30005")
    one.refresh_from_db()
    phone.refresh_from_db()
    assert (one.state, one.error) == ("gave_up", "bounced_30005")
    assert phone.state == ChannelState.BROKEN
    assert of(need.pk).filter(kind="delivery.gave_up").count() == 1
    told_to = [
        d for d in told(network, at=timezone.now()) if d.template == "message_did_not_arrive"
    ]
    assert [d.user_id for d in told_to] == [navigator.user.pk]


def test_a_call_without_the_providers_signature_changes_nothing(
    need, phone, network, calls_us, settings
):
    one = waiting(need, phone)
    send(network)
    forged = {"MessageSid": "SM1", "MessageStatus": "failed"}
    assert calls_us("receipt", key="a guess", **forged).status_code == 403
    assert Client().post("/hooks/texts/receipt/", forged).status_code == 403
    assert (
        calls_us("reply", key="a guess", MessageSid="x", From=NUMBER, Body="STOP").status_code
        == 403
    )
    assert Client().get("/hooks/texts/reply/").status_code == 405
    settings.TEXT_TOKEN = ""
    assert calls_us("receipt", key="", **forged).status_code == 403, (
        "without a token nobody is believed"
    )
    one.refresh_from_db()
    phone.refresh_from_db()
    assert one.state == "sent"
    assert phone.stopped_at is None


# --- STOP, START, HELP --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["STOP", "stop.", " End ", "quit", "CANCEL", "Unsubscribe", "ALTO", "¡Basta!", "cancelar"],
)
def test_stop_in_both_languages_is_understood(words):
    assert meaning(words) is Said.STOP


@pytest.mark.parametrize("words", ["please stop by tomorrow", "I will not stop", "end of the week"])
def test_a_sentence_with_such_a_word_in_it_is_not_a_stop(words):
    assert meaning(words) is Said.ANYTHING


def test_stop_ends_messages_to_that_number_only_and_is_written_down(
    phone, rosa, texts_us, need, network, navigator
):
    other = reach(rosa, Channel.EMAIL, "rosa@example.org")
    assert "<Message>" in texts_us("Alto")
    phone.refresh_from_db()
    other.refresh_from_db()
    assert phone.stopped_at
    assert other.is_usable
    [wish] = Wish.objects.filter(person=rosa)
    assert (wish.about_id, wish.via, wish.said_by) == (phone.pk, "text", "family")
    assert wish.confirmed_at, "it came from the very number that it is about"
    assert "family_wish" in [d.template for d in told(network, at=timezone.now())]


def test_stop_holds_wherever_that_telephone_stands(phone, rosa, texts_us, other_clinic):
    """A mother's number stands with her child at another clinic, too."""
    child = Person.objects.create(
        network=other_clinic.network, custodian=other_clinic, first_name="Mia", created_at=SOON
    )
    also = reach(child, Channel.TEXT, NUMBER)
    different = reach(child, Channel.TEXT, "+15550100198")
    retoken(child)
    texts_us("STOP")
    for point in (phone, also, different):
        point.refresh_from_db()
    assert phone.stopped_at
    assert also.stopped_at
    assert different.stopped_at is None


def test_stop_holds_for_an_entry_that_is_made_later(phone, rosa, texts_us, need, network, provider):
    texts_us("STOP")
    again = reach(rosa, Channel.TEXT, NUMBER)
    one = waiting(need, again)
    send(network)
    one.refresh_from_db()
    assert (one.state, one.error, provider.calls) == ("held_back", "messages_stopped", [])


def test_start_takes_back_what_stop_said_and_nothing_else(phone, rosa, texts_us):
    texts_us("STOP")
    texts_us("START")
    phone.refresh_from_db()
    assert phone.is_usable
    assert not Wish.objects.filter(person=rosa, undone_at=None).exists()


@pytest.mark.parametrize("by_text_too", [False, True])
@pytest.mark.parametrize("everything", [False, True])
def test_whoever_holds_the_telephone_does_not_undo_by_start_what_she_said_at_the_clinic(
    phone, rosa, texts_us, navigator, by_text_too, everything
):
    """He has her telephone now; she asked her worker that nothing goes there."""
    if by_text_too:
        texts_us("STOP")
    about = None if everything else phone.pk
    stop_messages(
        actor=navigator.actor, person_id=rosa.pk, contact_id=about, at=SOON, via="in_person"
    )
    texts_us("START")
    phone.refresh_from_db()
    assert phone.stopped_at
    assert not phone.is_usable
    [wish] = Wish.objects.filter(person=rosa, undone_at=None)
    assert wish.via == "in_person"
    allow_messages(actor=navigator.actor, person_id=rosa.pk, wish_id=wish.pk, at=SOON)
    phone.refresh_from_db()
    assert phone.is_usable


def test_stop_stands_beside_what_was_said_at_a_desk_before(phone, rosa, texts_us, navigator):
    wish = stop_messages(
        actor=navigator.actor, person_id=rosa.pk, contact_id=None, at=SOON, via="in_person"
    )
    texts_us("STOP")
    texts_us("STOP")
    assert Wish.objects.filter(person=rosa, undone_at=None).count() == 2
    allow_messages(actor=navigator.actor, person_id=rosa.pk, wish_id=wish.pk, at=SOON)
    phone.refresh_from_db()
    assert not phone.is_usable


def test_help_and_other_words_are_answered_and_change_nothing(phone, texts_us, rosa):
    assert "211" in texts_us("HELP")
    assert "911" in texts_us("I am in danger"), "nobody reads it, and it says so"
    assert "911" in texts_us("hello", number="+15559999999")
    assert not Wish.objects.exists()


def test_the_same_text_delivered_twice_is_heard_once(phone, rosa, texts_us):
    assert "<Message>" in texts_us("STOP", name="SMtwice")
    assert "<Message>" not in texts_us("STOP", name="SMtwice")
    assert Wish.objects.filter(person=rosa).count() == 1


def test_a_telephone_that_floods_us_is_not_read_but_its_stop_is(phone, texts_us):
    for _ in range(25):
        last = texts_us("hello")
    assert "<Message>" not in last
    assert "<Message>" in texts_us("STOP")
    phone.refresh_from_db()
    assert phone.stopped_at


def test_neither_words_nor_numbers_are_kept(phone, texts_us):
    texts_us("My name is Rosa")
    kept = " ".join(str(vars(row)) for row in HeardText.objects.all())
    assert "Rosa" not in kept
    assert "5550100199" not in kept
    forget(at=timezone.now() + timedelta(days=31))
    assert not HeardText.objects.exists()


# --- 1, 2 and 3 ---------------------------------------------------------------------------------


@pytest.fixture
def helped(intake) -> Callable[[Referral], None]:
    """The pantry says that it helped."""

    def help_(referral: Referral) -> None:
        known = {"actor": intake.actor, "referral_id": referral.pk, "at": SOON}
        answer.accept(**known)
        progress.start(**known)
        progress.complete(**known, outcome=Outcome.PROVIDED)

    return help_


@pytest.fixture
def asked(referral, helped, need, phone, network) -> Need:
    """Rosa was asked by text just now."""
    now = timezone.now()
    helped(referral)
    need.refresh_from_db()
    sweep_says("need.family_asked", need, at=now)
    told(network, at=now)
    left = {"state": "sent", "sent_at": now, "provider_id": "SM7"}
    Delivery.objects.filter(template="family_question").update(**left)
    return need


@pytest.mark.parametrize(
    ("digit", "status"),
    [("1", NeedStatus.MET), ("2", NeedStatus.TO_CONFIRM), ("3", NeedStatus.WANTS_HELP)],
)
def test_a_number_by_text_is_the_familys_answer(asked, texts_us, digit, status, stranger):
    del stranger
    answered = texts_us(f" {digit}. ")
    asked.refresh_from_db()
    assert asked.status == status
    heard = of(asked.pk).get(kind="need.family_answered")
    assert (heard.said_by, heard.via, heard.actor_kind) == ("family", Via.TEXT, "link")
    for secret in ("Rosa", "food", "Pantry"):
        assert secret not in answered


def test_an_answer_counts_once_and_only_from_that_telephone(asked, texts_us):
    texts_us("1", number="+15550100777")
    asked.refresh_from_db()
    assert asked.status == NeedStatus.TO_CONFIRM
    texts_us("1")
    texts_us("3")
    asked.refresh_from_db()
    assert asked.status == NeedStatus.MET


def test_who_is_contacted_with_care_informs_and_closes_nothing(asked, texts_us, rosa):
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    texts_us("1")
    asked.refresh_from_db()
    assert asked.is_open
    assert of(asked.pk).filter(kind="need.family_asks_to_call").exists()


def test_an_answer_weeks_later_answers_nothing(asked, texts_us):
    Delivery.objects.update(sent_at=timezone.now() - timedelta(days=15))
    texts_us("1")
    asked.refresh_from_db()
    assert asked.status == NeedStatus.TO_CONFIRM


def test_with_two_questions_open_the_link_is_asked_for(
    asked, texts_us, navigator, rosa, sending, helped
):
    [other] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=NOW
    )
    want_help(actor=navigator.actor, need_id=other.pk, at=NOW)
    another = replace(sending, request_key=uuid7())
    helped(send_on(actor=navigator.actor, need_id=other.pk, sending=another, at=NOW))
    texts_us("1")
    asked.refresh_from_db()
    assert asked.status == NeedStatus.TO_CONFIRM


def test_whether_help_still_holds_is_a_yes_or_a_no_by_text_too(asked, texts_us, network):
    texts_us("1")
    Need.objects.filter(pk=asked.pk).update(lasts="recurring", recheck_on="2026-01-05")
    look_ahead(network_id=network.pk, at=(at := timezone.now() + timedelta(days=3)))
    assert "family_check_in" in {one.template for one in told(network, at=at)}
    texts_us("2")
    assert not Later.objects.get(need=asked).is_done, "“not yet” is no answer to that"
    texts_us("1")
    assert Later.objects.get(need=asked).ended_how == "still_fine"
