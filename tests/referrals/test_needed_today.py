"""Needed today: the clock of whoever owes the next step is the hours in which somebody in the network is there."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.models import Event
from governance.actions.policies import set_patience
from organizations.actions.closing import close
from referrals.actions.answer import accept
from referrals.actions.nudge import nudge
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.lifecycle import Urgency
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.story import Worker

NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
TEN = datetime(2026, 11, 18, 10, tzinfo=NEW_YORK)  # a Wednesday


@pytest.fixture
def today(navigator: Worker, need: Need, agreed, sending: Sending) -> Referral:
    urgent = replace(sending, urgency=Urgency.TODAY)
    return send(actor=navigator.actor, need_id=need.pk, sending=urgent, at=TEN)


def told_at(referral: Referral, *, until: datetime) -> list[tuple[datetime, str]]:
    """What the sweep did, looked at every quarter of an hour."""
    at = TEN
    while at <= until:
        sweep(network_id=referral.network_id, at=at)
        at += HOUR / 4
    events = Event.objects.filter(subject_id=referral.pk, actor_kind="system").order_by("id")
    return list(events.values_list("happened_at", "kind"))


def test_the_answer_is_due_in_two_hours_and_the_desk_has_it_two_hours_later(
    today: Referral, table: Worker, stranger: Worker
):
    assert today.next_step_due == TEN + 2 * HOUR
    assert told_at(today, until=TEN + 5 * HOUR) == [
        (TEN + HOUR, "referral.reminded_early"),
        (TEN + 2 * HOUR, "referral.reminded"),
        (TEN + 3 * HOUR, "referral.desk_told"),
        (TEN + 4 * HOUR, "referral.still_waiting"),
    ]
    need = Need.objects.get(pk=today.need_id)
    assert need.is_at_desk
    assert need.next_step_due == TEN + 6 * HOUR
    assert not Need.objects.visible_to(stranger.actor, at=TEN).filter(pk=need.pk).exists()


def test_at_night_the_hours_wait_for_whoever_is_there_and_not_for_the_partners_open_day(
    navigator: Worker, intake: Worker, need: Need, agreed, sending: Sending
):
    """Sent on Wednesday at half past four: half an hour of that day, and the rest on Thursday."""
    close(
        actor=intake.actor, first=TEN.date() + timedelta(1), last=TEN.date() + timedelta(9), at=TEN
    )
    urgent = replace(sending, urgency=Urgency.TODAY)
    late = TEN + 6.5 * HOUR
    sent = send(actor=navigator.actor, need_id=need.pk, sending=urgent, at=late)
    assert sent.next_step_due == datetime(2026, 11, 19, 9, 30, tzinfo=NEW_YORK)


def test_the_hours_are_those_that_partners_decided(
    convener: Worker, navigator: Worker, need: Need, agreed, sending: Sending
):
    decided = {"referral.today_answer_hours": 3, "staffed.begins": 6, "staffed.ends": 12}
    set_patience(actor=convener.actor, values=decided, at=TEN - HOUR)
    urgent = replace(sending, urgency=Urgency.TODAY)
    sent = send(actor=navigator.actor, need_id=need.pk, sending=urgent, at=TEN)
    assert sent.next_step_due == datetime(2026, 11, 19, 7, tzinfo=NEW_YORK)


def test_after_the_yes_the_first_contact_is_counted_in_hours_too(today: Referral, intake: Worker):
    accept(actor=intake.actor, referral_id=today.pk, at=TEN + HOUR)
    assert Referral.objects.get(pk=today.pk).next_step_due == TEN + 5 * HOUR


def test_a_reminder_by_hand_gives_them_an_hour_and_no_day(today: Referral, navigator: Worker):
    reminded = nudge(actor=navigator.actor, referral_id=today.pk, at=TEN + 3 * HOUR)
    assert reminded.wake_at == TEN + 4 * HOUR


def test_what_can_wait_counts_open_days_as_ever(referral: Referral, now: datetime):
    assert referral.next_step_due == now + timedelta(days=2)


def test_a_nearer_moment_comes_first(navigator: Worker, need: Need, agreed, sending: Sending):
    urgent = replace(sending, urgency=Urgency.TODAY, needed_by=TEN + HOUR)
    sent = send(actor=navigator.actor, need_id=need.pk, sending=urgent, at=TEN)
    assert sent.next_step_due == TEN + HOUR
