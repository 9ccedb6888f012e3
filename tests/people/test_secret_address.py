"""A state keeps her address secret: it is stored nowhere here, and the program's stands for it everywhere."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import BadInput
from organizations.models.network import Organization
from people.actions.contact import Safety, save_contact, set_safety
from people.actions.details import ContactDetails, PersonDetails
from people.actions.people import add_person, change_person
from people.consent import project
from people.lifecycle import Channel, Fact
from people.models.contact import ContactPoint
from people.models.person import HouseholdMembership, Person
from tests.people.conftest import ROSA
from tests.people.test_consent import agreed
from tests.story import NOW, Worker

PO_BOX = "PO Box 1110, Albany NY 12201"
SECRET = Safety(has_substitute_address=True, substitute_address=PO_BOX)
ADDRESSES = {"facts": frozenset({Fact.ADDRESS, Fact.AREA})}


@pytest.fixture
def hidden(rosa: Person, navigator: Worker) -> Person:
    letter = ContactDetails(Channel.LETTER, "12 Mill Street", is_safe=True)
    save_contact(actor=navigator.actor, person_id=rosa.pk, details=letter, at=NOW)
    set_safety(
        actor=navigator.actor, person_id=rosa.pk, safety=SECRET, version=rosa.version, at=NOW
    )
    return Person.objects.get(pk=rosa.pk)


def test_her_own_address_is_gone_and_letters_go_to_the_program(hidden: Person):
    assert (hidden.address, hidden.postal_code, hidden.zip3) == ("", "", "")
    letters = ContactPoint.objects.filter(person=hidden, channel=Channel.LETTER)
    assert [point.value for point in letters] == [PO_BOX]


def test_partners_read_the_programs_address_and_no_zip_code(
    hidden: Person, navigator: Worker, pantry: Organization
):
    given = agreed(navigator, hidden, pantry, **ADDRESSES)[0]
    shown = project(
        person=hidden, topic="food_pantry", facts=["address", "area"], consent=given, at=NOW
    )
    assert (shown.address, shown.area) == (PO_BOX, "")


def test_nobody_writes_it_down_again_by_page_or_by_program(hidden: Person, navigator: Worker):
    change = {
        "actor": navigator.actor,
        "person_id": hidden.pk,
        "version": hidden.version,
        "at": NOW,
    }
    with pytest.raises(BadInput, match="keeps their address secret"):
        change_person(details=ROSA, **change)
    change_person(details=PersonDetails(first_name="Rosa", last_name="Delgado"), **change)
    letter = ContactDetails(Channel.LETTER, "14 Mill Street", is_safe=True)
    point = save_contact(actor=navigator.actor, person_id=hidden.pk, details=letter, at=NOW)
    assert point.value == PO_BOX
    page = navigator.client.get(reverse("people:change", args=[hidden.pk])).content.decode()
    assert 'name="address"' not in page
    assert 'name="postal_code"' not in page


def test_the_database_refuses_an_address_zip_code_or_area_beside_the_programs(hidden: Person):
    hidden.address = "12 Mill Street"
    with pytest.raises(IntegrityError, match="address_is_secret"), transaction.atomic():
        hidden.save(update_fields=["address"])
    with pytest.raises(IntegrityError, match="address_is_secret"), transaction.atomic():
        Person.objects.filter(pk=hidden.pk).update(zip3="104")


def test_without_the_programs_own_address_nothing_is_hidden_and_the_form_says_why(
    rosa: Person, navigator: Worker, stranger: Worker
):
    page = reverse("people:safety", args=[rosa.pk])
    said = {"version": rosa.version, "has_substitute_address": "on"}
    answer = navigator.client.post(page, said)
    assert answer.status_code == 422
    assert "program’s address" in answer.content.decode()
    assert stranger.client.post(page, {**said, "substitute_address": PO_BOX}).status_code == 404
    assert Person.objects.get(pk=rosa.pk).address == "12 Mill Street"


def test_whoever_hides_her_hears_that_her_son_still_has_the_address(
    rosa: Person, navigator: Worker
):
    son = add_person(
        actor=navigator.actor, at=NOW,
        details=PersonDetails(first_name="Mateo", address="12 Mill Street"),
    )  # fmt: skip
    home = HouseholdMembership.objects.get(person=rosa).household
    HouseholdMembership.objects.create(network=rosa.network, household=home, person=son, since=NOW)
    said = {"version": rosa.version, "has_substitute_address": "on", "substitute_address": PO_BOX}
    page = reverse("people:safety", args=[rosa.pk])
    shown = navigator.client.post(page, said, follow=True).content.decode()
    assert "1 person who lives with them still has an address here" in shown
    assert "PO Box 1110" in shown
    assert "12 Mill Street" not in shown
