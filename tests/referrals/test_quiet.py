"""A family put off all that is open for it: nobody asks about help that was given, before its own day."""

from datetime import date, datetime, timedelta

import pytest

from core.history import of
from notifications.safety import waits_by_own_wish
from people.models.person import Person
from referrals.actions.audit import audit
from referrals.actions.look_ahead import look_ahead
from referrals.actions.pausing import Wait, pause, pause_all
from screening.actions.needs import FoundTopic, record_found
from screening.lifecycle import Lasts, NeedStatus, Via, WhyWait
from screening.models.later import Later
from screening.models.need import Need
from tests.story import Worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def met(need: Need, now: datetime) -> Need:
    """Rosa gets food boxes; on the third day somebody asks whether they still come."""
    Need.objects.filter(pk=need.pk).update(
        status=NeedStatus.MET, waiting_on="", next_step="", next_step_due=None, wake_at=None,
        closed_at=now, lasts=Lasts.RECURRING, recheck_on=(now + 3 * DAY).date(),
    )  # fmt: skip
    return Need.objects.get(pk=need.pk)


@pytest.fixture
def diapers(navigator: Worker, rosa: Person, now: datetime) -> Need:
    [found] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=now
    )
    return found


@pytest.fixture
def until(now: datetime) -> date:
    return (now + 12 * DAY).date()  # a Monday


@pytest.fixture
def puts_off(navigator: Worker, rosa: Person, until: date, now: datetime):
    def off(*, day: date = until, at: datetime = now + HOUR) -> list[Need]:
        said = Wait(day, WhyWait.AWAY, Via.PHONE)
        return pause_all(actor=navigator.actor, person_id=rosa.pk, wait=said, at=at)

    return off


def look(need: Need, at: datetime) -> list[str]:
    """What happened to it by then, the oldest first."""
    look_ahead(network_id=need.network_id, at=at)
    kinds = [event.kind for event in of(need.pk)]
    return [kind for kind in reversed(kinds) if "recheck" in kind]


def test_nobody_asks_before_their_day_and_on_it_somebody_does(
    met: Need, diapers: Need, puts_off, now: datetime
):
    puts_off()
    assert [look(met, now + days * DAY) for days in (3, 5, 11)] == [[], [], []]
    assert look(met, now + 12 * DAY) == ["need.recheck_due"]
    assert Later.objects.get(need=met).on_day == met.recheck_on
    assert not [one.promise.name for one in audit(met.network_id, at=now + 12 * DAY) if one.broken]


def test_the_first_of_their_days_counts(
    met: Need, diapers: Need, navigator: Worker, rosa: Person, until: date, puts_off, now: datetime
):
    puts_off(day=until + 20 * DAY)
    [bill] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("energy_help")], at=now
    )
    sooner = Wait(until, WhyWait.AWAY, Via.PHONE)
    pause(actor=navigator.actor, need_id=bill.pk, wait=sooner, at=now + 2 * HOUR)
    assert look(met, now + 11 * DAY) == []
    assert look(met, now + 12 * DAY) == ["need.recheck_due"]


def test_while_anything_else_is_open_it_is_asked_as_ever(
    met: Need, diapers: Need, puts_off, navigator: Worker, rosa: Person, now: datetime
):
    puts_off()
    record_found(actor=navigator.actor, person=rosa, topics=[FoundTopic("energy_help")], at=now)
    assert look(met, now + 3 * DAY) == ["need.recheck_due"]


def test_with_nothing_open_nothing_was_put_off(met: Need, now: datetime):
    assert look(met, now + 3 * DAY) == ["need.recheck_due"]


def test_the_quiet_of_one_family_is_not_anothers(
    met: Need, diapers: Need, puts_off, network, clinic, now: datetime
):
    stranger = Person.objects.create(
        network=network,
        custodian=clinic,
        first_name="Ana",
        last_name="Ruiz",
        language="es",
        created_at=now,
    )
    puts_off()
    Need.objects.filter(pk=met.pk).update(subject=stranger)
    assert look(met, now + 3 * DAY) == ["need.recheck_due"]


def test_what_was_asked_already_rests_too_and_begins_anew_on_their_day(
    met: Need, diapers: Need, puts_off, until: date, now: datetime
):
    assert look(met, now + 3 * DAY) == ["need.recheck_due"]
    puts_off(at=now + 3 * DAY + HOUR)
    for days in range(4, 12):
        assert look(met, now + days * DAY) == ["need.recheck_due"], "nobody asks once more"
    later = Later.objects.get(need=met)
    here = met.organization.open_days
    assert here.local_date(later.next_step_due) == here.local_date(later.wake_at) == until
    assert look(met, later.wake_at) == ["need.recheck_due", "need.recheck_due"]
    assert look(met, later.wake_at + 9 * DAY)[-1] == "need.recheck_late"


def test_no_message_that_waits_to_leave_breaks_their_quiet(
    met: Need, diapers: Need, puts_off, rosa: Person, now: datetime
):
    look(met, now + 3 * DAY)
    assert not waits_by_own_wish(rosa, at=now + 3 * DAY)
    puts_off(at=now + 3 * DAY + HOUR)
    assert waits_by_own_wish(rosa, at=now + 4 * DAY)
    assert not waits_by_own_wish(rosa, at=now + 12 * DAY), "on their day it may leave"
