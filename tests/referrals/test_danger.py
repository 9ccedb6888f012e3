"""Danger, seen by the auditor, the ladders, the messages and the pages of the day."""

from datetime import datetime, time, timedelta

import psycopg
import pytest

from core.calendar import OpenDays, Shift
from core.ladders import climb, due
from governance.in_force import governed
from notifications.actions.announce import announce
from notifications.letters import Letter, letter
from notifications.models.deliveries import Delivery
from notifications.told import TOLD, Audience
from organizations.grants import Role
from people.actions.safety import Said, chase_alerts, raise_alert, take_alert
from people.followup import ALERT_LADDERS, AlertPatience
from people.lifecycle import Danger
from people.models.person import Exclusion, Person
from people.models.safety import SafetyAlert
from referrals.actions.audit import audit
from tests.referrals.test_audit import owner  # noqa: F401 somebody with the power to break a promise
from tests.story import NOW, Worker, found, hire

HOUR = timedelta(hours=1)
STAFFED = OpenDays(shift=Shift(time(8), time(17)))
AFRAID = Said(Danger.SELF_HARM, "She said she cannot go on.")


@pytest.fixture
def duty(clinic) -> Worker:
    return hire(clinic, "Dee Dorsey", Role.DUTY)


@pytest.fixture
def alert(rosa: Person, navigator: Worker, duty: Worker) -> SafetyAlert:
    return raise_alert(actor=navigator.actor, person_id=rosa.pk, said=AFRAID, at=NOW)


def told(alert: SafetyAlert, at: datetime) -> set[tuple[str, str]]:
    """Who has been written to until then, and what."""
    announce(network_id=alert.network_id, at=at, limit=200)
    found_ = Delivery.objects.filter(network_id=alert.network_id).select_related("user")
    return {(one.user.name if one.user else "", one.template) for one in found_}


@pytest.mark.parametrize("ladder", list(ALERT_LADDERS.values()), ids=list(ALERT_LADDERS))
def test_every_rung_of_danger_reaches_somebody_higher_and_the_last_repeats(ladder):
    waits = AlertPatience()
    first = due(ladder, waits, STAFFED, since=NOW)
    at, rung, kinds = first.wake_at, 0, []
    for _ in range(len(ladder.rungs) + 2):
        step = climb(ladder, rung, waits, STAFFED, due_at=first.due, at=at)
        assert step.wake_at > at
        at, rung = step.wake_at, step.rung
        kinds.append(step.taken.kind)
    assert kinds[-3:] == ["safety.climbed"] * 3
    for one in ladder.rungs:
        assert {Audience(who) for who in one.tells} <= {row.audience for row in TOLD[one.kind]}
    assert {f"safety.{name}" for name in ladder.waits} <= {value.key for value in governed()}


def test_the_duty_is_told_at_once_and_whoever_said_it_hears_that_somebody_looks(
    alert, duty, navigator, supervisor, stranger
):
    assert told(alert, NOW) == {("Dee Dorsey", "look_right_away")}
    take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)
    assert told(alert, NOW) == {
        ("Dee Dorsey", "look_right_away"), ("Priya Nair", "somebody_looks"),
    }  # fmt: skip


def test_the_supervisor_and_then_the_conveners_duty_are_told_and_nobody_twice_at_once(
    alert, supervisor, network
):
    hire(found(network, "Harbor Table", "convener"), "Carla Mendez", Role.CONVENER)
    chase_alerts(network_id=alert.network_id, at=NOW + HOUR)
    assert ("Ruth Abebe", "look_right_away") in told(alert, NOW + HOUR)
    chase_alerts(network_id=alert.network_id, at=NOW + 2 * HOUR)
    assert ("Carla Mendez", "nobody_looks") in told(alert, NOW + 2 * HOUR)


def test_whom_the_person_has_shut_out_gets_no_mail_either(rosa, navigator, duty, supervisor):
    Exclusion.objects.create(network=rosa.network, person=rosa, user=duty.user)
    alert = raise_alert(actor=navigator.actor, person_id=rosa.pk, said=AFRAID, at=NOW)
    assert told(alert, NOW) == {("Ruth Abebe", "look_right_away")}


def test_no_mail_says_what_it_is_about_or_whom(alert, duty, navigator, clinic, network):
    hire(clinic, "Ruth Abebe", Role.SUPERVISOR)
    hire(found(network, "Harbor Table", "convener"), "Carla Mendez", Role.CONVENER)
    take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)
    for hours in (24, 25, 26):
        chase_alerts(network_id=alert.network_id, at=NOW + hours * HOUR)
    written = {template for _who, template in told(alert, NOW + 26 * HOUR)}
    assert written == {"look_right_away", "somebody_looks", "say_how_it_is", "nobody_looks"}
    for delivery in Delivery.objects.all():
        left = letter(delivery, at=NOW)
        assert isinstance(left, Letter)
        words = f"{left.message.subject} {left.message.body}".lower()
        for secret in ("rosa", "cannot go on", "danger", "harm", clinic.name.lower()):
            assert secret not in words


def test_today_shows_it_first_to_whoever_is_on_duty_and_to_nobody_else(
    alert, clinic, navigator, colleague, stranger
):
    ruth = hire(clinic, "Ruth Second", Role.NAVIGATOR, Role.DUTY)
    page = ruth.client.get("/today/").content.decode()
    assert "An alert waits for you." in page
    assert "Rosa" not in page
    for other in (navigator, colleague, stranger):
        assert "alert waits" not in other.client.get("/today/").content.decode()


BROKEN = {
    "danger_is_answered_for": "UPDATE people_safetyalert SET wake_at = NULL",
    "danger_is_not_passed_over": "UPDATE people_safetyalert SET wake_at = '2020-01-01'",
}


@pytest.mark.parametrize("promise", list(BROKEN))
def test_the_auditor_sees_an_alert_that_nobody_answers_for(
    owner: psycopg.Connection,  # noqa: F811 the fixture above
    alert: SafetyAlert,
    promise: str,
):
    owner.execute("ALTER TABLE people_safetyalert DROP CONSTRAINT alert_open_has_owner_and_date")
    assert not [one for one in audit(alert.network_id, at=NOW) if one.broken]
    owner.execute(BROKEN[promise])
    [finding] = [one for one in audit(alert.network_id, at=NOW) if one.broken]
    assert (finding.promise.name, finding.ids) == (promise, (str(alert.pk),))
