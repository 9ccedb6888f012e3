"""Nothing is sent, and nothing read, but what the family agreed to, for as long as it agrees."""

from datetime import timedelta

import pytest

from core.errors import BadInput, ConsentMissing, NotAllowed, StepNotPossible
from core.models import Event
from organizations.models.network import Organization
from people import consent
from people.actions.consent import Agreement, give_consent, withdraw_consent
from people.actions.people import add_person
from people.lifecycle import Direction, Fact, Form
from people.models.agreements import Consent
from people.models.person import Exclusion, Person
from tests.people.conftest import ROSA
from tests.story import NOW, Worker

LATER = NOW + timedelta(days=365)
FOOD = "food_pantry"
FACTS = frozenset({Fact.NAME, Fact.PHONE, Fact.HOUSEHOLD})


def agreed(
    worker: Worker, person: Person, *partners: Organization, **changes: object
) -> list[Consent]:
    agreement = Agreement(
        **{
            "words": "I agree that the clinic may share my name.",
            "recipients": tuple(partner.pk for partner in partners),
            "facts": FACTS,
            "until": LATER,
            "signed_name": "R. Delgado",
            "kept_where": "binder 3",
            **changes,
        }
    )
    return give_consent(actor=worker.actor, person_id=person.pk, agreement=agreement, at=NOW)


def asked(
    person: Person, partner: Organization, topic: str = "food_pantry", **changes: object
) -> Consent:
    question = {"is_sensitive": False, "facts": FACTS, "at": NOW, **changes}
    return consent.require(person=person, recipient_id=partner.pk, topic=topic, **question)


def test_what_rosa_agreed_to_may_be_sent(rosa, navigator, pantry):
    agreed(navigator, rosa, pantry)

    assert asked(rosa, pantry).recipient == pantry


def test_nothing_is_sent_before_the_family_agrees(rosa, pantry):
    with pytest.raises(ConsentMissing, match="has not agreed to share this yet"):
        asked(rosa, pantry)


def test_an_agreement_with_one_partner_is_none_with_another(rosa, navigator, pantry, other_clinic):
    agreed(navigator, rosa, pantry)

    with pytest.raises(ConsentMissing):
        asked(rosa, other_clinic)


def test_a_fact_that_was_not_named_is_not_sent_and_the_sentence_says_which(rosa, navigator, pantry):
    agreed(navigator, rosa, pantry)

    with pytest.raises(ConsentMissing, match="Address"):
        asked(rosa, pantry, facts=FACTS | {Fact.ADDRESS})


def test_a_sensitive_topic_must_be_named(rosa, navigator, pantry):
    agreed(navigator, rosa, pantry)
    with pytest.raises(ConsentMissing, match="Legal help"):
        asked(rosa, pantry, "legal_aid", is_sensitive=True)

    agreed(navigator, rosa, pantry, topics=("legal_aid",))
    assert asked(rosa, pantry, "legal_aid", is_sensitive=True)


def test_every_topic_of_a_person_to_be_contacted_with_care_must_be_named(rosa, navigator, pantry):
    agreed(navigator, rosa, pantry)
    rosa.contact_with_care = True

    with pytest.raises(ConsentMissing, match="Food from a pantry"):
        asked(rosa, pantry)


def test_an_agreement_ends_on_its_day(rosa, navigator, pantry):
    agreed(navigator, rosa, pantry)

    assert asked(rosa, pantry, at=LATER - timedelta(seconds=1))
    with pytest.raises(ConsentMissing):
        asked(rosa, pantry, at=LATER)


def test_a_partner_the_person_shut_out_gets_nothing_in_spite_of_an_agreement(
    rosa, navigator, pantry
):
    agreed(navigator, rosa, pantry)
    Exclusion.objects.create(network=rosa.network, person=rosa, organization=pantry)

    with pytest.raises(ConsentMissing):
        asked(rosa, pantry)
    with pytest.raises(BadInput, match="never to know"):
        agreed(navigator, rosa, pantry)


def test_a_victim_service_needs_it_in_writing_with_an_end(rosa, navigator, shelter):
    with pytest.raises(BadInput, match="not enough"):
        agreed(navigator, rosa, shelter, form=Form.VERBAL, witness="Dana Ortiz")
    with pytest.raises(BadInput, match="end date"):
        agreed(navigator, rosa, shelter, until=None)

    agreed(navigator, rosa, shelter, form=Form.WRITTEN)
    assert asked(rosa, shelter).needs_writing


def test_an_older_spoken_agreement_does_not_carry_help_with_alcohol_or_drugs(
    rosa, navigator, pantry
):
    agreed(navigator, rosa, pantry, form=Form.VERBAL, witness="Dana Ortiz", topics=("counseling",))
    Consent.objects.filter(person=rosa).update(topics=["substance_use"])  # as a bad import might

    with pytest.raises(ConsentMissing, match="in writing"):
        asked(rosa, pantry, "substance_use", is_sensitive=True)


def test_help_with_alcohol_or_drugs_is_never_open_to_whoever_it_may_concern(
    rosa, navigator, pantry
):
    with pytest.raises(BadInput, match="a partner you name"):
        agreed(navigator, rosa, pantry, topics=("substance_use",),
               directions=frozenset({Direction.SEND, Direction.DESK}))  # fmt: skip


