"""A state keeps her address secret: what was written down before forgets where she lives, too."""

import pytest
from django.db import IntegrityError, connection, transaction

from people.actions.contact import Safety, save_contact, set_safety
from people.actions.details import ContactDetails
from people.lifecycle import Channel
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.actions.audit import ask
from referrals.actions.promises import PROMISES
from screening.actions.gaps import record_gap
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import WhyNobody
from screening.models.gap import Gap
from screening.models.need import Need
from tests.story import NOW, Worker

PO_BOX = "PO Box 1110, Albany NY 12201"


def lacking(navigator: Worker, person: Person) -> Gap:
    Person.objects.filter(pk=person.pk).update(zip3="104")
    [need] = record_found(
        actor=navigator.actor, person=person, topics=[FoundTopic("diapers")], at=NOW
    )
    want_help(actor=navigator.actor, need_id=need.pk, at=NOW)
    record_gap(actor=navigator.actor, need_id=need.pk, why=WhyNobody.FULL, at=NOW)
    return Gap.objects.get(need=need)


def hide(navigator: Worker, person: Person) -> None:
    person = Person.objects.get(pk=person.pk)
    secret = Safety(has_substitute_address=True, substitute_address=PO_BOX)
    set_safety(
        actor=navigator.actor, person_id=person.pk, safety=secret, version=person.version, at=NOW
    )


def area(gap: Gap) -> str:
    return Gap.objects.get(pk=gap.pk).zip3


def test_an_older_gap_forgets_where_she_lives_and_a_neighbours_does_not(
    rosa: Person, mateo: Person, navigator: Worker
):
    hers, his = lacking(navigator, rosa), lacking(navigator, mateo)
    hide(navigator, rosa)
    assert (area(hers), area(his)) == ("", "104")
    assert Gap.objects.get(pk=hers.pk).topic == "diapers"


def test_a_letter_to_her_that_stands_on_her_sons_record_goes_to_the_program(
    rosa: Person, mateo: Person, navigator: Worker
):
    letter = ContactDetails(Channel.LETTER, "12 Mill Street", is_safe=True, whose=rosa.pk)
    point = save_contact(actor=navigator.actor, person_id=mateo.pk, details=letter, at=NOW)
    hide(navigator, rosa)
    assert ContactPoint.objects.get(pk=point.pk).value == PO_BOX
    save_contact(
        actor=navigator.actor, person_id=mateo.pk, contact_id=point.pk, details=letter, at=NOW
    )
    assert ContactPoint.objects.get(pk=point.pk).value == PO_BOX


def refused(sql: str, *values: object) -> str:
    with (
        pytest.raises(IntegrityError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
        connection.check_constraints()
    return error.value.__cause__.diag.constraint_name


def test_the_database_keeps_no_area_of_whose_address_is_secret(rosa: Person, navigator: Worker):
    gap = lacking(navigator, rosa)
    half = """UPDATE people_person SET has_substitute_address = true, substitute_address = 'x', address = '',
              postal_code = '', zip3 = '' WHERE id = %s"""
    assert refused(half, rosa.pk) == "secret_area_is_nowhere"
    hide(navigator, rosa)
    again = "UPDATE screening_gap SET zip3 = '104' WHERE id = %s"
    assert refused(again, gap.pk) == "secret_area_is_nowhere"
    [promise] = [one for one in PROMISES if one.name == "secret_area_is_nowhere"]
    assert ask(promise, rosa.network_id, NOW).broken == 0


def test_every_column_that_could_hold_a_piece_of_an_address_is_known():
    """A table that begins to keep a place of a person must say what becomes of it here."""
    pieces = {
        f"{model._meta.label}.{field.name}"
        for model in (Person, Gap, Need, ContactPoint)
        for field in model._meta.concrete_fields
        if any(piece in field.name for piece in ("zip", "postal", "address", "area", "city"))
    }
    assert pieces == {
        "people.Person.address", "people.Person.postal_code", "people.Person.zip3",
        "people.Person.has_substitute_address", "people.Person.substitute_address",
        "screening.Gap.zip3",
    }  # fmt: skip
