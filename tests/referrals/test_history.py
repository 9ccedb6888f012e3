"""A need's own page: where it stands, what is next, and what has happened on whose word."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models.agreements import Consent, Disclosure
from people.models.person import Person
from referrals.actions import answer, progress
from referrals.actions.send import Sending, send
from referrals.lifecycle import Status
from referrals.models.messages import Message
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need
from tests.referrals.many import families, wanting
from tests.story import Worker

DAY = timedelta(days=1)


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def client(navigator: Worker) -> Client:
    return navigator.client


@pytest.fixture
def sent(
    navigator: Worker, need: Need, agreed: Consent, sending: Sending, at: datetime
) -> Referral:
    agreed.since = at - 30 * DAY
    agreed.save()
    return send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at - 9 * DAY)


def page(client: Client, need: Need, query: str = "") -> str:
    response = client.get(reverse("referrals:need", args=[need.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, name: str, key: object, **typed: object) -> Client:
    return client.post(reverse(f"referrals:{name}", args=[key]), typed)


def test_the_history_says_who_what_and_what_was_shared(
    client: Client, intake: Worker, need: Need, sent: Referral, at: datetime
):
    answer.decline(
        actor=intake.actor, referral_id=sent.pk, reason="no_capacity", words="Full until Monday", at=at
    )  # fmt: skip
    story = page(client, need).partition('id="happened"')[2]
    assert "Request sent" in story
    assert "Shared: Name, Phone, How many live together." in story
    assert "Not shared:" in story
    assert "Joanne Reyes, Eastside Pantry" in story
    assert "“Full until Monday”" in story
    assert story.index("Full until Monday") < story.index("Request sent")


def test_what_was_told_by_telephone_names_who_said_it_and_who_wrote_it_down(
    client: Client, need: Need, sent: Referral
):
    post(client, "told", sent.pk, said="accept", via="phone", words="We will ring her")
    sent.refresh_from_db()
    assert (sent.status, sent.said_by, sent.recorded_by, sent.via) == (
        Status.ACCEPTED, "receiver", "sender", "phone",
    )  # fmt: skip
    assert "Eastside Pantry, told by telephone to Priya Nair" in page(client, need)


def test_a_wait_list_as_a_first_answer_is_never_told_as_a_yes(
    client: Client, need: Need, sent: Referral
):
    post(client, "told", sent.pk, said="wait_list", via="phone", place="9")
    shown = page(client, need)
    assert "Put on the wait list" in shown
    assert "The partner said yes" not in shown
    assert "Place 9 on the list at Eastside Pantry" in shown


def test_a_saying_without_its_reason_is_asked_for_and_nothing_is_lost(
    client: Client, sent: Referral
):
    response = post(client, "told", sent.pk, said="decline", via="phone", words="They moved")
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Choose one from the list." in shown
    assert "They moved" in shown
    sent.refresh_from_db()
    assert sent.status == Status.REQUESTED


@pytest.mark.parametrize(
    ("said", "typed", "status"),
    [
        ("decline", {"why_not": "no_capacity"}, Status.REJECTED),
        ("accept", {}, Status.ACCEPTED),
        ("wait_list", {}, Status.ON_HOLD),
    ],
)
def test_every_first_answer_can_be_written_down_for_a_partner(
    client: Client, sent: Referral, said: str, typed: dict[str, str], status: Status
):
    post(client, "told", sent.pk, said=said, via="in_person", **typed)
    sent.refresh_from_db()
    assert sent.status == status


@pytest.mark.parametrize(
    ("said", "typed", "status"),
    [
        ("start", {}, Status.IN_PROGRESS),
        ("still_going", {}, Status.ACCEPTED),
        ("complete", {"outcome": "provided"}, Status.COMPLETED),
        ("fail", {"why_failed": "could_not_reach"}, Status.FAILED),
    ],
)
def test_every_later_word_can_be_written_down_for_a_partner(
    client: Client, intake: Worker, sent: Referral, at: datetime, said: str, typed, status: Status
):
    answer.accept(actor=intake.actor, referral_id=sent.pk, at=at - DAY)
    post(client, "told", sent.pk, said=said, via="phone", **typed)
    sent.refresh_from_db()
    assert sent.status == status


def test_a_silent_partner_is_reminded_once_a_day_and_it_is_their_turn_again(
    client: Client, need: Need, sent: Referral, at: datetime
):
    Referral.objects.filter(pk=sent.pk).update(rung=2, next_step_due=at - 3 * DAY)
    Need.objects.filter(pk=need.pk).update(
        waiting_on=Turn.OWNER, next_step="nudge_or_switch", next_step_due=at - 3 * DAY
    )
    assert "Nudge Eastside Pantry, or switch" in page(client, need)
    post(client, "remind", sent.pk)
    need.refresh_from_db()
    sent.refresh_from_db()
    assert (need.waiting_on, sent.rung) == (Turn.PARTNER, 2)
    assert sent.next_step_due < at < need.next_step_due
    again = post(client, "remind", sent.pk)
    assert again.status_code == 409
    assert "within the last day" in again.content.decode()


def test_nobody_reminds_a_partner_who_owes_nothing(
    client: Client, intake: Worker, sent: Referral, at: datetime
):
    answer.ask(actor=intake.actor, referral_id=sent.pk, question="How many?", at=at - DAY)
    assert post(client, "remind", sent.pk).status_code == 409


def test_a_question_is_answered_on_the_page_and_an_empty_answer_is_asked_for(
    client: Client, intake: Worker, need: Need, sent: Referral, at: datetime
):
    answer.ask(actor=intake.actor, referral_id=sent.pk, question="How many?", at=at - DAY)
    assert "“How many?”" in page(client, need)
    empty = post(client, "reply", sent.pk, **{"reply-words": " "})
    assert empty.status_code == 422
    assert "Write your answer first." in empty.content.decode()
    post(client, "reply", sent.pk, **{"reply-words": "Four of us"})
    assert Message.objects.filter(referral=sent, kind="answer").get().text == "Four of us"


def test_the_familys_yes_told_by_telephone_closes_the_loop(
    client: Client, intake: Worker, need: Need, sent: Referral, at: datetime
):
    answer.accept(actor=intake.actor, referral_id=sent.pk, at=at - 2 * DAY)
    progress.complete(actor=intake.actor, referral_id=sent.pk, outcome="provided", at=at - DAY)
    assert "Ask Rosa: did the help work out?" in page(client, need)
    post(
        client,
        "hear_family",
        need.pk,
        **{"word-answer": "yes", "word-via": "phone", "word-lasts": "once"},
    )
    need.refresh_from_db()
    assert (need.status, need.said_by, need.recorded_by, need.via) == (
        NeedStatus.MET, "family", "owner", "phone",
    )  # fmt: skip
    assert "The family told us so" in page(client, need)


def test_help_that_goes_on_asks_for_a_day_and_keeps_what_was_typed(
    client: Client, need: Need, sent: Referral
):
    typed = {"word-answer": "yes", "word-via": "paper", "word-lasts": "recurring"}
    response = post(client, "hear_family", need.pk, **typed)
    assert response.status_code == 422
    assert "Say when to check again" in response.content.decode()


def test_talking_it_over_ends_in_help_wanted_or_in_no_thanks(
    client: Client, navigator: Worker, rosa: Person, at: datetime
):
    first, second = record_found(
        actor=navigator.actor, person=rosa, at=at - DAY,
        topics=[FoundTopic("food_pantry", "Nothing left by Friday"), FoundTopic("diapers")],
    )  # fmt: skip
    assert "“Nothing left by Friday”" in page(client, first)
    post(client, "want", first.pk, **{"want-via": "in_person"})
    post(client, "decline", second.pk, **{"want-via": "phone"})
    statuses = [Need.objects.get(pk=one.pk).status for one in (first, second)]
    assert statuses == [NeedStatus.WANTS_HELP, NeedStatus.HELP_DECLINED]
    assert "They want help after all" in page(client, second)


def test_closing_ends_what_is_still_asked(client: Client, need: Need, sent: Referral):
    post(client, "close", need.pk, status="solved_otherwise", via="phone")
    need.refresh_from_db()
    sent.refresh_from_db()
    assert (need.status, sent.status) == (NeedStatus.SOLVED_OTHERWISE, Status.CANCELLED)


def test_a_request_is_taken_back_with_a_reason(client: Client, need: Need, sent: Referral):
    assert post(client, "take_back", sent.pk).status_code == 422
    post(client, "take_back", sent.pk, reason="moved_away", words="")
    sent.refresh_from_db()
    assert (sent.status, sent.reason) == (Status.CANCELLED, "moved_away")


def test_a_need_is_given_to_a_colleague_but_not_to_a_stranger(
    supervisor: Worker, colleague: Worker, stranger: Worker, need: Need
):
    client = supervisor.client
    assert post(client, "assign", need.pk, **{"assign-user": stranger.user.pk}).status_code == 422
    post(client, "assign", need.pk, **{"assign-user": colleague.user.pk})
    need.refresh_from_db()
    assert need.responsible_id == colleague.user.pk
    assert "Dana Ortiz" in page(client, need)


def test_a_need_that_was_said_is_written_down_once(client: Client, rosa: Person):
    typed = {"topic": "diapers", "words": "Size three"}
    first = post(client, "new_need", rosa.pk, **typed)
    assert first.url == post(client, "new_need", rosa.pk, **typed).url
    assert Need.objects.get(subject=rosa, topic="diapers").words == "Size three"
    assert post(client, "new_need", rosa.pk, topic="").status_code == 422


def test_the_next_family_of_the_list_is_one_click_away(
    client: Client, navigator: Worker, at: datetime
):
    people = families(navigator, 3, at=at)
    _first, second, third = wanting(navigator, people, at=at)
    assert "2 of 3" in page(client, second, "?from=today")
    assert f"/needs/{third.pk}/?from=today" in page(client, second, "?from=today")
    assert "of 3" not in page(client, second)


def test_a_look_at_a_need_is_written_down(client: Client, navigator: Worker, need: Need):
    page(client, need)
    look = Disclosure.objects.get(what="referrals.need")
    assert (look.person_ids, look.actor_id) == ([need.subject_id], navigator.user.pk)


def test_the_title_names_nobody_and_no_need(client: Client, need: Need):
    title = page(client, need).partition("<title>")[2].partition("</title>")[0]
    assert title == "One need · Porchlight"


def test_the_record_lists_what_was_asked_of_partners(
    client: Client, screener: Worker, rosa: Person, sent: Referral
):
    record = reverse("people:record", args=[rosa.pk])
    assert "Asked of partners" in client.get(record).content.decode()
    assert "Eastside Pantry" not in screener.client.get(record).content.decode()
