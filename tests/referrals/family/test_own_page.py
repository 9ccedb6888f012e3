"""Past the agreed word the page is hers: what was asked, where to go, and three wishes."""

import pytest
from django.test import Client

from accounts.models import AccessLink
from accounts.trying import TRIES
from organizations.models.directory import Location, Service, ServiceAtLocation
from organizations.models.network import Organization
from people.models.agreements import Consent, Disclosure
from people.models.contact import ContactPoint, Wish
from people.models.person import Person
from people.words.readability import is_plain, reading
from referrals.models.referral import Referral
from referrals.views.family_thanks import THANKS
from referrals.views.family_wishes import WISHES
from screening.lifecycle import NeedStatus
from screening.models.need import Need
from tests.referrals.family.reading import WEEK, WORD, past_the_word, seen, tap
from tests.story import Worker

NAME_TELLS = ["is_victim_service", "is_part2_program", "in_writing"]


@pytest.mark.parametrize("spelling", ["Blue Kite", "blue kite", " BLUE   KITE ", "bluekite"])
def test_past_the_word_the_page_is_hers(
    phone: Client, url: str, referral: Referral, rosa: Person, spelling: str
):
    page = seen(phone.post(f"{url}word/", {"word": spelling}, follow=True))

    for said in (
        "Hello, Rosa",
        "Food from a pantry",
        "We asked Eastside Pantry for help",
        "You are in charge",
    ):
        assert said in page
    [look] = Disclosure.objects.filter(what="referrals.family_page")
    assert (look.actor_kind, look.person_ids) == ("link", [rosa.pk])


def test_where_to_go_has_address_hours_phone_and_languages(
    phone: Client, url: str, referral: Referral, food_boxes: Service
):
    place = Location.objects.create(
        network=food_boxes.network,
        organization=food_boxes.organization,
        address_1="210 Mill Street",
        city="Harbor",
    )
    ServiceAtLocation.objects.create(network=food_boxes.network, service=food_boxes, location=place)
    food_boxes.languages = ["es"]
    food_boxes.save()
    food_boxes.hours.create(network=food_boxes.network, description="Tuesdays from 9 to 12")
    food_boxes.phones.create(network=food_boxes.network, number="(555) 010-0101")

    page = seen(past_the_word(phone, url))
    for said in ("210 Mill Street", "Tuesdays from 9 to 12", "(555) 010-0101", "Spanish"):
        assert said in page


def never_named(phone: Client, url: str, referral: Referral, tells: str) -> None:
    assert "Eastside" in seen(past_the_word(phone, url))
    if tells == "in_writing":
        until = referral.sent_at + 52 * WEEK
        Consent.objects.update(needs_writing=True, form="written", until=until)
    else:
        Organization.objects.filter(pk=referral.receiver_id).update(**{tells: True})
    page = seen(phone.get(url))
    assert "Eastside" not in page
    assert "Food from a pantry" in page


@pytest.mark.parametrize("tells", NAME_TELLS)
def test_whose_mere_name_gives_it_away_is_not_named_whatever_the_help_is_for(
    phone: Client, url: str, referral: Referral, tells: str
):
    """Food from a shelter. He reads her phone, and she had to tell him the word."""
    never_named(phone, url, referral, tells)


@pytest.mark.parametrize("tells", NAME_TELLS)
def test_nor_where_it_is_asked_whether_the_help_worked_out(
    phone: Client, url: str, helped: Need, referral: Referral, tells: str
):
    never_named(phone, url, referral, tells)


def test_a_wrong_word_opens_nothing_and_the_fifth_one_locks(
    phone: Client, url: str, referral: Referral
):
    for _ in range(TRIES):
        assert "Rosa" not in seen(phone.post(f"{url}word/", {"word": "red boat"}, follow=True))

    locked = past_the_word(phone, url)
    assert "Too many tries" in seen(locked)
    assert "Rosa" not in seen(locked)


def test_no_word_agreed_means_no_word_opens_it(
    phone: Client, url: str, referral: Referral, rosa: Person
):
    Person.objects.filter(pk=rosa.pk).first()
    rosa.agreed_word = ""
    rosa.save()

    for said in ("", " ", WORD):
        assert "Rosa" not in seen(phone.post(f"{url}word/", {"word": said}, follow=True))


