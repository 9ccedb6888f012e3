"""A pantry without accounts answers through the link in its mailbox: few taps, and nobody else learns anything."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import links
from core.actor import Actor
from core.errors import StepNotPossible
from core.models import Event
from organizations.models.directory import Capacity, Service
from people.models.person import Person
from referrals.actions import answer, progress
from referrals.actions.mending import undo_own_end
from referrals.lifecycle import Mode, Status
from referrals.links import request_link
from referrals.models.reaching import ContactAttempt
from referrals.models.referral import Referral
from screening.lifecycle import Via
from tests.referrals.by_link import PHONE, kinds, newest_code, with_code, words
from tests.story import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


def test_a_yes_is_two_taps_from_the_mail_and_is_the_pantrys_own_word(door, page, referral, pantry):
    client = Client()
    seen = client.get(door, follow=True)  # 1: the link in the mail
    assert f"{page}answer/yes/" in seen.content.decode()
    done = client.post(f"{page}answer/yes/")  # 2: yes

    referral.refresh_from_db()
    assert referral.status == Status.ACCEPTED
    assert (referral.said_by, referral.recorded_by, referral.via) == (
        "receiver",
        "receiver",
        "link",
    )
    event = Event.objects.get(kind="referral.accepted")
    assert (event.actor_kind, event.acting_for, event.via) == ("link", pantry.pk, "link")
    assert "Do you have room this week?" in words(done)


def test_with_the_familys_facts_it_is_four_taps(door, page, referral):
    client = Client()
    client.get(door, follow=True)  # 1: the link in the mail
    client.post(f"{door}send-code/")  # 2: send us the code
    known = client.post(f"{door}code/", {"code": newest_code()}, follow=True)  # 3: typed, open
    assert PHONE in words(known)
    client.post(f"{page}answer/yes/")  # 4: yes
    referral.refresh_from_db()
    assert referral.status == Status.ACCEPTED


def test_an_answer_sent_twice_counts_once(door, page, referral):
    client = Client()
    client.post(f"{page}answer/yes/")
    second = client.post(f"{page}answer/yes/")
    assert second.status_code == 409
    assert kinds().count("referral.accepted") == 1


def test_a_yes_by_mistake_is_taken_back_with_one_tap(page, referral):
    client = Client()
    done = client.post(f"{page}answer/yes/")
    assert f"{page}undo/" in done.content.decode()
    client.post(f"{page}undo/")
    referral.refresh_from_db()
    assert (referral.status, referral.reason) == (Status.FAILED, "accepted_by_mistake")
    assert referral.need.__class__.objects.get(pk=referral.need_id).wants_help


@pytest.mark.parametrize(
    ("verb", "given"),
    [("cannot", {"reason": "no_capacity"}), ("done", {"outcome": "provided"})],
)
def test_an_end_by_mistake_is_undone_and_the_request_goes_on(page, referral, verb, given):
    client = Client()
    before = Status.REQUESTED
    if verb == "done":
        client.post(f"{page}answer/yes/")
        before = Status.ACCEPTED
    done = client.post(f"{page}answer/{verb}/", given)
    assert f"{page}undo/" in done.content.decode()
    undone = client.post(f"{page}undo/")
    again = referral.replaced_by.get()
    assert again.status == before
    assert (again.said_by, again.via) == ("receiver", "link")
    assert links.url_path(request_link(again, at=timezone.now())) in undone.content.decode()
    assert "referral.end_undone" in kinds()
    assert client.post(f"{page}undo/").status_code == 404  # once


def test_a_stranger_cannot_undo_what_the_clinic_or_time_has_ended(
    page, referral, navigator, stranger, intake
):
    client = Client()
    progress.cancel(
        actor=navigator.actor, referral_id=referral.pk, reason="no_answer", at=timezone.now()
    )
    assert client.post(f"{page}undo/").status_code == 409
    with pytest.raises(Referral.DoesNotExist):
        undo_own_end(actor=stranger.actor, referral_id=referral.pk, at=timezone.now())
    with pytest.raises(StepNotPossible):
        undo_own_end(actor=intake.actor, referral_id=referral.pk, at=timezone.now())


def test_an_end_cannot_be_undone_by_link_the_next_day(page, referral, mailed):
    Client().post(f"{page}answer/cannot/", {"reason": "no_capacity"})
    door = Actor.partner_link(referral.network_id, referral.receiver_id, referral.pk)
    with pytest.raises(StepNotPossible):
        undo_own_end(actor=door, referral_id=referral.pk, at=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize(
    ("verb", "given", "status"),
    [
        ("cannot", {"reason": "no_capacity"}, Status.REJECTED),
        ("question", {"question": "How many children?"}, Status.REQUESTED),
        ("wait-list", {"place": "4"}, Status.ON_HOLD),
    ],
)
def test_every_other_answer_goes_by_link_too(page, referral, verb, given, status):
    client = Client()
    assert client.get(f"{page}answer/{verb}/").status_code == 200
    assert client.post(f"{page}answer/{verb}/", given).status_code == 200
    referral.refresh_from_db()
    assert (referral.status, referral.via) == (status, "link")


def test_contact_and_outcome_are_reported_by_link(page, referral):
    client = Client()
    for verb, given in (
        ("yes", {}),
        ("contact", {}),
        ("still-going", {}),
        ("done", {"outcome": "provided"}),
    ):
        assert client.post(f"{page}answer/{verb}/", given).status_code == 200
    referral.refresh_from_db()
    assert (referral.status, referral.reason, referral.via) == (
        Status.COMPLETED,
        "provided",
        "link",
    )
    assert referral.need.__class__.objects.get(pk=referral.need_id).is_to_confirm


def test_room_is_said_by_link_even_after_a_no(page, referral, food_boxes):
    client = Client()
    client.post(f"{page}answer/cannot/", {"reason": "no_capacity"})
    assert client.post(f"{page}room/", {"room": "full"}).status_code == 200
    word = Capacity.objects.get(service=food_boxes)
    assert (word.room, word.via, word.said_by_id) == ("full", "link", None)


def test_the_clinic_reads_that_the_word_came_by_the_link(page, referral, navigator, pantry):
    Client().post(f"{page}answer/yes/")
    history = words(navigator.client.get(f"/needs/{referral.need_id}/"))
    assert f"{pantry.name}, by the link sent to it" in history


@pytest.mark.parametrize("why", ["care", "no address"])
def test_what_no_link_may_carry_the_clinic_is_asked_to_telephone(
    referral, rosa, pantry, navigator, why
):
    pantry.phone = "(555) 555-0199"
    if why == "care":
        Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    else:
        pantry.email = ""
    pantry.save()
    for page in (f"/needs/{referral.need_id}/", f"/referrals/{referral.pk}/sent/"):
        assert f"Please call {pantry.name} and tell them: {pantry.phone}" in words(
            navigator.client.get(page)
        )


def test_whoever_signs_in_there_need_not_be_telephoned(referral, rosa, pantry, navigator, intake):
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    assert "Please call" not in words(navigator.client.get(f"/needs/{referral.need_id}/"))


@pytest.fixture
def application(page, referral, food_boxes) -> Referral:
    """Accepted, and applied for."""
    food_boxes.intake, food_boxes.legal_days = food_boxes.Intake.APPLICATION, 30
    food_boxes.save()
    Referral.objects.filter(pk=referral.pk).update(mode=Mode.APPLICATION)
    Client().post(f"{page}answer/yes/")
    referral.refresh_from_db()
    return referral


def test_the_dates_of_an_application_are_four_taps_and_need_no_code(door, page, application):
    client = Client()
    seen = client.get(door, follow=True)  # 1: the link in the mail
    assert f'href="{page}dates/"' in seen.content.decode()
    form = client.get(f"{page}dates/")  # 2: dates
    assert "Rosa" not in words(form)
    today = timezone.localdate().isoformat()
    told = {"kind": "filed", "when": "has_come", "on": today}
    done = client.post(f"{page}dates/", told, follow=True)  # 3 and 4: filed, write it down
    assert "Done on" in words(done)
    application.refresh_from_db()
    assert (application.status, application.via) == (Status.IN_PROGRESS, "link")
    event = Event.objects.get(kind="referral.milestone_reached")
    assert (event.said_by, event.via) == ("receiver", "link")


def test_the_heading_asks_what_is_open_and_names_neither_the_family_nor_the_help(page, referral):
    client = Client()
    assert "Can you help a family?" in words(client.get(page))
    client.post(f"{page}answer/yes/")
    seen = words(client.get(page))
    assert "Have you reached the family?" in seen
    assert "Rosa" not in seen


def test_a_date_that_cannot_be_is_said_in_the_form_and_a_plain_request_has_none(page, referral):
    client = Client()
    client.post(f"{page}answer/yes/")
    assert client.get(f"{page}dates/").status_code == 302
    Referral.objects.filter(pk=referral.pk).update(mode=Mode.APPLICATION)
    long_ago = {"kind": "filed", "when": "to_come", "on": "2020-01-01"}
    assert client.post(f"{page}dates/", long_ago).status_code == 422


def test_a_try_to_reach_the_family_is_one_tap_past_the_code(door, page, referral):
    tried = {"way": "phone", "outcome": "no_answer"}
    client = with_code(door)
    client.post(f"{page}answer/yes/")
    assert f'action="{page}tried/"' in client.get(page).content.decode()
    assert "you tried" in words(client.post(f"{page}tried/", tried))
    attempt = ContactAttempt.objects.get()
    assert (attempt.organization_id, attempt.by_id) == (referral.receiver_id, None)
    assert Client().post(f"{page}tried/", tried).status_code == 404  # a stranger saw no number


def test_what_the_clinic_wrote_down_is_denied_by_link(page, referral, navigator):
    said = {"actor": navigator.actor, "referral_id": referral.pk, "via": Via.PHONE}
    answer.accept(**said, at=timezone.now())
    seen = Client().get(page)
    assert "wrote down for you" in words(seen)
    Client().post(f"{page}answer/not-so/", {"words": "Nobody called us."})
    standing = Referral.objects.get(replaces=referral)
    assert (standing.status, standing.waiting_on) == (Status.REQUESTED, "receiver")
    assert Event.objects.get(kind="referral.not_so").via == "link"


def test_a_family_is_sent_on_by_link_in_four_taps(page, referral, network):
    other = Service.objects.create(
        network=network, organization=found(network, "Second Harvest"), name="Food bags",
        topics=["food_pantry"],
    )  # fmt: skip
    client = Client()
    assert "Food bags" in words(client.get(f"{page}answer/refer-on/"))
    client.post(f"{page}answer/refer-on/", {"service_id": str(other.pk)})
    referral.refresh_from_db()
    assert (referral.status, referral.reason, referral.via) == (
        Status.CANCELLED,
        "redirected",
        "link",
    )
    assert referral.suggests == other


def test_a_place_on_the_list_is_said_and_kept_up_by_link(page, referral):
    client = Client()
    client.post(f"{page}answer/wait-list/", {"place": "4", "expected_on": "2030-01-02"})
    client.post(f"{page}answer/still-listed/", {"place": "2"})
    referral.refresh_from_db()
    assert (referral.status, referral.reason, referral.place_in_line) == (
        Status.ON_HOLD,
        "wait_list",
        2,
    )
    client.post(f"{page}answer/place/")
    referral.refresh_from_db()
    assert referral.status == Status.IN_PROGRESS
