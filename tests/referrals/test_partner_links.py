"""A pantry without accounts answers through the link in its mailbox: few taps, and nobody else learns anything."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import codes, links
from accounts.models import AccessLink, LinkCode
from core.actor import Actor
from core.errors import StepNotPossible
from core.ids import uuid7
from core.models import Event
from organizations.models.directory import Capacity
from people.models.agreements import Disclosure
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.actions import progress
from referrals.actions.mending import undo_own_end
from referrals.actions.send import send
from referrals.lifecycle import Status
from referrals.links import request_link
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help

pytestmark = pytest.mark.django_db
PHONE = "(555) 010-0142"


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def mailed(referral: Referral, rosa: Person) -> AccessLink:
    ContactPoint.objects.create(
        network=rosa.network, person=rosa, channel="text", value=PHONE, is_safe=True
    )
    return request_link(referral, at=timezone.now())


@pytest.fixture
def door(mailed: AccessLink) -> str:
    return links.url_path(mailed)


@pytest.fixture
def page(door: str, referral: Referral) -> str:
    return f"{door}{referral.pk}/"


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def newest_code() -> str:
    return codes.digits_of(LinkCode.objects.latest("asked_at"))


def with_code(door: str) -> Client:
    """Whoever reads the mailbox: asked for the code, read it there, typed it."""
    client = Client()
    client.post(f"{door}send-code/")
    client.post(f"{door}code/", {"code": newest_code()})
    return client


def kinds() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


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


def test_a_forwarded_link_names_nobody_and_its_code_goes_to_the_mailbox(
    door, page, rosa, referral, network
):
    seen = words(Client().get(door, follow=True))
    for secret in (rosa.first_name, rosa.last_name, PHONE, "Food"):
        assert secret not in seen
    assert not Disclosure.objects.exists()
    assert "referral.opened" not in kinds()
    asked = Client().post(f"{door}send-code/", follow=True)
    assert newest_code() not in words(asked)


def test_the_code_opens_the_facts_for_the_day_and_the_look_is_written_down(
    door, page, rosa, referral, pantry
):
    client = with_code(door)
    assert rosa.first_name in words(client.get(page))
    [look] = Disclosure.objects.all()
    assert (look.actor_kind, look.acting_for, look.person_ids) == ("link", pantry.pk, [rosa.pk])
    assert "referral.opened" in kinds()
    assert rosa.first_name not in words(Client().get(page))  # another browser


def test_a_code_is_good_once_and_for_ten_minutes(mailed, referral):
    at = timezone.now()
    code = codes.new_code(mailed, at=at)
    digits = codes.digits_of(code)
    assert not codes.use_code(mailed, digits, at=at + codes.LIFETIME)
    assert codes.use_code(mailed, f"{digits[:3]} {digits[3:]}", at=at)
    assert not codes.use_code(mailed, digits, at=at)


def test_guessing_the_code_locks_the_link_and_is_in_the_history(door, page, mailed):
    client = Client()
    client.post(f"{door}send-code/")
    right = newest_code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _try in range(5):
        client.post(f"{door}code/", {"code": wrong})
    assert "Too many tries" in words(client.post(f"{door}code/", {"code": right}))
    assert kinds().count("link.code_wrong") == 6
    assert PHONE not in words(client.get(page))
    assert client.post(f"{page}answer/yes/").status_code == 200  # the pantry itself is not shut out


def test_codes_cannot_be_asked_for_without_end(door):
    client = Client()
    answers = [client.post(f"{door}send-code/").status_code for _ in range(codes.MOST_AN_HOUR + 1)]
    assert answers[-1] == 429
    assert LinkCode.objects.count() == codes.MOST_AN_HOUR


@pytest.mark.parametrize("spoil", ["forged", "another's proof", "cut short", "no token"])
def test_a_forged_link_opens_nothing(door, mailed, spoil, clinic):
    token = links.token_of(mailed)
    other = links.link_for(
        network_id=mailed.network_id, purpose=links.PARTNER, object_id=clinic.pk,
        at=timezone.now(), lifetime=timedelta(days=1), address="x@example.org",
    )  # fmt: skip
    spoilt = {
        "forged": token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB"),
        "another's proof": token[:22] + links.token_of(other)[22:],
        "cut short": token[:-1],
        "no token": "x",
    }[spoil]
    answer = Client().get(f"/o/{spoilt}/")
    assert answer.status_code == 404
    assert "does not open anything" in words(answer)


def test_a_familys_link_does_not_open_the_partners_door_nor_the_other_way(mailed, rosa, network):
    familys = links.link_for(
        network_id=network.pk, purpose=links.FAMILY, object_id=rosa.pk, at=timezone.now(),
        lifetime=timedelta(days=1),
    )  # fmt: skip
    assert Client().get(f"/o/{links.token_of(familys)}/").status_code == 404
    assert Client().get(f"/f/{links.token_of(mailed)}/").status_code == 404


def test_a_link_opens_one_request_and_no_other(door, page, navigator, rosa, referral, sending, now):
    [found] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=now
    )
    want_help(actor=navigator.actor, need_id=found.pk, at=now)
    also = replace(sending, request_key=uuid7())
    other = send(actor=navigator.actor, need_id=found.pk, sending=also, at=now)
    client = with_code(door)
    assert client.get(page).status_code == 200
    assert client.get(page.replace(str(referral.pk), str(other.pk))).status_code == 404
    client.post(f"{page.replace(str(referral.pk), str(other.pk))}answer/yes/")
    other.refresh_from_db()
    assert other.is_asked


def test_an_expired_link_opens_nothing(door, mailed):
    mailed.expires_at = timezone.now()
    mailed.save()
    assert Client().get(door).status_code == 404


def test_a_link_taken_back_opens_nothing(door, page, mailed):
    links.revoke(
        network_id=mailed.network_id, purpose=links.PARTNER, object_id=mailed.object_id,
        at=timezone.now(),
    )  # fmt: skip
    assert Client().post(f"{page}answer/yes/").status_code == 404


def test_a_link_dies_with_the_request(door, page, referral, navigator):
    client = with_code(door)
    progress.cancel(
        actor=navigator.actor, referral_id=referral.pk, reason="no_answer", at=timezone.now()
    )
    assert client.get(page).status_code == 404
    assert client.post(f"{page}answer/yes/").status_code == 404


def test_a_link_dies_when_the_mailbox_changes_and_so_does_the_remembered_browser(
    door, page, referral, pantry
):
    client = with_code(door)
    pantry.email = "new@example.org"
    pantry.save()
    assert client.get(page).status_code == 404
    referral.receiver.refresh_from_db()
    fresh = links.url_path(request_link(referral, at=timezone.now()))
    assert fresh != door
    assert PHONE not in words(client.get(fresh, follow=True))


@pytest.mark.parametrize("delicate", ["sensitive", "care"])
def test_what_is_delicate_is_never_behind_a_link(door, page, referral, rosa, delicate):
    if delicate == "care":
        Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    else:
        referral.need.is_sensitive = True
        referral.need.save()
    assert Client().get(page).status_code == 404
    assert Client().post(f"{page}answer/yes/").status_code == 404


def test_when_the_family_takes_its_agreement_back_the_link_tells_nothing(door, page, agreed, now):
    client = with_code(door)
    agreed.withdrawn_at = timezone.now()
    agreed.save()
    assert client.get(page).status_code == 404


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


def test_a_link_of_another_network_stays_there(referral, foreigner, mailed):
    """A row of the same shape in another county, with its own organization, opens nothing of ours."""
    theirs = foreigner.organization
    link = links.link_for(
        network_id=theirs.network_id, purpose=links.PARTNER, object_id=referral.pk,
        at=timezone.now(), lifetime=timedelta(days=1), address=theirs.email,
    )  # fmt: skip
    assert Client().get(links.url_path(link)).status_code == 404


def test_nothing_of_it_is_kept_or_told_to_others(door, page):
    answer = Client().get(page)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize("more", ["", "answer/cannot/"])
def test_a_browser_still_says_where_our_own_forms_come_from(page, more):
    """With no referrer at all it would send “Origin: null”, and every answer would be refused."""
    found = Client().get(f"{page}{more}").content.decode()
    assert '<meta name="referrer" content="same-origin">' in found


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
