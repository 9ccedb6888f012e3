"""No wrong door: who cannot help names somebody who can, and the family is not left alone in between."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event, Outbox
from organizations.grants import Role
from organizations.models.directory import Service
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Exclusion, Person
from referrals.actions import answer
from referrals.actions.refer_on import refer_on
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.story import Worker, found, hire

DAY = timedelta(days=1)


@pytest.fixture
def harvest(network) -> Worker:
    return hire(found(network, "Second Harvest"), "Ben Okafor", Role.INTAKE)


@pytest.fixture
def bags(harvest: Worker) -> Service:
    return Service.objects.create(
        network=harvest.organization.network, organization=harvest.organization, name="Food bags",
        topics=["food_pantry"], asks=["name", "address"],
    )  # fmt: skip


@pytest.fixture
def may_pass_on(rosa: Person, now: datetime) -> Consent:
    return Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.PASS_ON, recipient=None,
        facts=["name", "phone", "address"], form=Form.VERBAL, language="es", words="Sí", since=now,
    )  # fmt: skip


@pytest.fixture
def on(intake: Worker, referral: Referral, bags: Service, now: datetime):
    def act(**changes: object) -> Referral:
        usual = {"actor": intake.actor, "referral_id": referral.pk, "service_id": bags.pk}
        return refer_on(**usual | {"at": now + DAY} | changes)

    return act


def onward(referral: Referral) -> Referral:
    return Referral.objects.get(replaces=referral)


def test_with_the_familys_yes_the_other_partner_is_asked_at_once(
    on, referral: Referral, need: Need, harvest: Worker, may_pass_on: Consent, now: datetime
):
    before, after = on(), onward(referral)
    assert (before.status, before.reason) == (Status.CANCELLED, "redirected")
    assert (after.status, after.receiver_id) == (Status.REQUESTED, harvest.organization.pk)
    assert after.sender_id == referral.sender_id
    assert after.consent == may_pass_on
    assert Referral.objects.received_by(harvest.actor, at=now + DAY).get() == after
    need.refresh_from_db()
    assert need.is_being_helped


def test_no_more_is_passed_on_than_was_shared_before(on, referral: Referral, may_pass_on: Consent):
    on()
    assert onward(referral).shared_facts == ["name"]


def test_without_the_familys_yes_the_sender_has_it_as_the_next_step(
    on, navigator: Worker, referral: Referral, need: Need, bags: Service
):
    assert on().suggests == bags
    assert not Referral.objects.filter(replaces=referral).exists()
    need.refresh_from_db()
    assert (need.wants_help, need.next_step) == (True, "choose_next")
    shown = navigator.client.get(reverse("referrals:need", args=[need.pk])).content.decode()
    assert "Second Harvest: Food bags" in shown


def test_a_yes_that_was_taken_back_passes_nothing_on(
    on, referral: Referral, may_pass_on: Consent, now: datetime
):
    Consent.objects.filter(pk=may_pass_on.pk).update(withdrawn_at=now, withdrawn_via="in_person")
    on()
    assert not Referral.objects.filter(replaces=referral).exists()


def test_whom_the_family_has_shut_out_is_never_asked(
    on, referral: Referral, rosa: Person, bags: Service, may_pass_on: Consent
):
    Exclusion.objects.create(network=rosa.network, person=rosa, organization=bags.organization)
    on()
    assert not Referral.objects.filter(replaces=referral).exists()


@pytest.mark.parametrize("what", ["need", "person"])
def test_what_is_delicate_goes_back_to_the_sender(
    on, referral: Referral, need: Need, rosa: Person, may_pass_on: Consent, what: str
):
    Need.objects.filter(pk=need.pk).update(is_sensitive=what == "need")
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=what == "person")
    on()
    assert not Referral.objects.filter(replaces=referral).exists()


def test_the_sender_is_told_and_the_other_partner_too(on, may_pass_on: Consent):
    on()
    waiting = Outbox.objects.values("event_id")
    kinds = set(Event.objects.filter(pk__in=waiting).values_list("kind", flat=True))
    assert {"referral.referred_on", "referral.sent"} <= kinds


def test_the_other_partner_reads_who_sent_the_family_on(
    on, harvest: Worker, referral: Referral, may_pass_on: Consent
):
    on()
    Referral.objects.filter(replaces=referral).update(released_at=referral.sent_at)
    shown = harvest.client.get(reverse("referrals:detail", args=[onward(referral).pk]))
    assert "Joanne Reyes · Eastside Pantry" in shown.content.decode()


def test_an_accepted_request_can_be_sent_on_too(
    on, intake: Worker, referral: Referral, may_pass_on: Consent, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + DAY / 2)
    on()
    assert onward(referral).is_live


def test_what_has_ended_is_not_sent_on(on, intake: Worker, referral: Referral, now: datetime):
    answer.decline(actor=intake.actor, referral_id=referral.pk, reason="no_capacity", at=now + DAY)
    with pytest.raises(StepNotPossible):
        on()


def test_not_to_themselves(on, food_boxes: Service):
    with pytest.raises(BadInput, match="another partner"):
        on(service_id=food_boxes.pk)


def test_only_the_receiver_sends_on(on, navigator: Worker, stranger: Worker):
    with pytest.raises(NotAllowed):
        on(actor=navigator.actor)
    with pytest.raises(Referral.DoesNotExist):
        on(actor=stranger.actor)


def test_the_receiver_does_it_on_the_page(
    intake: Worker, referral: Referral, bags: Service, may_pass_on: Consent
):
    page = reverse("referrals:answer", args=[referral.pk, "refer-on"])
    Referral.objects.update(released_at=referral.sent_at - DAY)
    shown = intake.client.get(page).content.decode()
    assert "Food bags · Second Harvest" in shown
    done = intake.client.post(page, {"service_id": str(bags.pk), "words": "They deliver"})
    assert done.status_code == 302
    assert onward(referral).is_live