def test_the_open_page_closes_when_the_word_changes_or_in_another_browser(
    phone: Client, url: str, referral: Referral, rosa: Person
):
    past_the_word(phone, url)
    assert "Rosa" in seen(phone.get(url))
    assert "Rosa" not in seen(Client().get(url))

    rosa.agreed_word = "green door"
    rosa.save()
    assert "Rosa" not in seen(phone.get(url))


def test_a_cookie_made_by_hand_opens_nothing(
    phone: Client, url: str, referral: Referral, link: AccessLink
):
    phone.cookies["family_word"] = f"{link.pk.hex}.1.anything:signed:notreally"

    assert "Rosa" not in seen(phone.get(url))


def test_stop_messages_stops_only_messages(
    phone: Client, url: str, referral: Referral, rosa: Person
):
    number = ContactPoint.objects.create(
        network=rosa.network, person=rosa, channel="text", value="(555) 010-0142", is_safe=True
    )
    past_the_word(phone, url)
    asks = seen(phone.get(f"{url}stop/messages/"))
    assert "Text message, ends in 42" in asks
    assert "You still get the help" in asks

    done = phone.post(f"{url}stop/messages/", {"about": "all"}, follow=True)

    number.refresh_from_db()
    referral.refresh_from_db()
    assert number.stopped_at is not None
    assert referral.is_live
    assert "We will not write to you there" in seen(done)


def test_stop_sharing_with_the_pantry_stops_its_reading_at_once(
    phone: Client, url: str, intake: Worker, referral: Referral, agreed: Consent
):
    past_the_word(phone, url)
    phone.post(f"{url}stop/sharing/", {"about": str(agreed.recipient_id)})

    agreed.refresh_from_db()
    assert agreed.withdrawn_at is not None
    assert (
        "The family no longer shares this"
        in intake.client.get(f"/referrals/{referral.pk}/").content.decode()
    )


def test_stop_this_help_closes_the_need_and_takes_the_request_back(
    phone: Client, url: str, need: Need, referral: Referral
):
    past_the_word(phone, url)
    phone.post(f"{url}stop/help/", {"about": str(need.pk)})

    need.refresh_from_db()
    referral.refresh_from_db()
    assert (need.status, need.said_by) == (NeedStatus.STOPPED_BY_FAMILY, "family")
    assert not referral.is_live
    assert Wish.objects.get(kind="stop_help").via == "link"


@pytest.mark.parametrize("kind", list(WISHES))
def test_through_the_bare_link_no_wish_is_heard(
    phone: Client, url: str, need: Need, referral: Referral, agreed: Consent, kind: str
):
    asked_back = phone.post(f"{url}stop/{kind}/", {"about": str(need.pk)})

    assert asked_back["Location"] == url
    assert not Wish.objects.exists()


def test_every_page_reads_as_sixth_grade_or_easier(
    phone: Client, url: str, helped: Need, referral: Referral
):
    pages = [seen(phone.get(url)), seen(phone.get("/f/nothing/")), seen(past_the_word(phone, url))]
    pages += [seen(phone.get(f"{url}stop/{kind}/")) for kind in WISHES]
    pages.append(seen(tap(Client(), url, "no")))
    pages.append(". ".join(f"{thanks.lead} {thanks.then}" for thanks in THANKS.values()))
    pages.append(". ".join(f"{wish.what_happens} {wish.done}" for wish in WISHES.values()))
    for page in pages:
        assert is_plain(page, "en"), (reading(page, "en").grade, reading(page, "en").longest, page)


def test_every_page_says_that_nobody_reads_it_at_once_and_whom_to_call(
    phone: Client, url: str, referral: Referral
):
    """Where the word is typed, and past it: 911, the crisis line of the network, and its help line."""
    for page in (seen(phone.get(url)), seen(past_the_word(phone, url))):
        assert "No one reads this page right away. In danger, call 911." in page
        assert "Call 988 in a crisis, day or night" in page
        assert "Call 211 for help" in page
