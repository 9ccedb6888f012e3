"""Forged, forwarded, guessed, too old, or about somebody delicate: what a partner's link does not open."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import codes, knocks, links, trying
from accounts.models import LinkCode
from core.ids import uuid7
from core.models import Event
from people.models.agreements import Disclosure
from people.models.person import Person
from referrals.actions import progress
from referrals.actions.send import send
from referrals.links import request_link
from screening.actions.needs import FoundTopic, record_found, want_help
from tests.referrals.by_link import PHONE, kinds, newest_code, with_code, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


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


def test_who_guesses_or_asks_elsewhere_shuts_out_nobody_who_reads_the_mailbox(door, page):
    other, reader = Client(REMOTE_ADDR="203.0.113.9"), Client()
    reader.post(f"{door}send-code/")
    right = newest_code()
    for _ in range(codes.MOST_AN_HOUR):
        other.post(f"{door}send-code/")
    for _try in range(trying.TRIES):
        other.post(f"{door}code/", {"code": "no"})
    assert other.post(f"{door}send-code/").status_code == 429
    reader.post(f"{door}code/", {"code": right})
    assert PHONE in words(reader.get(page))
    assert PHONE in words(with_code(door).get(page))


def test_from_many_places_a_mailbox_is_not_flooded_and_a_browser_that_it_knows_asks_on(door, page):
    """The proof of this browser is over."""
    client = with_code(door)
    [kept] = [one for one in client.cookies if one.startswith("seen_")]
    knows = Client()
    knows.cookies[kept] = client.cookies[kept].value
    answers = [
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(f"{door}send-code/").status_code
        for number in range(codes.MOST_OF_ALL)
    ]
    assert answers == [302] * (codes.MOST_OF_ALL - 1) + [429]
    assert Client().post(f"{door}send-code/").status_code == 429
    assert knows.post(f"{door}send-code/").status_code == 302
    knows.post(f"{door}code/", {"code": newest_code()})
    assert PHONE in words(knows.get(page))


def test_another_mailbox_begins_with_no_wrong_tries(mailed, referral):
    at = timezone.now()
    for number in range(trying.PLACES):
        for _try in range(trying.TRIES):
            trying.count_wrong(mailed, trying.Visitor(str(number)), at=at)
    assert trying.is_locked(mailed, at=at)
    referral.receiver.email = "new@example.org"
    assert not trying.is_locked(request_link(referral, at=at), at=at)


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


def forged_from(link) -> str:
    token = links.token_of(link)
    return token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")


def test_a_forged_copy_is_in_the_history_of_what_it_names_without_its_letters(
    mailed, referral, navigator, stranger
):
    Client().get(f"/o/{forged_from(mailed)}/")
    Client().get("/o/nothing-of-ours/")
    event = Event.objects.get(kind="link.forged")
    assert (event.subject_id, event.via, event.actor_kind) == (referral.pk, "link", "system")
    assert forged_from(mailed) not in str(event.details)
    page = f"/needs/{referral.need_id}/"
    assert "forged copy of the link" in words(navigator.client.get(page))
    assert stranger.client.get(page).status_code == 404


def test_a_forged_copy_of_a_familys_link_is_written_down_too(rosa, network):
    familys = links.link_for(
        network_id=network.pk, purpose=links.FAMILY, object_id=rosa.pk, at=timezone.now(),
        lifetime=timedelta(days=1),
    )  # fmt: skip
    assert Client().get(f"/f/{forged_from(familys)}/").status_code == 404
    assert Event.objects.get(kind="link.forged").subject_id == rosa.pk


def test_who_goes_on_guessing_is_slowed_down_and_who_has_a_link_is_not(door, page, mailed):
    guesses = [forged_from(mailed), "nothing-of-ours", forged_from(mailed)[:-1]]
    answers = [Client().get(f"/o/{guesses[n % 3]}/") for n in range(knocks.MOST + 2)]
    assert [one.status_code for one in answers] == [404] * knocks.MOST + [429] * 2
    assert answers[-1]["Retry-After"]
    assert kinds().count("link.forged") <= knocks.MOST
    elsewhere = Client(REMOTE_ADDR="203.0.113.9").get("/o/nothing-of-ours/")
    assert elsewhere.status_code == 404
    assert Client().get(door, follow=True).status_code == 200  # a house may share an address


def test_an_old_link_is_no_guess(door, mailed):
    mailed.expires_at = timezone.now()
    mailed.save()
    answers = {Client().get(door).status_code for _ in range(knocks.MOST + 2)}
    assert answers == {404}
    assert "link.forged" not in kinds()


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
