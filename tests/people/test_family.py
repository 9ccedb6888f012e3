"""A child and a carer are two people; three wishes have three effects; a way to reach somebody is safe or silent."""

from dataclasses import replace

import pytest

from core.actor import Actor
from core.errors import AlreadyChanged, BadInput, NotAllowed, StepNotPossible
from core.models import Event
from organizations.models.network import Organization
from people.actions import consent as agreements
from people.actions import wishes
from people.actions.contact import Safety, remove_contact, save_contact, set_safety
from people.actions.details import ContactDetails, PersonDetails, Tie
from people.actions.household import add_relative, end_relationship, set_household
from people.actions.people import LikelySame, add_person, change_person
from people.lifecycle import Channel, ChannelState, Kin
from people.models.agreements import Consent
from people.models.person import Exclusion, Person, Relationship
from people.search.find import find
from tests.people.conftest import ROSA
from tests.people.test_consent import agreed
from tests.story import NOW, Worker

MOTHER = Tie(Kin.MOTHER, may_consent=True, may_be_told=True, checked_how="birth certificate")


@pytest.fixture
def mateo(rosa: Person, navigator: Worker) -> Person:
    child = add_person(actor=navigator.actor, details=PersonDetails(first_name="Mateo"), at=NOW)
    add_relative(actor=navigator.actor, person_id=child.pk, relative=rosa.pk, tie=MOTHER, at=NOW)
    return child


def test_a_mother_may_agree_for_her_child(mateo, rosa, navigator, pantry):
    row = agreed(navigator, mateo, pantry, given_by=rosa.pk)[0]

    assert row.given_by == rosa
    assert Event.objects.get(subject_id=row.pk).said_by == "representative"


def test_when_the_tie_ends_she_may_not_any_more(mateo, rosa, navigator, pantry):
    tie = Relationship.objects.get()
    end_relationship(actor=navigator.actor, person_id=mateo.pk, relationship_id=tie.pk, at=NOW)

    with pytest.raises(BadInput):
        agreed(navigator, mateo, pantry, given_by=rosa.pk)
    with pytest.raises(StepNotPossible):
        end_relationship(actor=navigator.actor, person_id=mateo.pk, relationship_id=tie.pk, at=NOW)


def test_the_same_tie_twice_is_one_tie(mateo, rosa, navigator):
    add_relative(
        actor=navigator.actor,
        person_id=mateo.pk,
        relative=rosa.pk,
        tie=replace(MOTHER, may_consent=False),
        at=NOW,
    )

    assert [tie.may_consent for tie in Relationship.objects.all()] == [False]


def test_nobody_is_tied_to_a_person_of_another_organization(rosa, navigator, stranger):
    theirs = add_person(actor=stranger.actor, details=PersonDetails(first_name="Ana"), at=NOW)

    with pytest.raises(Person.DoesNotExist):
        add_relative(
            actor=navigator.actor, person_id=rosa.pk, relative=theirs.pk, tie=MOTHER, at=NOW
        )


def test_nobody_is_their_own_relative(rosa, navigator):
    with pytest.raises(BadInput):
        add_relative(actor=navigator.actor, person_id=rosa.pk, relative=rosa.pk, tie=MOTHER, at=NOW)


def test_a_new_relative_who_may_be_known_is_shown_first(rosa, mateo, navigator):
    with pytest.raises(LikelySame) as same:
        add_relative(actor=navigator.actor, person_id=mateo.pk, relative=ROSA, tie=MOTHER, at=NOW)
    assert same.value.person_ids == [rosa.pk]


def test_those_who_live_together_share_one_home(mateo, rosa, navigator):
    set_household(actor=navigator.actor, person_id=rosa.pk, size=4, at=NOW)

    homes = [person.households.get().household for person in (rosa, mateo)]
    assert homes[0] == homes[1]
    assert homes[0].size == 4


def test_a_child_may_belong_to_two_homes(mateo, rosa, navigator):
    father = PersonDetails(first_name="Luis", last_name="Soto", household_size=2)
    luis = add_person(actor=navigator.actor, details=father, at=NOW)
    tie = Tie(Kin.CHILD)
    add_relative(actor=navigator.actor, person_id=luis.pk, relative=mateo.pk, tie=tie, at=NOW)

    assert mateo.households.count() == 2
    assert {rosa.households.count(), luis.households.count()} == {1}


def test_a_new_number_is_untried_and_found_and_the_old_one_forgotten(rosa, navigator):
    point = rosa.contact_points.get()
    rosa.contact_points.update(state=ChannelState.WORKS)
    details = ContactDetails(Channel.TEXT, "555 777 0000", is_safe=True)
    point = save_contact(
        actor=navigator.actor, person_id=rosa.pk, contact_id=point.pk, details=details, at=NOW
    )

    assert point.state == ChannelState.UNTRIED
    assert find(actor=navigator.actor, words="5557770000", at=NOW) == [rosa]
    assert find(actor=navigator.actor, words="5550100142", at=NOW) == []
    remove_contact(actor=navigator.actor, person_id=rosa.pk, contact_id=point.pk, at=NOW)
    assert find(actor=navigator.actor, words="5557770000", at=NOW) == []


def test_a_way_is_not_safe_until_somebody_says_so(rosa, navigator):
    details = ContactDetails(Channel.EMAIL, "rosa@example.org")
    point = save_contact(actor=navigator.actor, person_id=rosa.pk, details=details, at=NOW)

    assert not point.is_usable


