"""Sealed words open in their own row and nowhere else, and never by mistake."""

import pickle

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from core.sealed import SealBroken, seal, token, unseal
from people.models.person import Person
from tests.story import NOW, Worker

PLACE = "people_person.note:1"


@pytest.fixture
def rosa(navigator: Worker) -> Person:
    place = navigator.organization
    return Person.objects.create(
        network=place.network, custodian=place, first_name="Rosa", created_at=NOW
    )


def test_what_is_sealed_opens_with_its_key_in_its_place():
    assert unseal(seal("Rosa ñ 🙂", PLACE), PLACE) == "Rosa ñ 🙂"


def test_the_same_words_never_look_the_same():
    assert seal("Rosa", PLACE) != seal("Rosa", PLACE)


def test_a_ciphertext_moved_to_another_row_does_not_open():
    with pytest.raises(SealBroken):
        unseal(seal("Rosa", PLACE), "people_person.note:2")


def test_one_altered_bit_does_not_open():
    sealed = bytearray(seal("Rosa", PLACE))
    sealed[-1] ^= 1
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), PLACE)


def test_a_lost_key_is_an_error_and_never_a_guess(settings):
    sealed = seal("Rosa", PLACE)
    settings.PHI_KEYS = ["k9:" + settings.PHI_KEYS[0].partition(":")[2]]
    with pytest.raises(SealBroken):
        unseal(sealed, PLACE)


def test_a_new_key_encrypts_and_the_old_one_still_opens(settings):
    old = seal("Rosa", PLACE)
    settings.PHI_KEYS = ["k2:" + "Zm9v" * 10 + "Zm8=", *settings.PHI_KEYS]
    assert seal("Rosa", PLACE)[2:4] == b"k2"
    assert unseal(old, PLACE) == "Rosa"


def test_no_name_lies_readable_in_the_database(rosa: Person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_name FROM people_person WHERE id = %s", [rosa.pk])
        assert b"Rosa" not in bytes(cursor.fetchone()[0])
    assert Person.objects.get(pk=rosa.pk).first_name == "Rosa"


def test_a_read_person_can_be_changed_saved_and_pickled(rosa: Person):
    person = Person.objects.get(pk=rosa.pk)
    person.last_name = "Delgado"
    person.save()
    again = pickle.loads(pickle.dumps(Person.objects.get(pk=rosa.pk)))  # noqa: S301 our own
    assert (again.first_name, again.last_name) == ("Rosa", "Delgado")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: list(Person.objects.filter(first_name="Rosa")),
        lambda: Person.objects.update(first_name="Rosa"),
        lambda: Person.objects.bulk_update([Person(first_name="Rosa")], ["first_name"]),
    ],
)
def test_sealed_words_cannot_be_searched_or_written_in_bulk(rosa: Person, wrong):
    with pytest.raises((FieldError, ValueError)):
        wrong()


def test_tokens_of_two_networks_or_two_organizations_never_meet(
    navigator: Worker, foreigner: Worker
):
    here, there = navigator.organization.network_id, foreigner.organization.network_id
    same = token("name", "rosa", network_id=here, scope=here)
    assert same == token("name", "rosa", network_id=here, scope=here)
    assert same != token("name", "rosa", network_id=there, scope=there)
    assert same != token("name", "rosa", network_id=here, scope=navigator.organization.pk)
