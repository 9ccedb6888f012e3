"""Who may say yes for somebody, how it is proved, and when another's word ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import BadInput, ConsentMissing
from organizations.topics import SENSITIVE
from people import consent, minors
from people.actions.details import PersonDetails, Tie
from people.actions.household import add_relative
from people.actions.people import add_person, change_person
from people.lifecycle import Direction, Form, Kin
from people.models.agreements import Consent
from people.models.person import Person
from tests.people.test_consent import agreed, asked
from tests.story import NOW, Worker

BIRTHDAY = date(2026, 12, 9)  # on which Mateo comes of age in New York, three weeks from now
DAY = timedelta(days=1)


def child(worker: Worker, born: date | None = date(2008, 12, 9)) -> Person:
    details = PersonDetails(first_name="Mateo", birth_date=born)
    return add_person(actor=worker.actor, details=details, at=NOW)


def tied(worker: Worker, person: Person, other: Person, kin: Kin) -> None:
    tie = Tie(kin, may_consent=True, checked_how="asked")
    add_relative(actor=worker.actor, person_id=person.pk, relative=other.pk, tie=tie, at=NOW)


def living_in(person: Person, state: str) -> None:
    person.network.state = state
    person.network.save()


@pytest.fixture
def mateo(rosa: Person, navigator: Worker) -> Person:
    mateo = child(navigator)
    tied(navigator, mateo, rosa, Kin.MOTHER)
    return mateo


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_a_minor_does_not_agree_alone_and_the_sentence_says_who_does(mateo, navigator, pantry):
    with pytest.raises(BadInput, match=r"under 18\. A parent or guardian"):
        agreed(navigator, mateo, pantry)

    living_in(mateo, "AL")
    with pytest.raises(BadInput, match="under 19"):
        agreed(navigator, mateo, pantry)


def test_a_minor_who_shows_a_paper_speaks_alone(mateo, navigator, pantry):
    row = agreed(navigator, mateo, pantry, paper_seen="court order of March 3")[0]

    assert row.capacity == "emancipated"
    assert row.of_age_in is None


def test_a_mother_speaks_for_her_child_and_the_day_it_ends_is_not_told(
    mateo, rosa, navigator, pantry
):
    row = agreed(navigator, mateo, pantry, given_by=rosa.pk)[0]

    assert (row.capacity, row.of_age_in) == ("parent", date(2026, 12, 1))


def test_a_grandmother_speaks_for_a_child_only_with_a_paper(rosa, navigator, pantry):
    mateo = child(navigator)
    tied(navigator, mateo, rosa, Kin.GRANDPARENT)
    with pytest.raises(BadInput, match="which paper you saw"):
        agreed(navigator, mateo, pantry, given_by=rosa.pk)

    row = agreed(navigator, mateo, pantry, given_by=rosa.pk, paper_seen="court order")[0]
    assert row.capacity == "representative"


def test_a_parent_of_an_adult_speaks_only_with_a_paper(rosa, navigator, pantry):
    grown = child(navigator, date(1990, 1, 1))
    tied(navigator, grown, rosa, Kin.MOTHER)

    with pytest.raises(BadInput, match="of age and agree themselves"):
        agreed(navigator, grown, pantry, given_by=rosa.pk)


def test_a_minor_agrees_alone_to_help_that_the_state_lets_them_ask_for(mateo, navigator, pantry):
    with pytest.raises(BadInput, match="under 18"):  # New York asks for more than an age
        agreed(navigator, mateo, pantry, topics=("mental_health",))
    living_in(mateo, "IL")

    assert agreed(navigator, mateo, pantry, topics=("mental_health",))[0].capacity == "self"
    with pytest.raises(BadInput, match="under 18"):
        agreed(navigator, mateo, pantry, topics=("mental_health", "food_pantry"))


def test_nobody_agrees_for_a_minor_to_what_only_they_may_share(mateo, rosa, navigator, pantry):
    living_in(mateo, "IL")

    with pytest.raises(BadInput, match="Only they themselves"):
        agreed(navigator, mateo, pantry, given_by=rosa.pk, topics=("substance_use",))


def test_elsewhere_help_with_alcohol_needs_a_parent_and_the_minor(mateo, rosa, navigator, pantry):
    said = {"given_by": rosa.pk, "topics": ("substance_use",)}
    with pytest.raises(BadInput, match="needs two"):
        agreed(navigator, mateo, pantry, **said)

    assert agreed(navigator, mateo, pantry, **said, both_agree=True)[0].both_agree


def test_a_minor_may_say_alone_how_they_want_to_be_reached(mateo, navigator):
    assert agreed(navigator, mateo, directions=frozenset({Direction.CONTACT}))


def test_a_mothers_word_ends_for_new_sharing_on_the_birthday_and_not_for_help_under_way(
    mateo, rosa, navigator, pantry
):
    row = agreed(navigator, mateo, pantry, given_by=rosa.pk)[0]

    assert asked(mateo, pantry, at=at_noon(BIRTHDAY - DAY))
    for day in (BIRTHDAY, BIRTHDAY + 40 * DAY):
        with pytest.raises(ConsentMissing):
            asked(mateo, pantry, at=at_noon(day))
        assert row.holds(at=at_noon(day))
        person = {"person": mateo, "topic": "food_pantry", "is_sensitive": False}
        assert not consent.agreed_partners(**person, at=at_noon(day))


def test_a_mothers_word_ends_for_the_desk_too(mateo, rosa, navigator):
    agreed(navigator, mateo, given_by=rosa.pk, directions=frozenset({Direction.DESK}))

    assert consent.desk_agreements([mateo.pk], at=at_noon(BIRTHDAY - DAY))
    assert not consent.desk_agreements([mateo.pk], at=at_noon(BIRTHDAY))


def test_a_birth_date_that_is_mended_moves_the_day(mateo, rosa, navigator, pantry):
    row = agreed(navigator, mateo, pantry, given_by=rosa.pk)[0]
    details = PersonDetails(first_name="Mateo", birth_date=date(2010, 2, 28))
    change_person(actor=navigator.actor, person_id=mateo.pk, details=details, version=1, at=NOW)

    row.refresh_from_db()
    assert row.of_age_in == date(2028, 2, 1)


def test_a_paper_is_kept_somewhere_and_a_yes_on_a_screen_has_a_name(rosa, navigator, pantry):
    with pytest.raises(BadInput, match="where the paper is kept"):
        agreed(navigator, rosa, pantry, form=Form.WRITTEN, kept_where="")
    with pytest.raises(BadInput, match="name of whoever signed"):
        agreed(navigator, rosa, pantry, signed_name=" ")


def test_whoever_writes_a_spoken_yes_down_is_not_its_witness(rosa, navigator, pantry):
    with pytest.raises(BadInput, match="Somebody beside you"):
        agreed(navigator, rosa, pantry, form=Form.VERBAL, witness="priya nair ")


@pytest.mark.parametrize(
    "broken",
    [
        "signed_name = ''",
        "form = 'written', kept_where = ''",
        "form = 'verbal', witness = ''",
        "capacity = 'parent'",
        "capacity = 'emancipated'",
    ],
)
def test_the_database_refuses_a_yes_that_nobody_can_prove(rosa, navigator, pantry, broken):
    agreed(navigator, rosa, pantry)

    refused = pytest.raises(IntegrityError, match="people_consent_")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_consent SET {broken}")


def test_what_was_agreed_before_this_was_asked_stays_as_it_is(rosa, pantry):
    old = {"network": rosa.network, "person": rosa, "direction": "send", "recipient": pantry}
    Consent.objects.create(**old, form=Form.VERBAL, words="Sí", since=NOW, facts=["name"])

    assert asked(rosa, pantry, facts=["name"])


def test_every_line_of_the_law_has_a_source_and_a_topic_that_is_private():
    assert all("§" in rule.source or "ILCS" in rule.source or "MCL" in rule.source
               or "ORS" in rule.source or "RCW" in rule.source for rule in minors.ALONE.values())  # fmt: skip
    assert {topic for _state, topic in minors.ALONE} <= SENSITIVE
    assert all(rule.years > minors.OF_AGE for rule in minors.MAJORITY.values())


def test_who_was_born_on_the_29th_of_february_comes_of_age_in_march():
    assert minors.comes_of_age(date(2008, 2, 29), "NY") == date(2026, 3, 1)
    assert minors.years_old(date(2008, 2, 29), date(2026, 2, 28)) == 17