def test_safety_is_never_overwritten_by_somebody_who_has_not_seen_it(rosa, navigator):
    set_safety(
        actor=navigator.actor,
        person_id=rosa.pk,
        safety=Safety(contact_with_care=True),
        version=1,
        at=NOW,
    )

    with pytest.raises(AlreadyChanged):
        set_safety(actor=navigator.actor, person_id=rosa.pk, safety=Safety(), version=1, at=NOW)
    with pytest.raises(AlreadyChanged):
        change_person(actor=navigator.actor, person_id=rosa.pk, details=ROSA, version=1, at=NOW)
    assert Person.objects.get(pk=rosa.pk).contact_with_care


def test_partners_are_shut_out_and_let_in_again_but_never_the_keeper_of_the_record(
    rosa, navigator, pantry
):
    def shut_out(*ids: object, version: int) -> None:
        safety = Safety(shut_out=frozenset(ids))
        set_safety(actor=navigator.actor, person_id=rosa.pk, safety=safety, version=version, at=NOW)

    shut_out(pantry.pk, version=1)
    assert Exclusion.objects.get().organization == pantry
    with pytest.raises(BadInput):
        shut_out(rosa.custodian_id, version=2)
    shut_out(version=2)
    assert not Exclusion.objects.exists()


def test_stop_messages_to_one_number_leaves_the_others_and_the_sharing(rosa, navigator, pantry):
    agreed(navigator, rosa, pantry)
    mail = save_contact(
        actor=navigator.actor,
        person_id=rosa.pk,
        details=ContactDetails(Channel.EMAIL, "r@example.org", is_safe=True),
        at=NOW,
    )
    text = rosa.contact_points.get(channel=Channel.TEXT)
    wish = wishes.stop_messages(
        actor=Actor.system(rosa.network_id),
        person_id=rosa.pk,
        contact_id=text.pk,
        via="phone",
        at=NOW,
    )

    assert [
        point.is_usable
        for point in (rosa.contact_points.get(pk=text.pk), rosa.contact_points.get(pk=mail.pk))
    ] == [False, True]
    assert Consent.objects.in_force(at=NOW).count() == 2

    wishes.allow_messages(actor=navigator.actor, person_id=rosa.pk, wish_id=wish.pk, at=NOW)
    assert rosa.contact_points.get(pk=text.pk).is_usable
    with pytest.raises(StepNotPossible):
        wishes.allow_messages(actor=navigator.actor, person_id=rosa.pk, wish_id=wish.pk, at=NOW)


def test_stop_sharing_with_one_partner_leaves_the_other(rosa, navigator, pantry, other_clinic):
    agreed(navigator, rosa, pantry, other_clinic)
    wishes.stop_sharing(actor=navigator.actor, person_id=rosa.pk, partner_id=pantry.pk, at=NOW)

    held = Consent.objects.in_force(at=NOW).values_list("recipient_id", flat=True)
    assert set(held) == {other_clinic.pk}


def test_the_family_stops_all_sharing_through_its_own_link_and_no_other(
    rosa, mateo, navigator, pantry
):
    agreed(navigator, rosa, pantry)
    family, other = (Actor.link(rosa.network_id, about_id=person.pk) for person in (rosa, mateo))
    with pytest.raises(Person.DoesNotExist):
        wishes.stop_sharing(actor=other, person_id=rosa.pk, partner_id=None, via="link", at=NOW)

    wish = wishes.stop_sharing(actor=family, person_id=rosa.pk, partner_id=None, via="link", at=NOW)
    assert not Consent.objects.in_force(at=NOW).exists()
    assert wish.recorded_by == "family"
    assert wish.confirmed_at is None


def test_what_an_upper_app_registered_happens_in_the_same_transaction(
    rosa, navigator, pantry, monkeypatch
):
    told: list[Consent] = []
    monkeypatch.setattr(agreements, "_on_withdrawal", [])
    agreements.on_withdrawal(lambda *, actor, consent, at, said_by, via: told.append(consent))
    agreed(navigator, rosa, pantry)
    wishes.stop_sharing(actor=navigator.actor, person_id=rosa.pk, partner_id=None, at=NOW)
    assert {row.direction for row in told} == {"send", "report_back"}

    def broken(**_: object) -> None:
        raise StepNotPossible

    agreements.on_withdrawal(broken)
    agreed(navigator, rosa, pantry)
    with pytest.raises(StepNotPossible):
        wishes.stop_sharing(actor=navigator.actor, person_id=rosa.pk, partner_id=None, at=NOW)
    assert Consent.objects.in_force(at=NOW).count() == 2  # nothing of it happened


def test_i_do_not_want_this_help_is_handed_to_whoever_knows_the_need(rosa, navigator, monkeypatch):
    told = []
    monkeypatch.setattr(wishes, "_on_stop_help", [])
    wishes.on_stop_help(lambda **said: told.append(said["wish"].about_id))
    wishes.stop_help(actor=navigator.actor, person_id=rosa.pk, need_id=rosa.pk, at=NOW)
    assert told == [rosa.pk]


def test_a_stranger_and_a_screener_speak_for_nobody(
    rosa, stranger, screener, foreigner, pantry: Organization
):
    for worker, error in (
        (stranger, Person.DoesNotExist),
        (foreigner, Person.DoesNotExist),
        (screener, NotAllowed),
    ):
        with pytest.raises(error):
            wishes.stop_sharing(actor=worker.actor, person_id=rosa.pk, partner_id=pantry.pk, at=NOW)
        with pytest.raises(error):
            change_person(actor=worker.actor, person_id=rosa.pk, details=ROSA, version=1, at=NOW)
