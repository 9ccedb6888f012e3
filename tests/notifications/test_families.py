"""When a family is written to: by a safe way, in its language, telling nothing; or not at all."""

from datetime import timedelta

import pytest

from core.history import record
from notifications.actions.deliver import deliver
from notifications.letters import letter
from notifications.models.deliveries import Delivery
from people.actions.contact import remove_contact
from people.actions.people import retoken
from people.actions.wishes import stop_messages
from people.lifecycle import Channel, ChannelState, Direction, Form
from people.models.agreements import Consent
from people.models.person import Person, Relationship
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from tests.notifications.conftest import SOON, reach, sweep_says, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(need, network):
    """The sweep says that Rosa's family is to be asked; what is written for her."""

    def ask(at=SOON, about=need) -> list[Delivery]:
        sweep_says("need.family_asked", about, at=at)
        return [d for d in told(network, at=at) if d.template == "family_question"]

    return ask


def test_rosa_is_asked_by_the_way_that_worked_last(asked, rosas_phone, rosa):
    worked = reach(
        rosa, Channel.EMAIL, "r@example.org", state=ChannelState.WORKS, last_worked_at=SOON
    )
    [delivery] = asked()
    assert delivery.contact_point_id == worked.pk
    assert delivery.language == "es", "her own language, when the address has none"
    assert rosas_phone.is_usable


@pytest.mark.parametrize(
    "wrong", [{"is_safe": False}, {"state": ChannelState.BROKEN}, {"stopped_at": SOON}]
)
def test_a_way_that_is_not_safe_or_does_not_work_is_never_used(asked, rosa, wrong):
    reach(rosa, Channel.EMAIL, "r@example.org", **wrong)
    assert asked() == []


def test_a_voice_number_is_for_people_to_call(asked, rosa):
    reach(rosa, Channel.PHONE, "+15550100")
    assert asked() == []


def test_without_a_provider_nobody_is_promised_a_text(asked, rosas_phone, settings):
    settings.TEXT_PROVIDER = ""
    assert asked() == []


@pytest.mark.parametrize(
    "known", [{"contact_with_care": True}, {"contacting_prohibited": True}, {"died_at": SOON}]
)
def test_some_people_are_never_written_to(asked, rosas_phone, rosa, known):
    Person.objects.filter(pk=rosa.pk).update(**known)
    assert asked() == []


def test_nobody_is_written_to_about_a_sensitive_need(asked, rosas_phone, need):
    need.is_sensitive = True
    need.save()
    assert asked() == []


def test_stop_is_stop(asked, rosas_phone, navigator, rosa):
    stop_messages(actor=navigator.actor, person_id=rosa.pk, contact_id=None, at=SOON)
    assert asked() == []


def test_stop_to_one_number_leaves_the_other(asked, rosas_phone, navigator, rosa):
    other = reach(rosa, Channel.EMAIL, "r@example.org")
    stop_messages(actor=navigator.actor, person_id=rosa.pk, contact_id=rosas_phone.pk, at=SOON)
    assert [d.contact_point_id for d in asked()] == [other.pk]


def agreed_to_be_written_to(rosa: Person, until) -> None:
    Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.CONTACT, form=Form.VERBAL,
        words="Sí", since=SOON - timedelta(days=9), until=until,
    )  # fmt: skip


def test_an_agreement_to_be_written_to_ends_with_its_day(asked, rosas_phone, rosa):
    agreed_to_be_written_to(rosa, until=SOON - timedelta(days=1))
    assert asked() == []
    agreed_to_be_written_to(rosa, until=None)
    assert len(asked()) == 1


@pytest.fixture
def carer(rosa, navigator):
    """Rosa is four, say; Marta may be told, and a neighbour may not."""

    def tie(name: str, *, may_be_told: bool) -> Person:
        other = Person.objects.create(
            network=rosa.network, custodian=rosa.custodian, first_name=name, created_at=SOON
        )
        Relationship.objects.create(
            network=rosa.network, person=rosa, other=other, kind="mother", may_be_told=may_be_told,
            since=SOON - timedelta(days=100),
        )  # fmt: skip
        return other

    return tie


def test_a_child_is_asked_about_through_who_may_be_told(asked, carer):
    reach(carer("Nosy", may_be_told=False), Channel.EMAIL, "n@example.org")
    marta = reach(carer("Marta", may_be_told=True), Channel.EMAIL, "m@example.org")
    assert [d.contact_point_id for d in asked()] == [marta.pk]


def test_what_only_rosa_may_know_is_not_asked_on_her_mothers_phone(asked, carer, rosa, need):
    need.audience = "subject"
    need.save()
    marta = carer("Marta", may_be_told=True)
    reach(marta, Channel.EMAIL, "m@example.org")
    reach(rosa, Channel.EMAIL, "shared@example.org", whose=marta)
    assert asked() == []
    own = reach(rosa, Channel.EMAIL, "own@example.org")
    assert [d.contact_point_id for d in asked()] == [own.pk]


def test_two_needs_are_one_talk(asked, rosas_phone, navigator, rosa):
    [other] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=SOON
    )
    asked()
    assert len(asked(about=other)) == 1
    assert len(asked(at=SOON + timedelta(hours=2), about=other)) == 1


def test_two_needs_that_are_due_at_once_are_one_talk_too(
    need, network, rosas_phone, navigator, rosa, referral
):
    [other] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=SOON
    )
    record("referral.referred_on", referral, actor=navigator.actor, at=SOON, asked=True)
    for about in (need, other):
        sweep_says("need.family_asked", about, at=SOON)
    assert [d.template for d in told(network) if d.contact_point_id] == ["family_question"]