def test_what_leaves_a_victim_service_needs_it_in_writing_too(advocate, pantry):
    hidden = add_person(actor=advocate.actor, details=ROSA, at=NOW)
    with pytest.raises(BadInput, match="not enough"):
        agreed(advocate, hidden, pantry, form=Form.VERBAL, witness="Dana Ortiz")
    with pytest.raises(BadInput, match="a partner you name"):
        agreed(advocate, hidden, pantry, directions=frozenset({Direction.SEND, Direction.DESK}))

    send, contact = agreed(
        advocate, hidden, pantry, directions=frozenset({Direction.SEND, Direction.CONTACT})
    )
    assert (send.needs_writing, contact.needs_writing) == (True, False)
    Consent.objects.filter(pk=send.pk).update(needs_writing=False, laws=[])  # as a bad import might
    with pytest.raises(ConsentMissing, match="in writing"):
        asked(hidden, pantry)


def test_a_spoken_yes_needs_somebody_who_heard_it(rosa, navigator, pantry):
    with pytest.raises(BadInput, match="who else heard it"):
        agreed(navigator, rosa, pantry, form=Form.VERBAL)


def test_each_direction_and_partner_is_a_row_of_its_own_under_one_conversation(
    rosa, navigator, pantry, shelter
):
    rows = agreed(
        navigator, rosa, pantry, shelter, form=Form.WRITTEN,
        directions=frozenset({Direction.SEND, Direction.REPORT_BACK, Direction.DESK}),
    )  # fmt: skip

    said = {(row.direction, row.recipient_id) for row in rows}
    assert said == {
        ("send", pantry.pk), ("send", shelter.pk), ("report_back", pantry.pk),
        ("report_back", shelter.pk), ("desk", None),
    }  # fmt: skip
    assert len({row.given_together for row in rows}) == 1


def test_what_is_taken_back_is_unreadable_from_that_moment(rosa, navigator, pantry):
    held, _ = agreed(navigator, rosa, pantry)
    before = consent.project(person=rosa, topic=FOOD, facts=FACTS, consent=held, at=NOW)
    assert (before.name, before.phone, before.household) == (
        "Rosa Delgado Jiménez",
        "(555) 010-0142",
        3,
    )

    noon = NOW + timedelta(hours=1)
    held = withdraw_consent(actor=navigator.actor, consent_id=held.pk, at=noon)

    after = consent.project(person=rosa, topic=FOOD, facts=FACTS, consent=held, at=noon)
    assert after.is_withdrawn
    assert after.is_empty
    with pytest.raises(ConsentMissing):
        asked(rosa, pantry, at=noon)


def test_a_receiver_reads_what_was_chosen_and_agreed_never_more(rosa, navigator, pantry):
    held, _ = agreed(navigator, rosa, pantry)

    shared = consent.project(
        person=rosa, topic=FOOD, facts={*FACTS, Fact.ADDRESS, "immigration"}, consent=held, at=NOW
    )
    assert shared.address is None
    only_name = consent.project(person=rosa, topic=FOOD, facts={Fact.NAME}, consent=held, at=NOW)
    assert only_name.phone is None
    assert only_name.name


def test_another_persons_agreement_opens_nothing(rosa, navigator, pantry):
    held, _ = agreed(navigator, rosa, pantry)
    stranger = Person(network=rosa.network, custodian=rosa.custodian, first_name="Ana")

    assert consent.project(person=stranger, topic=FOOD, facts=FACTS, consent=held, at=NOW).is_empty


def test_a_phone_that_is_not_safe_is_not_given_to_anybody(rosa, navigator, pantry):
    held, _ = agreed(navigator, rosa, pantry)
    rosa.contact_points.update(is_safe=False)

    assert consent.project(person=rosa, topic=FOOD, facts=FACTS, consent=held, at=NOW).phone is None


def test_taking_back_twice_is_told_so(rosa, navigator, pantry):
    held, _ = agreed(navigator, rosa, pantry)
    withdraw_consent(actor=navigator.actor, consent_id=held.pk, at=NOW)

    with pytest.raises(StepNotPossible):
        withdraw_consent(actor=navigator.actor, consent_id=held.pk, at=NOW)


def test_giving_and_taking_back_are_told_and_say_nothing_personal(rosa, navigator, pantry):
    held, _ = agreed(navigator, rosa, pantry, witness="Dana Ortiz")
    withdraw_consent(actor=navigator.actor, consent_id=held.pk, at=NOW)

    events = list(Event.objects.filter(subject_id=held.pk).order_by("id"))
    assert [event.kind for event in events] == ["consent.given", "consent.withdrawn"]
    assert not any("Rosa" in str(event.details) or "Dana" in str(event.details) for event in events)


def test_a_stranger_neither_gives_nor_takes_back(
    rosa, navigator, stranger, foreigner, screener, pantry
):
    held, _ = agreed(navigator, rosa, pantry)
    for worker in (stranger, foreigner):
        with pytest.raises(Person.DoesNotExist):
            agreed(worker, rosa, pantry)
        with pytest.raises(Consent.DoesNotExist):
            withdraw_consent(actor=worker.actor, consent_id=held.pk, at=NOW)
    with pytest.raises(NotAllowed):
        agreed(screener, rosa, pantry)


def test_only_a_relative_whom_the_record_allows_agrees_for_somebody(rosa, navigator, pantry):
    aunt = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Inés", created_at=NOW
    )

    with pytest.raises(BadInput, match="may agree for them"):
        agreed(navigator, rosa, pantry, given_by=aunt.pk)


def test_asking_and_reading_cost_the_same_however_much_was_agreed(
    keeps_decisions, rosa, navigator, pantry, django_assert_num_queries
):
    for _ in range(3):
        held, _back = agreed(navigator, rosa, pantry)

    with django_assert_num_queries(2):  # the agreements, and what partners share
        asked(rosa, pantry)
    rosa = Person.objects.prefetch_related(
        "contact_points", "households__household", "barriers"
    ).get(pk=rosa.pk)
    with django_assert_num_queries(0):
        shared = consent.project(person=rosa, topic=FOOD, facts=Fact, consent=held, at=NOW)
    assert shared.phone
