"""Needed today: the clock of whoever owes the next step is the hours in which somebody in the network is there."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.ids import uuid7
from core.models import Event
from governance.actions.policies import set_patience
from organizations.actions.closing import close
from organizations.grants import Role
from organizations.models.directory import Service
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Person
from referrals.actions import family
from referrals.actions.answer import accept, decline
from referrals.actions.audit import audit
from referrals.actions.desk import to_desk
from referrals.actions.nudge import nudge
from referrals.actions.progress import complete
from referrals.actions.refer_on import refer_on
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.lifecycle import Urgency
from referrals.models.referral import Referral
from referrals.reasons import Outcome
from screening.actions import handing
from screening.lifecycle import NeedStatus, Via
from screening.models.need import Need
from tests.story import Worker, found, hire

NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
TEN = datetime(2026, 11, 18, 10, tzinfo=NEW_YORK)  # a Wednesday


@pytest.fixture
def today(navigator: Worker, need: Need, agreed, sending: Sending) -> Referral:
    urgent = replace(sending, urgency=Urgency.TODAY)
    return send(actor=navigator.actor, need_id=need.pk, sending=urgent, at=TEN)


def told_at(
    about: Referral | Need, *, until: datetime, since: datetime = TEN
) -> list[tuple[datetime, str]]:
    """What the sweep did, looked at every quarter of an hour."""
    at = since
    while at <= until:
        sweep(network_id=about.network_id, at=at)
        at += HOUR / 4
    events = Event.objects.filter(subject_id=about.pk, actor_kind="system").order_by("id")
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


def owed(need: Need) -> tuple[str, datetime | None]:
    need.refresh_from_db()
    return need.next_step, need.next_step_due


def test_after_a_no_its_owner_has_an_hour_then_the_supervisor_hears_and_then_the_desk_has_it(
    today: Referral, need: Need, intake: Worker, table: Worker, stranger: Worker
):
    said_no = TEN + HOUR
    decline(actor=intake.actor, referral_id=today.pk, reason="no_capacity", at=said_no)
    assert owed(need) == ("choose_next", said_no + HOUR)
    assert told_at(need, since=said_no, until=said_no + 3 * HOUR) == [
        (said_no + HOUR, "need.reminded"),
        (said_no + 2 * HOUR, "need.supervisor_told"),
        (said_no + 3 * HOUR, "need.still_waiting"),
        (said_no + 3 * HOUR, "need.at_desk"),
    ]
    assert owed(need) == ("desk_decides", said_no + 5 * HOUR)
    assert not Need.objects.at_desk(stranger.actor).exists()


def test_the_desks_own_late_step_climbs_to_the_chair_in_hours(
    today: Referral, need: Need, navigator: Worker, table: Worker
):
    """Brought at ten, due at noon: the convener hears at one, the chair at two."""
    assert to_desk(actor=navigator.actor, need_id=need.pk, at=TEN).next_step_due == TEN + 2 * HOUR
    climbed = [one for one in told_at(need, until=TEN + 4 * HOUR) if "desk" in one[1]]
    assert climbed == [
        (TEN + 2 * HOUR, "need.desk_reminded"),
        (TEN + 3 * HOUR, "need.desk_late"),
        (TEN + 4 * HOUR, "need.desk_still_late"),
    ]


@pytest.fixture
def bags(network) -> Service:
    harvest = hire(found(network, "Second Harvest"), "Ben Okafor", Role.INTAKE).organization
    return Service.objects.create(
        network=network, organization=harvest, name="Food bags", topics=["food_pantry"],
        asks=["name"],
    )  # fmt: skip


def test_whoever_refers_on_asks_as_urgently_as_they_were_asked(
    today: Referral, need: Need, intake: Worker, rosa: Person, bags: Service
):
    Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.PASS_ON, facts=["name"],
        form=Form.VERBAL, language="es", words="Sí", since=TEN - HOUR,
    )  # fmt: skip
    at = TEN + HOUR
    refer_on(actor=intake.actor, referral_id=today.pk, service_id=bags.pk, at=at)
    assert Referral.objects.get(replaces=today).next_step_due == at + 2 * HOUR
    assert owed(need) == ("answer", at + 2 * HOUR)


def test_where_the_family_must_be_asked_before_its_worker_has_an_hour_for_it(
    today: Referral, need: Need, intake: Worker, bags: Service
):
    refer_on(actor=intake.actor, referral_id=today.pk, service_id=bags.pk, at=TEN + HOUR)
    assert owed(need) == ("choose_next", TEN + 2 * HOUR)


def test_a_hand_over_is_decided_within_the_hour(
    today: Referral, need: Need, navigator: Worker, colleague: Worker
):
    handing.offer(actor=navigator.actor, need_id=need.pk, user_id=colleague.user.pk, at=TEN + HOUR)
    assert owed(need) == ("hand_over", TEN + 2 * HOUR)


def test_nobody_hurries_any_more_once_the_help_is_said_to_be_given(
    today: Referral, need: Need, intake: Worker, navigator: Worker
):
    accept(actor=intake.actor, referral_id=today.pk, at=TEN + HOUR)
    complete(actor=intake.actor, referral_id=today.pk, outcome=Outcome.PROVIDED, at=TEN + 2 * HOUR)
    need.refresh_from_db()
    assert (need.status, need.is_for_today) == (NeedStatus.TO_CONFIRM, False)
    family.family_answers(
        actor=navigator.actor, need_id=need.pk, answer=family.Answer.NO, via=Via.PHONE,
        at=TEN + 3 * HOUR,
    )  # fmt: skip
    assert owed(need) == ("choose_next", TEN + 27 * HOUR)


def test_the_next_request_says_anew_whether_it_can_wait(
    today: Referral, need: Need, navigator: Worker, intake: Worker, sending: Sending
):
    decline(actor=intake.actor, referral_id=today.pk, reason="other", at=TEN + HOUR)
    later = replace(sending, request_key=uuid7())
    send(actor=navigator.actor, need_id=need.pk, sending=later, at=TEN + 2 * HOUR)
    need.refresh_from_db()
    assert not need.is_for_today


def test_the_auditor_names_what_is_needed_today_and_counts_days(today: Referral, need: Need):
    Need.objects.filter(pk=need.pk).update(is_for_today=False)
    broken = {one.promise.name for one in audit(need.network_id, at=TEN) if one.broken}
    assert broken == {"today_counts_hours"}
