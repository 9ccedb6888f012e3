"""Several partners are asked for one need: the first yes is enough, and nobody is left waiting for nothing."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import BadInput, ConsentMissing, StepNotPossible
from core.ids import uuid7
from core.models import Event, Outbox
from organizations.grants import Role
from organizations.models.directory import Service
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Person
from referrals.actions import answer, progress
from referrals.actions.audit import audit
from referrals.actions.mending import not_so
from referrals.actions.send import Sending
from referrals.actions.several import send_to_several
from referrals.lifecycle import Enough, Status
from referrals.models.referral import Referral
from screening.lifecycle import Via
from screening.models.need import Need
from tests.story import Worker, found, hire

HOUR = timedelta(hours=1)
Send = Callable[..., list[Referral]]


@pytest.fixture
def harvest(network) -> Worker:
    return hire(found(network, "Second Harvest"), "Ben Okafor", Role.INTAKE)


@pytest.fixture
def bags(harvest: Worker) -> Service:
    return Service.objects.create(
        network=harvest.organization.network, organization=harvest.organization, name="Food bags",
        topics=["food_pantry"], asks=["name"],
    )  # fmt: skip


@pytest.fixture
def agreed_with_both(agreed: Consent, rosa: Person, harvest: Worker, now: datetime) -> None:
    Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.SEND, recipient=harvest.organization,
        facts=["name"], form=Form.VERBAL, language="es", words="Sí", since=now,
    )  # fmt: skip


@pytest.fixture
def ask_both(
    navigator: Worker, need: Need, food_boxes: Service, bags: Service, agreed_with_both, now
) -> Send:
    key = uuid7()

    def ask(enough: Enough = Enough.FIRST_YES, **changes) -> list[Referral]:
        sendings = [Sending(service.pk, key, facts=("name",)) for service in (food_boxes, bags)]
        said = {"actor": navigator.actor, "need_id": need.pk, "sendings": sendings, "at": now}
        return send_to_several(**said | {"enough": enough} | changes)

    return ask


def events(kind: str) -> list[Event]:
    return list(Event.objects.filter(kind=kind))


def test_the_first_yes_ends_the_others_and_tells_them(
    intake: Worker, need: Need, ask_both: Send, now: datetime
):
    boxes, bags = ask_both()
    answer.accept(actor=intake.actor, referral_id=boxes.pk, at=now + HOUR)
    boxes.refresh_from_db()
    bags.refresh_from_db()
    need.refresh_from_db()
    assert (boxes.status, bags.status, bags.reason) == (
        Status.ACCEPTED, Status.CANCELLED, "answered_elsewhere",
    )  # fmt: skip
    assert need.is_being_helped
    [told] = events("referral.answered_elsewhere")
    assert told.subject_id == bags.pk
    assert Outbox.objects.filter(event_id=told.pk).exists()


def test_who_was_not_needed_does_not_learn_who_was(intake: Worker, ask_both: Send, now: datetime):
    boxes, _bags = ask_both()
    answer.accept(actor=intake.actor, referral_id=boxes.pk, at=now + HOUR)
    [told] = events("referral.answered_elsewhere")
    assert (told.actor_kind, told.actor_id, told.acting_for) == ("system", None, None)


def test_where_all_are_kept_a_yes_ends_nothing(
    intake: Worker, harvest: Worker, ask_both: Send, now: datetime
):
    boxes, bags = ask_both(Enough.KEEP_ALL)
    answer.accept(actor=intake.actor, referral_id=boxes.pk, at=now + HOUR)
    answer.accept(actor=harvest.actor, referral_id=bags.pk, at=now + HOUR)
    assert set(Referral.objects.values_list("status", flat=True)) == {Status.ACCEPTED}


def test_a_place_on_a_list_is_no_yes_until_there_is_a_place(
    intake: Worker, harvest: Worker, ask_both: Send, now: datetime
):
    boxes, bags = ask_both()
    answer.wait_list(actor=intake.actor, referral_id=boxes.pk, at=now + HOUR)
    bags.refresh_from_db()
    assert bags.is_asked
    progress.start(actor=intake.actor, referral_id=boxes.pk, at=now + 2 * HOUR)
    bags.refresh_from_db()
    assert bags.reason == "answered_elsewhere"


def test_a_no_leaves_the_others_asked(intake: Worker, need: Need, ask_both: Send, now: datetime):
    boxes, bags = ask_both()
    answer.decline(actor=intake.actor, referral_id=boxes.pk, reason="no_capacity", at=now + HOUR)
    bags.refresh_from_db()
    need.refresh_from_db()
    assert bags.is_asked
    assert need.is_being_helped


def test_whoever_says_yes_second_is_thanked(
    intake: Worker, harvest: Worker, ask_both: Send, now: datetime
):
    boxes, bags = ask_both()
    answer.accept(actor=intake.actor, referral_id=boxes.pk, at=now + HOUR)
    with pytest.raises(StepNotPossible, match="Another partner said yes first"):
        answer.accept(actor=harvest.actor, referral_id=bags.pk, at=now + 2 * HOUR)


def test_of_two_yeses_at_once_one_wins(
    transactional_db: None, intake: Worker, harvest: Worker, ask_both: Send, now: datetime
):
    tries, heard = ask_both(), []
    ready = threading.Barrier(2)

    def accept(worker: Worker, referral: Referral) -> None:
        actor = worker.actor
        ready.wait(120)
        try:
            answer.accept(actor=actor, referral_id=referral.pk, at=now + HOUR)
            heard.append("yes")
        except StepNotPossible as error:
            heard.append(str(error))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=accept, args=pair)
        for pair in zip((intake, harvest), tries, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert heard.count("yes") == 1
    assert any("Another partner said yes first" in sentence for sentence in heard)
    assert sorted(one.status for one in Referral.objects.all()) == ["accepted", "cancelled"]


@pytest.mark.parametrize("rests", [False, True])
def test_the_database_refuses_a_second_yes(ask_both: Send, *, rests: bool):
    """Not only while the first one is at work: a yes that rests is a yes."""
    boxes, bags = ask_both()
    asked = Referral.objects.filter(pk=boxes.pk)
    asked.update(status=Status.ACCEPTED)
    if rests:
        asked.update(status=Status.ON_HOLD, reason="appointment_set")
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Referral.objects.filter(pk=bags.pk).update(status=Status.ACCEPTED)
    assert refusal.value.__cause__.diag.constraint_name == "referrals_one_yes_among_several"


def test_the_database_lets_a_place_on_a_list_stand_beside_a_yes_for_it_is_none(ask_both: Send):
    boxes, bags = ask_both()
    asked = Referral.objects.filter(pk=boxes.pk)
    asked.update(status=Status.ACCEPTED)
    asked.update(status=Status.ON_HOLD, reason="wait_list")
    assert Referral.objects.filter(pk=bags.pk).update(status=Status.ACCEPTED) == 1


@pytest.mark.parametrize("step", ["yes", "outcome"])
def test_the_auditor_sees_who_is_still_asked_after_a_yes(
    ask_both: Send, now: datetime, *, step: str
):
    boxes, bags = ask_both()
    assert not broken(boxes, now)
    asked = Referral.objects.filter(pk=boxes.pk)
    asked.update(status=Status.ACCEPTED)
    if step == "outcome":
        asked.update(
            status=Status.COMPLETED, reason="provided", ended_at=now, waiting_on="", next_step="",
            next_step_due=None, wake_at=None,
        )  # fmt: skip
    assert broken(boxes, now) == {"one_yes_among_several": (str(bags.pk),)}


def broken(one: Referral, at: datetime) -> dict[str, tuple[str, ...]]:
    found = audit(one.network_id, at=at)
    return {finding.promise.name: finding.ids for finding in found if finding.broken}


def test_nobody_is_asked_when_one_agreement_is_missing(
    rosa: Person, harvest: Worker, ask_both: Send
):
    Consent.objects.filter(recipient=harvest.organization).delete()
    with pytest.raises(ConsentMissing), transaction.atomic():
        ask_both()
    assert not Referral.objects.exists()


def test_a_double_click_asks_once(ask_both: Send):
    assert [one.pk for one in ask_both()] == [one.pk for one in ask_both()]
    assert Referral.objects.count() == 2


@pytest.mark.parametrize("number", [1, 4])
def test_two_or_three_are_asked_at_once(ask_both: Send, food_boxes: Service, number: int):
    sendings = [Sending(uuid7() if n else food_boxes.pk, uuid7()) for n in range(number)]
    with pytest.raises(BadInput, match="two or three"):
        ask_both(sendings=sendings)


def test_a_stranger_cannot_ask_for_the_family(stranger: Worker, ask_both: Send):
    with pytest.raises(Need.DoesNotExist):
        ask_both(actor=stranger.actor)


def test_who_denies_a_no_after_anothers_yes_is_heard_and_not_asked_again(
    navigator: Worker, intake: Worker, harvest: Worker, ask_both: Send, now: datetime
):
    boxes, bags = ask_both()
    answer.decline(
        actor=navigator.actor, referral_id=bags.pk, reason="no_capacity", at=now + HOUR,
        via=Via.PHONE,
    )  # fmt: skip
    answer.accept(actor=intake.actor, referral_id=boxes.pk, at=now + 2 * HOUR)
    standing = not_so(actor=harvest.actor, referral_id=bags.pk, at=now + 3 * HOUR)
    assert standing.status == Status.REJECTED
    assert [event.subject_id for event in events("referral.not_so")] == [bags.pk]
    boxes.refresh_from_db()
    assert boxes.status == Status.ACCEPTED
