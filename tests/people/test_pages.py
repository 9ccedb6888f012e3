"""The pages about a person: found without a name in an address, changed without losing a word."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.grants import Role
from people.actions.people import add_person
from people.actions.searches import forget_searches
from people.models.agreements import Disclosure
from people.models.contact import Wish
from people.models.looking import PersonSearch
from people.models.person import Exclusion, Person, Relationship
from tests.people.conftest import ROSA
from tests.people.test_consent import agreed
from tests.story import NOW, hire

PAGES = (
    "",
    "change/",
    "note/",
    "contact/",
    "safety/",
    "family/",
    "agree/",
    "agreed/",
    "agreed/print/",
    "wishes/",
    "seen/",
)
NEW = {
    "first_name": "Amina",
    "last_name": "Yusuf",
    "language": "so",
    "phone": "555 010 0199",
    "phone_for": ["text"],
}


def test_every_page_about_a_person_opens_for_their_navigator_and_is_written_down(rosa, navigator):
    client = navigator.client
    for page in PAGES:
        response = client.get(f"/people/{rosa.pk}/{page}")
        assert response.status_code == 200, page
        assert "Rosa" in response.content.decode()
    assert Disclosure.objects.filter(
        person_ids=[rosa.pk], actor_id=navigator.user.pk
    ).count() == len(PAGES)
    assert "Rosa" not in str(Disclosure.objects.values_list())


@pytest.mark.parametrize("page", PAGES)
def test_to_a_stranger_there_is_no_such_person(page, rosa, stranger, foreigner, intake):
    for worker in (stranger, foreigner, intake):
        assert worker.client.get(f"/people/{rosa.pk}/{page}").status_code == 404
    assert not Disclosure.objects.filter(person_ids__contains=[rosa.pk]).exists()


def test_a_screener_sees_who_it_is_and_nothing_else(rosa, screener):
    client = screener.client
    record = client.get(f"/people/{rosa.pk}/").content.decode()

    assert "Rosa" in record
    assert "needs an interpreter" in record
    assert "010-0142" not in record
    assert "Mill Street" not in record
    assert {client.get(f"/people/{rosa.pk}/{page}").status_code for page in PAGES[1:]} == {403}


def test_a_search_puts_nothing_personal_in_an_address_or_a_session(rosa, navigator):
    client = navigator.client
    response = client.post("/people/", {"words": "delgado"})

    assert response.status_code == 302
    assert re.fullmatch(r"/people/found/[0-9a-f-]{36}/", response.url)
    assert "delgado" not in str(dict(client.session)).lower()
    assert "Rosa" in client.get(response.url).content.decode()


def test_what_somebody_looked_for_is_open_to_them_in_this_session_only(rosa, navigator, colleague):
    found = navigator.client.post("/people/", {"words": "delgado"}).url

    for other in (navigator.client, colleague.client):  # each signs in anew
        assert other.get(found).url == "/people/"


def test_what_somebody_looked_for_is_forgotten_within_the_hour(rosa, navigator):
    client = navigator.client
    found = client.post("/people/", {"words": "delgado"}).url
    PersonSearch.objects.update(expires_at=NOW.replace(year=2000))

    assert client.get(found).url == "/people/"
    assert forget_searches(at=NOW) == 1
    assert not PersonSearch.objects.exists()


def test_a_list_of_people_is_one_look_at_all_of_them(rosa, navigator):
    client = navigator.client
    client.get(client.post("/people/", {"words": "delgado"}).url)

    look = Disclosure.objects.get(what="people.search")
    assert look.person_ids == [rosa.pk]


def test_a_list_asks_the_database_the_same_for_one_and_for_twenty(
    rosa, navigator, django_assert_num_queries
):
    client = navigator.client
    url = client.post("/people/", {"words": "delgado"}).url
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    for _ in range(20):
        add_person(actor=navigator.actor, details=ROSA, at=NOW, despite_duplicates=True)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).content.decode().count("Delgado") >= 20
    assert len(many) == len(one)


def test_a_new_person_needs_one_name_and_no_more(navigator):
    response = navigator.client.post("/people/new/", {"first_name": "🌻", "language": "en"})

    assert response.status_code == 302
    person = Person.objects.get()
    assert (person.first_name, person.last_name, person.born) == ("🌻", "", None)
    assert navigator.client.get(response.url).status_code == 200


@pytest.mark.parametrize("name", ["محمد", "Нина", "李小龍", "O’Neil-Peña"])
def test_names_of_every_script_are_kept_and_found(name, navigator):
    client = navigator.client
    client.post("/people/new/", {"first_name": name, "language": "ar"})

    found = client.get(client.post("/people/", {"words": name}).url).content.decode()
    assert f"<bdi>{name}</bdi>" in found


def test_a_name_of_five_thousand_letters_is_kept_in_the_form_with_a_kind_word(navigator):
    name = "Rosa" * 1250
    response = navigator.client.post("/people/new/", {"first_name": name, "language": "en"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "may have 200 letters" in page
    assert name in page
    assert not Person.objects.exists()


def test_somebody_who_may_be_known_is_shown_before_a_second_record_is_made(rosa, navigator):
    client = navigator.client
    same = {
        "first_name": "Rosa",
        "last_name": "Delgado Jimenez",
        "birth_date": "1994-03-07",
        "language": "es",
        "note": "says hi",
    }
    response = client.post("/people/new/", same)

    page = response.content.decode()
    assert response.status_code == 409
    assert "We may know this person already" in page
    assert f"/people/{rosa.pk}/" in page
    assert "says hi" in page  # what was typed is kept
    assert Person.objects.count() == 1

    assert client.post("/people/new/", {**same, "despite": "1"}).status_code == 302
    assert Person.objects.count() == 2


def test_a_stranger_is_warned_of_nobody_elses_people(rosa, stranger):
    same = {
        "first_name": "Rosa",
        "last_name": "Delgado Jiménez",
        "birth_date": "1994-03-07",
        "language": "es",
    }

    assert stranger.client.post("/people/new/", same).status_code == 302


def test_two_clerks_do_not_overwrite_each_other(rosa, navigator, colleague):
    first, second = navigator.client, colleague.client
    typed = {"first_name": "Rosa", "last_name": "Delgado", "language": "es", "version": "1"}
    assert (
        first.post(f"/people/{rosa.pk}/change/", {**typed, "address": "5 Elm"}).status_code == 302
    )

    late = second.post(f"/people/{rosa.pk}/change/", {**typed, "address": "9 Oak"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "5 Elm" in page
    assert "9 Oak" in page
    assert Person.objects.get(pk=rosa.pk).address == "5 Elm"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert (
        second.post(
            f"/people/{rosa.pk}/change/", {**typed, "address": "9 Oak", "version": version}
        ).status_code
        == 302
    )


def test_a_language_that_a_program_wrote_down_is_not_lost_when_somebody_mends_a_name(
    rosa, navigator, stranger
):
    Person.objects.filter(pk=rosa.pk).update(language="kea")
    address = f"/people/{rosa.pk}/change/"
    page = navigator.client.get(address).content.decode()
    assert '<option value="kea" selected>' in page
    typed = {"first_name": "Rosa", "last_name": "Lima", "language": "kea", "version": "1"}
    assert stranger.client.post(address, typed).status_code == 404
    assert navigator.client.post(address, typed).status_code == 302
    kept = Person.objects.get(pk=rosa.pk)
    assert (kept.last_name, kept.language) == ("Lima", "kea")


def test_a_child_is_a_person_of_their_own(rosa, navigator):
    client = navigator.client
    child = {
        "kind": "child",
        "first_name": "Mateo",
        "birth_date": "2022-05-01",
        "lives_together": "on",
    }
    assert client.post(f"/people/{rosa.pk}/family/", child).status_code == 302

    mateo = Relationship.objects.get().other
    assert "Parent of Mateo, " in client.get(f"/people/{rosa.pk}/").content.decode()
    assert "Child of Rosa Delgado Jiménez" in client.get(f"/people/{mateo.pk}/").content.decode()
    assert mateo.households.get().household.size == 3


def test_a_relative_whom_the_worker_may_not_see_is_not_named(rosa, navigator, colleague):
    child = {"kind": "child", "first_name": "Mateo", "lives_together": "on"}
    navigator.client.post(f"/people/{rosa.pk}/family/", child)
    mateo = Relationship.objects.get().other
    Exclusion.objects.create(network=rosa.network, person=mateo, user=colleague.user)

    assert "Mateo" in navigator.client.get(f"/people/{rosa.pk}/").content.decode()
    assert "Mateo" not in colleague.client.get(f"/people/{rosa.pk}/").content.decode()


def test_the_family_hears_the_words_before_anything_is_written_down(rosa, navigator, pantry):
    client, url = navigator.client, f"/people/{rosa.pk}/agree/"
    said = {
        "directions": ["send", "report_back"], "recipients": [str(pantry.pk)], "everyday": "on",
        "facts": ["phone"], "form": "electronic", "given_by": "-", "language": "es", "until": "2999-01-01",
        "signed_name": "Rosa Delgado",
    }  # fmt: skip
    page = client.post(url, said).content.decode()
    assert 'lang="es"' in page
    assert "Eastside Pantry" in page
    assert not rosa.consents.exists()

    heard = re.search(r'name="heard" value="(\w+)"', page)[1]
    assert client.post(url, {**said, "heard": "forged"}).status_code == 200
    assert client.post(url, {**said, "heard": heard}).status_code == 302
    shown = list(rosa.consents.first().words.split("\n"))
    assert rosa.consents.count() == 2
    assert all(sentence in page for sentence in shown)


def test_sharing_is_stopped_in_one_step(rosa, navigator, pantry):
    held, _ = agreed(navigator, rosa, pantry)
    url = f"/people/{rosa.pk}/agreed/{held.pk}/stop/"
    assert "Stop sharing?" in navigator.client.get(url).content.decode()

    assert navigator.client.post(url).status_code == 302
    held.refresh_from_db()
    assert held.withdrawn_at is not None


def test_a_wish_to_hear_no_more_stops_that_number_and_nothing_else(rosa, navigator, pantry):
    agreed(navigator, rosa, pantry)
    phone = rosa.contact_points.get()
    said = {"kind": "stop_messages", "about": str(phone.pk), "via": "phone"}
    assert navigator.client.post(f"/people/{rosa.pk}/wishes/", said).status_code == 302

    phone.refresh_from_db()
    assert phone.stopped_at is not None
    assert not phone.is_usable
    assert Wish.objects.get().kind == "stop_messages"
    assert not rosa.consents.exclude(withdrawn_at=None).exists()


def test_the_privacy_officer_sees_every_look_and_no_name(rosa, navigator, clinic):
    navigator.client.get(f"/people/{rosa.pk}/")
    officer = hire(clinic, "Vera Officer", Role.PRIVACY)

    page = officer.client.get("/people/seen/").content.decode()
    assert "Priya Nair" in page
    assert "Rosa" not in page
    assert officer.client.get(f"/people/{rosa.pk}/").status_code == 404
    assert navigator.client.get("/people/seen/").status_code == 403


def test_a_relative_without_a_name_is_asked_for_one_and_nothing_is_lost(rosa, navigator):
    typed = {"kind": "carer", "checked_how": "court order 12"}
    response = navigator.client.post(f"/people/{rosa.pk}/family/", typed)

    assert response.status_code == 422
    assert "court order 12" in response.content.decode()


@pytest.mark.parametrize(
    ("back", "lands"),
    [("/needs/1/send/?service=2", "/needs/1/send/?service=2"), ("https://evil.example/", None)],
)
def test_after_the_yes_the_worker_is_back_where_the_agreement_was_missing(
    back, lands, rosa, navigator, pantry
):
    client = navigator.client
    url = f"/people/{rosa.pk}/agree/?{urlencode({'partner': pantry.pk, 'topic': 'legal_aid', 'next': back})}"
    page = client.get(url).content.decode()
    assert re.search(rf'value="{pantry.pk}"[^>]*checked', page)
    assert re.search(r'value="legal_aid"[^>]*checked', page)

    said = {
        "directions": ["send"], "recipients": [str(pantry.pk)], "sensitive": ["legal_aid"], "facts": ["phone"],
        "form": "electronic", "given_by": "-", "language": "en", "until": "2999-01-01", "signed_name": "Rosa",
    }  # fmt: skip
    heard = re.search(r'name="heard" value="(\w+)"', client.post(url, said).content.decode())[1]
    assert "checked" in client.post(url, {**said, "change": "1"}).content.decode()
    assert client.post(url, {**said, "heard": heard}).url == (lands or f"/people/{rosa.pk}/agreed/")
    assert rosa.consents.get().topics == ["legal_aid"]


def test_a_phone_is_never_dropped_because_nobody_said_what_it_is_for(navigator):
    response = navigator.client.post("/people/new/", {**NEW, "phone_for": []})

    assert response.status_code == 422
    assert "Choose what this phone is for." in response.content.decode()
    assert navigator.client.post("/people/new/", NEW).status_code == 302
    assert [point.value for point in Person.objects.get().contact_points.all()] == [NEW["phone"]]


def test_the_enter_key_makes_no_second_record_and_ties_nobody(rosa, navigator):
    same = {
        "first_name": "Rosa",
        "last_name": "Delgado Jiménez",
        "birth_date": "1994-03-07",
        "language": "es",
    }
    page = navigator.client.post("/people/new/", same).content.decode()
    form = page.split('<form class="form prose"')[1]

    first = re.search(r"<button[^>]*>", form)[0]
    assert "name=" not in first
