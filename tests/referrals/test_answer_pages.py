"""The pantry answers from its phone: few taps, nothing more about Rosa than she agreed to."""

from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from core.ids import uuid7
from organizations.grants import Role
from organizations.models.directory import Capacity, Service
from organizations.models.network import Network, Organization
from people.actions.consent import withdraw_consent
from people.models.agreements import Consent, Disclosure
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.actions import answer
from referrals.actions.send import Sending, send_packet
from referrals.lifecycle import Status, WaitingOn
from referrals.models.messages import Message
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.models.need import Need
from tests.referrals.conftest import FACTS
from tests.story import Worker, found, hire

MINUTE = timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def page_of_it(referral: Referral) -> str:
    return f"/referrals/{referral.pk}/"


@pytest.fixture
def colleague_of_intake(pantry: Organization) -> Worker:
    return hire(pantry, "Hal Second", Role.INTAKE)


class Buttons(HTMLParser):
    """What can be tapped on a page: links, and buttons with the address they post to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.posts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        values = dict(given)
        self.links += filter(None, [values.get("href") if tag == "a" else None])
        self.posts += filter(None, [values.get("formaction") if tag == "button" else None])


def tell(worker: Worker, page: str, verb: str, **words: str) -> Client:
    client = worker.client
    client.post(f"{page}answer/{verb}/", words)
    return client


def test_yes_is_two_taps_from_the_list(intake: Worker, referral: Referral, page_of_it: str):
    client, taps = intake.client, 0
    assert page_of_it in Buttons(client.get("/requests/").content.decode()).links
    page = client.get(page_of_it)
    taps += 1
    [yes] = Buttons(page.content.decode()).posts
    done = client.post(yes, follow=True)
    taps += 1

    referral.refresh_from_db()
    assert referral.status == Status.ACCEPTED
    assert taps <= 4
    assert "Do you have room this week?" in done.content.decode()


@pytest.mark.parametrize(
    ("verb", "choices", "status"),
    [
        ("cannot", {"reason": "no_capacity"}, Status.REJECTED),
        ("question", {"question": "How many children?"}, Status.REQUESTED),
        ("wait-list", {}, Status.ON_HOLD),
    ],
)
def test_every_other_answer_is_four_taps_at_most(
    intake: Worker,
    referral: Referral,
    page_of_it: str,
    verb: str,
    choices: dict[str, str],
    status: Status,
):
    client = intake.client
    form = f"{page_of_it}answer/{verb}/"
    assert page_of_it in Buttons(client.get("/requests/").content.decode()).links  # 1: the row
    assert form in Buttons(client.get(page_of_it).content.decode()).links  # 2: the large button
    assert client.get(form).status_code == 200
    client.post(form, choices)  # 3: the choice, if there is one; 4: the button below
    assert 3 + len(choices) <= 4

    referral.refresh_from_db()
    assert referral.status == status


def test_the_page_asks_one_question_and_says_only_what_was_agreed(
    intake: Worker, navigator: Worker, referral: Referral, rosa: Person, page_of_it: str
):
    rosa.address, rosa.note = "12 Mill Street", "sleeps in the car"
    rosa.save()
    ContactPoint.objects.create(
        network=rosa.network, person=rosa, channel="text", value="(555) 010-0142", is_safe=True
    )

    response = intake.client.get(page_of_it)
    page = response.content.decode()

    assert "Can you help Rosa with food?" in page
    assert "Priya Nair" in page
    assert 'href="tel:5550100142"' in page
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Rosa" not in title
    assert "12 Mill Street" not in page
    assert "sleeps in the car" not in page
    handed_over = [value for context in response.context for value in context.flatten().values()]
    assert not [value for value in handed_over if isinstance(value, Person | Referral | Need)]


def test_the_first_look_is_seen_by_the_sender_and_every_look_is_written_down(
    intake: Worker, referral: Referral, rosa: Person, page_of_it: str
):
    client = intake.client
    client.get(page_of_it)
    client.get(page_of_it)

    referral.refresh_from_db()
    assert referral.opened_at is not None
    looks = Disclosure.objects.filter(what="referrals.request", person_ids=[rosa.pk])
    assert [look.consent_id for look in looks] == [referral.consent_id] * 2


def test_senders_people_are_led_to_the_need(navigator: Worker, need: Need, page_of_it: str):
    response = navigator.client.get(page_of_it)

    assert response.status_code == 302
    assert response["Location"] == f"/needs/{need.pk}/"


def test_a_no_names_its_reason_and_another_service_for_the_same_need(
    intake: Worker, network: Network, referral: Referral, need: Need, page_of_it: str
):
    other = Service.objects.create(
        network=network,
        organization=found(network, "Second Harvest"),
        name="Food shelf",
        topics=["food_pantry"],
    )
    elsewhere = Service.objects.create(
        network=network, organization=other.organization, name="Rides", topics=["rides"]
    )
    form = intake.client.get(f"{page_of_it}answer/cannot/").content.decode()
    assert "Food shelf · Second Harvest" in form
    assert str(elsewhere.pk) not in form

    tell(
        intake,
        page_of_it,
        "cannot",
        reason="no_capacity",
        suggests=str(other.pk),
        words="Full until May",
    )

    referral.refresh_from_db()
    assert (referral.status, referral.reason, referral.suggests_id) == (
        "rejected",
        "no_capacity",
        other.pk,
    )
    [said] = Message.objects.filter(referral=referral)
    assert said.text == "Full until May"


@pytest.mark.parametrize("words", [{}, {"reason": "because"}, {"reason": "other"}])
def test_a_no_without_a_reason_shows_the_form_again(
    intake: Worker, referral: Referral, page_of_it: str, words: dict[str, str]
):
    answered = intake.client.post(f"{page_of_it}answer/cannot/", words)

    assert answered.status_code == 422
    assert "error-summary" in answered.content.decode()
    referral.refresh_from_db()
    assert referral.status == Status.REQUESTED


def test_a_question_is_kept_in_its_thread_and_stops_the_pantrys_clock(
    intake: Worker, navigator: Worker, referral: Referral, page_of_it: str
):
    client = tell(intake, page_of_it, "question", question="Is a car seat needed?")
    referral.refresh_from_db()
    assert referral.waiting_on == WaitingOn.SENDER
    answer.reply(
        actor=navigator.actor, referral_id=referral.pk, words="No, she has one.", at=timezone.now()
    )

    page = client.get(page_of_it).content.decode()
    assert page.index("Is a car seat needed?") < page.index("No, she has one.")


def test_the_whole_way_on_pages(intake: Worker, referral: Referral, need: Need, page_of_it: str):
    client = intake.client
    for verb, words, status in (
        ("yes", {}, Status.ACCEPTED),
        ("contact", {}, Status.IN_PROGRESS),
        ("still-going", {}, Status.IN_PROGRESS),
        ("hold", {"reason": "appointment_set", "expected_on": "2090-01-02"}, Status.ON_HOLD),
        ("resume", {}, Status.IN_PROGRESS),
        ("done", {"outcome": "provided"}, Status.COMPLETED),
    ):
        page = client.get(page_of_it).content.decode()
        assert f"{page_of_it}answer/{verb}/" in page, verb
        client.post(f"{page_of_it}answer/{verb}/", words)
        referral.refresh_from_db()
        assert referral.status == status, verb
    need.refresh_from_db()
    assert need.is_to_confirm
    last = client.get(page_of_it).content.decode()
    assert "This request has ended" in last
    assert "/answer/" not in last


def test_a_missed_appointment_asks_why(intake: Worker, referral: Referral, page_of_it: str):
    client = tell(intake, page_of_it, "yes")
    form = f"{page_of_it}answer/failed/"

    assert client.post(form, {"reason": "missed_appointment"}).status_code == 422
    client.post(form, {"reason": "missed_appointment", "why": "ride"})

    referral.refresh_from_db()
    assert (referral.status, referral.reason, referral.reason_why) == (
        "failed",
        "missed_appointment",
        "ride",
    )


def test_a_why_that_belongs_to_another_reason_is_dropped(
    intake: Worker, referral: Referral, page_of_it: str
):
    tell(intake, page_of_it, "yes")
    tell(intake, page_of_it, "failed", reason="could_not_reach", why="ride")

    referral.refresh_from_db()
    assert (referral.reason, referral.reason_why) == ("could_not_reach", "")


def test_on_the_wait_list_the_place_is_confirmed_until_there_is_one(
    intake: Worker, referral: Referral, page_of_it: str
):
    client = tell(intake, page_of_it, "wait-list", place="9")
    tell(intake, page_of_it, "still-listed", place="4")
    page = client.get(page_of_it).content.decode()
    assert "Place 4 on your list" in page
    assert "You said yes" not in page
    tell(intake, page_of_it, "place")

    referral.refresh_from_db()
    assert (referral.status, referral.first_answer) == (Status.IN_PROGRESS, "wait_listed")


def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told_who(
    intake: Worker, colleague_of_intake: Worker, referral: Referral, page_of_it: str
):
    second = colleague_of_intake.client
    second.get(page_of_it)
    tell(intake, page_of_it, "yes")

    late = second.post(f"{page_of_it}answer/cannot/", {"reason": "no_capacity"})

    assert late.status_code == 409
    assert "Joanne Reyes" in late.content.decode()
    assert page_of_it in Buttons(late.content.decode()).links
    referral.refresh_from_db()
    assert referral.status == Status.ACCEPTED


def test_ones_own_second_click_is_no_news(intake: Worker, referral: Referral, page_of_it: str):
    client = tell(intake, page_of_it, "yes")

    again = client.post(f"{page_of_it}answer/yes/")

    assert (again.status_code, again["Location"]) == (302, page_of_it)


def test_a_withdrawn_agreement_leaves_a_stone_and_no_facts(
    intake: Worker, navigator: Worker, referral: Referral, agreed: Consent, page_of_it: str
):
    client = tell(intake, page_of_it, "question", question="Does Rosa have a car?")
    withdraw_consent(actor=navigator.actor, consent_id=agreed.pk, at=timezone.now())

    page = client.get(page_of_it).content.decode()

    assert "The family no longer shares this. Please delete what you kept" in page
    assert "Rosa" not in page
    assert "/answer/" not in page


def test_an_agreement_that_ran_out_stops_reading_too(
    intake: Worker, referral: Referral, agreed: Consent, page_of_it: str
):
    Consent.objects.filter(pk=agreed.pk).update(until=timezone.now() - MINUTE)

    assert "Rosa" not in intake.client.get(page_of_it).content.decode()


def test_history_for_the_pantry_holds_only_what_is_between_the_two(
    intake: Worker, referral: Referral, page_of_it: str
):
    client = tell(intake, page_of_it, "yes")
    page = client.get(page_of_it).content.decode()

    assert "Request came in" in page
    assert "You said yes" in page
    for internal in ("Need recorded", "A partner was asked", "wants help with this"):
        assert internal not in page


def test_room_is_asked_after_the_answer_and_one_tap_tells_it(
    intake: Worker, food_boxes: Service, page_of_it: str
):
    client = tell(intake, page_of_it, "yes")
    assert "Do you have room this week?" in client.get(f"{page_of_it}room/").content.decode()
    until = (timezone.localdate() + timedelta(days=9)).isoformat()

    client.post(f"{page_of_it}room/", {"room": "full", "until": until})

    [said] = Capacity.objects.filter(service=food_boxes)
    assert (said.room, said.said_by) == ("full", intake.user)


@pytest.fixture
def packet(
    navigator: Worker, rosa: Person, agreed: Consent, food_boxes: Service, now: datetime
) -> list[Referral]:
    topics = [FoundTopic("food_pantry"), FoundTopic("diapers")]
    needs = record_found(actor=navigator.actor, person=rosa, topics=topics, at=now)
    for need in needs:
        want_help(actor=navigator.actor, need_id=need.pk, at=now)
    food_boxes.topics = ["food_pantry", "diapers"]
    food_boxes.save()
    sending = Sending(service_id=food_boxes.pk, request_key=uuid7(), facts=FACTS)
    ids = [need.pk for need in needs]
    return send_packet(actor=navigator.actor, need_ids=ids, sending=sending, at=now)


def test_a_packet_is_answered_line_by_line_on_one_page(intake: Worker, packet: list[Referral]):
    food, diapers = packet
    client = intake.client
    page = client.get(f"/referrals/{food.pk}/").content.decode()
    assert "Can you help Rosa with these things?" in page
    for line in packet:
        assert f"/referrals/{line.pk}/answer/yes/" in page
        assert f"/referrals/{line.pk}/answer/cannot/" in page

    after = client.post(f"/referrals/{food.pk}/answer/yes/", follow=True)
    assert after.redirect_chain[-1][0] == f"/referrals/{diapers.pk}/"
    client.post(f"/referrals/{diapers.pk}/answer/cannot/", {"reason": "not_offered"})

    statuses = (
        Referral.objects.filter(packet=food.packet).order_by("id").values_list("status", flat=True)
    )
    assert list(statuses) == [Status.ACCEPTED, Status.REJECTED]


def test_a_page_never_changes_anything_but_that_it_was_seen(
    intake: Worker, referral: Referral, page_of_it: str
):
    for verb in ("yes", "cannot", "contact", "done", "failed", "hold"):
        intake.client.get(f"{page_of_it}answer/{verb}/")

    referral.refresh_from_db()
    assert referral.status == Status.REQUESTED


def test_a_very_long_name_and_words_of_every_kind_are_shown_whole(
    intake: Worker, navigator: Worker, referral: Referral, rosa: Person, page_of_it: str
):
    rosa.first_name = "Ñ" * 5000
    rosa.save()
    tell(intake, page_of_it, "question", question="🚗 كم طفل؟ <b>")

    page = intake.client.get(page_of_it).content.decode()
    assert "Ñ" * 5000 in page
    assert "🚗 كم طفل؟ &lt;b&gt;" in page