def test_the_third_message_in_a_week_waits_until_the_week_is_over(asked, rosas_phone):
    asked()
    asked(at=SOON + timedelta(days=2))
    deliveries = asked(at=SOON + timedelta(days=4))
    assert [d.available_at for d in deliveries] == [
        SOON,
        SOON + timedelta(days=2),
        SOON + timedelta(days=7),
    ]
    assert len(asked(at=SOON + timedelta(days=5))) == 3, "the one that waits leads to everything"


def test_her_telephone_is_written_to_twice_a_week_whoever_in_the_network_asks(
    asked, rosas_phone, rosa, stranger, colleague
):
    """Another clinic has a record of her little boy, with the same number."""
    del colleague
    boy = Person.objects.create(
        network=rosa.network, custodian=stranger.organization, first_name="Leo", created_at=SOON
    )
    reach(boy, Channel.TEXT, rosas_phone.value, language="es")
    retoken(boy)
    [other] = record_found(
        actor=stranger.actor, person=boy, topics=[FoundTopic("diapers")], at=SOON
    )
    retoken(rosa)
    asked()
    asked(at=SOON + timedelta(hours=1), about=other)
    third = asked(at=SOON + timedelta(days=3))[-1]
    assert third.available_at == SOON + timedelta(days=7)

    stranger.organization.is_victim_service = True
    stranger.organization.save()
    Delivery.objects.filter(pk=third.pk).delete()
    assert asked(at=SOON + timedelta(days=3, hours=1))[-1].available_at < SOON + timedelta(days=4)


def test_nobody_is_asked_shortly_before_an_appointment(asked, rosas_phone, referral):
    meeting = SOON + timedelta(days=2)
    Referral.objects.filter(pk=referral.pk).update(mode="warm_handoff", talk_at=meeting)
    [delivery] = asked()
    assert meeting < delivery.available_at < meeting + timedelta(days=1)


def test_an_appointment_far_ahead_silences_nobody(asked, rosas_phone, referral):
    meeting = SOON + timedelta(days=20)
    Referral.objects.filter(pk=referral.pk).update(mode="warm_handoff", talk_at=meeting)
    [delivery] = asked()
    assert delivery.available_at == SOON


def test_at_night_the_message_waits_for_the_morning(asked, rosas_phone):
    [delivery] = asked(at=SOON + timedelta(hours=12))
    assert delivery.available_at.hour == 14  # nine in New York


# --- at the moment of sending --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"died_at": SOON}, "died"),
        ({"contacting_prohibited": True}, "contacting_prohibited"),
        ({"contact_with_care": True}, "contact_with_care"),
    ],
)
def test_what_became_known_since_then_holds_the_message_back(
    asked, rosas_phone, rosa, network, texts, known, why
):
    asked()
    Person.objects.filter(pk=rosa.pk).update(**known)
    deliver(network_id=network.pk, at=SOON, limit=5)
    [delivery] = Delivery.objects.filter(template="family_question")
    assert (delivery.state, delivery.error) == ("held_back", why)
    assert not list(texts.glob("*.json"))


def test_a_number_that_is_not_safe_any_more_gets_nothing_and_the_owner_is_told(
    asked, rosas_phone, network, navigator, texts
):
    asked()
    rosas_phone.is_safe = False
    rosas_phone.save()
    deliver(network_id=network.pk, at=SOON, limit=5)
    assert not list(texts.glob("*.json"))
    [told_to] = [d for d in told(network) if d.template == "message_did_not_arrive"]
    assert told_to.user_id == navigator.user.pk


def test_a_number_taken_away_gets_nothing(asked, rosas_phone, network, navigator, rosa, texts):
    asked()
    remove_contact(actor=navigator.actor, person_id=rosa.pk, contact_id=rosas_phone.pk, at=SOON)
    deliver(network_id=network.pk, at=SOON, limit=5)
    [delivery] = Delivery.objects.filter(template="family_question")
    assert (delivery.state, delivery.error) == ("held_back", "no_address")
    assert not list(texts.glob("*.json"))


def test_a_text_is_one_sentence_and_a_link_in_her_language(asked, rosas_phone, network, texts):
    asked()
    deliver(network_id=network.pk, at=SOON, limit=5)
    [text] = texts.glob("*.json")
    words = text.read_text()
    assert "http://testserver/f/" in words
    for secret in ("Rosa", "Delgado", "food", "Pantry", "Riverside"):
        assert secret.lower() not in words.lower()


def sent_on(referral, navigator, network, *, agreed: bool) -> list[Delivery]:
    record("referral.referred_on", referral, actor=navigator.actor, at=SOON, asked=agreed)
    return [d for d in told(network) if d.contact_point_id]


def test_a_family_hears_that_another_partner_was_asked_with_its_yes(
    referral, network, navigator, rosas_phone, stranger
):
    [delivery] = sent_on(referral, navigator, network, agreed=True)
    assert (delivery.template, delivery.contact_point) == ("family_news", rosas_phone)
    words = letter(delivery, at=SOON).message.body
    assert "/f/" in words
    assert referral.receiver.name not in words
    assert stranger.organization.name not in words


def test_without_its_yes_the_worker_asks_first_and_nothing_is_written(
    referral, network, navigator, rosas_phone
):
    assert sent_on(referral, navigator, network, agreed=False) == []
