"""Promises 6 and 11 to 13, which no single row can keep: each by its sentence, by raw SQL where rows are enough."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from core.ids import uuid7
from notifications.actions.deliver import deliver
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Network, Organization
from people.lifecycle import Channel
from people.models.agreements import Consent
from people.models.person import Person
from referrals.actions.audit import audit
from referrals.actions.look_ahead import look_ahead
from referrals.models.referral import Referral
from screening.actions.at_desk import TakeOver, take_over
from screening.models.need import Need
from tests.notifications.conftest import SOON, reach, sweep_says, told
from tests.story import Worker, found, hire

pytestmark = pytest.mark.django_db


def broken(network_id: object, at: datetime) -> set[str]:
    return {one.promise.name for one in audit(network_id, at=at) if one.broken}


@pytest.mark.parametrize(
    ("left_as", "refusal"),
    [
        ("status = 'wants_help', next_step = ''", "need_open_is_followed_up"),
        ("next_step_due = NULL, wake_at = NULL", "need_open_is_followed_up"),
        ("next_step = 'answer'", "need_helped_has_help"),
    ],
)
def test_6_after_a_try_that_did_not_work_out_a_need_has_a_next_step_or_an_end_of_its_own(
    referral: Referral, left_as: str, refusal: str
):
    end = """UPDATE referrals_referral SET status = 'cancelled', reason = 'no_answer', ended_at = now(),
             next_step = '', waiting_on = '', next_step_due = NULL, wake_at = NULL WHERE id = %s"""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(end, [referral.pk])
            cursor.execute(f"UPDATE screening_need SET {left_as} WHERE id = %s", [referral.need_id])
        connection.check_constraints()
    assert refused.value.__cause__.diag.constraint_name == refusal


def test_11_a_live_request_whose_agreement_ends_within_two_weeks_has_a_step_to_renew_it(
    referral: Referral,
):
    """Found by the auditor, made by the clock; an agreement that ends later owes nothing yet."""
    a_week_later = referral.sent_at + timedelta(days=2)
    agreement = Consent.objects.filter(pk=referral.consent_id)
    agreement.update(until=a_week_later + timedelta(days=40))
    assert "ending_agreement_has_step" not in broken(referral.network_id, a_week_later)
    agreement.update(until=a_week_later + timedelta(days=10))
    assert "ending_agreement_has_step" in broken(referral.network_id, a_week_later)
    while look_ahead(network_id=referral.network_id, at=a_week_later):
        pass
    assert "ending_agreement_has_step" not in broken(referral.network_id, a_week_later)


@pytest.fixture
def waiting(need: Need, rosa: Person, network: Network) -> Delivery:
    """A question to Rosa's mailbox, written while all was well and not sent yet."""
    reach(rosa, Channel.EMAIL, "rosa@example.org")
    sweep_says("need.family_asked", need)
    [question] = [one for one in told(network) if one.template == "family_question"]
    return question


@pytest.mark.parametrize(
    "since_then",
    [
        "UPDATE people_contactpoint SET is_safe = false",
        "UPDATE people_contactpoint SET stopped_at = now()",
        "UPDATE people_person SET died_at = '2026-11-18'",
        "UPDATE people_person SET contacting_prohibited = true",
    ],
)
def test_12_nothing_leaves_by_a_way_that_is_not_safe_at_that_moment_nor_to_somebody_who_has_died(
    waiting: Delivery, network: Network, since_then: str
):
    with connection.cursor() as cursor:
        cursor.execute(since_then)
    deliver(network_id=network.pk, at=max(SOON, waiting.available_at), limit=10)
    waiting.refresh_from_db()
    assert waiting.state == Delivery.State.HELD_BACK
    assert not [sent for sent in mail.outbox if "rosa@example.org" in sent.to]


def test_12_what_is_safe_at_that_moment_does_leave(waiting: Delivery, network: Network):
    deliver(network_id=network.pk, at=max(SOON, waiting.available_at), limit=10)
    assert [sent.to for sent in mail.outbox] == [["rosa@example.org"]]


@pytest.fixture
def desk(network: Network) -> Worker:
    office = found(network, "Harbor Council", Organization.Kind.CONVENER)
    return hire(office, "Cora Lane", Role.DESK)


def test_13_a_sensitive_need_is_at_no_desk_that_the_family_did_not_name(
    desk: Worker, stranger: Worker, need: Need
):
    """It does not come there; what the database refuses stands in tests/referrals/test_desk_is_named.py."""
    wanted = TakeOver(need.pk, uuid7().hex[:8], SOON)
    Need.objects.filter(pk=need.pk).update(is_sensitive=True)
    assert take_over([wanted], at=SOON) == []
    for actor in (desk.actor, stranger.actor):
        assert not Need.objects.visible_to(actor, at=SOON).filter(pk=need.pk).exists()
        assert not Need.objects.at_desk(actor).exists()
