"""Somebody may be in danger: say so, take it, close it; and write down what the law made one report."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core import history, ladders
from core.access import require
from core.actor import Actor
from core.calendar import OpenDays
from core.errors import BadInput, StepNotPossible
from core.history import Fact
from core.ladders import Climb
from core.steps import Step
from core.tenancy import action
from governance.in_force import in_force, with_staffed_hours
from organizations.grants import ROLES, Role
from organizations.models.members import Membership
from organizations.models.network import Network
from people.actions.people import lock
from people.followup import ALERT_LADDERS, AlertCase, AlertPatience
from people.lifecycle import AlertEnd, Danger, Watch
from people.models.person import Person
from people.models.safety import MandatedReport, SafetyAlert
from people.search.duty import DUTY, SUPERVISE, who_may_know
from people.search.shut_out import shut_out_people

BATCH = 200
_UPWARDS = (Watch.DUTY, Watch.SUPERVISOR, Watch.CONVENER)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody is afraid of, in a code and in words."""

    danger: Danger
    words: str = ""
    request_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the person who made it says: to whom, when, under which number."""

    to_whom: str
    made_at: datetime
    reference: str = ""
    words: str = ""
    request_key: UUID | None = None


@action
def raise_alert(*, actor: Actor, person_id: UUID, said: Said, at: datetime) -> SafetyAlert:
    """Whoever works with the person, from any page about them."""
    person = lock(actor, person_id, at)
    require(actor, "people.raise_alert", person)
    if made := SafetyAlert.asked_before(person.network_id, said.request_key):
        return made
    return begin(actor, person, said, at)


def begin(actor: Actor, person: Person, said: Said, at: datetime) -> SafetyAlert:
    """For whoever may say it. It belongs to the custodian's duty, whoever said it."""
    alert = SafetyAlert(
        network_id=person.network_id, person=person, organization_id=person.custodian_id,
        raised_by_id=actor.user_id, raised_at=at, danger=said.danger, words=said.words.strip(),
        reached=_first_watch(person), request_key=said.request_key,
    )  # fmt: skip
    _owe(alert, AlertCase.RAISED, at)
    alert.save(force_insert=True)
    history.record("safety.raised", alert, actor=actor, at=at, reached=alert.reached)
    return alert


def _first_watch(person: Person) -> Watch:
    """Where nobody is on duty it comes at once to whoever stands above."""
    place = (person.custodian_id, person.pk)
    if who_may_know(DUTY, *place).exists():
        return Watch.DUTY
    return Watch.SUPERVISOR if who_may_know(SUPERVISE, *place).exists() else Watch.CONVENER


@action
def take_alert(*, actor: Actor, alert_id: UUID, at: datetime) -> SafetyAlert:
    """From now on it is theirs; also when somebody else had it: two do not wait for each other."""
    alert = _open_one(actor, alert_id, at)
    require(actor, "people.take_alert", alert)
    if alert.taken_by_id == actor.user_id:
        return alert
    alert.taken_by_id, alert.taken_at = actor.user_id, at
    _owe(alert, AlertCase.TAKEN, at)
    alert.save()
    history.record("safety.taken", alert, actor=actor, at=at)
    return alert


@action
def give_back(*, actor: Actor, alert_id: UUID, at: datetime) -> SafetyAlert:
    """Whoever took it cannot go on: the duty is asked again, with an hour of its own."""
    alert = _open_one(actor, alert_id, at)
    require(actor, "people.close_alert", alert)
    _to_duty(actor, alert, at)
    return alert


@action
def close_alert(
    *, actor: Actor, alert_id: UUID, how: AlertEnd, words: str = "", at: datetime
) -> SafetyAlert:
    """By the person who took it, who says how it is now."""
    alert = _open_one(actor, alert_id, at)
    require(actor, "people.close_alert", alert)
    alert.owe_nothing()
    alert.closed_at, alert.closed_how, alert.closing_words = at, how, words.strip()
    alert.save()
    history.record("safety.closed", alert, actor=actor, at=at, tell=False)
    return alert


@action
def record_report(*, actor: Actor, person_id: UUID, report: Report, at: datetime) -> MandatedReport:
    """By the person who made it, in their own name. Nobody is told, and nothing is sent anywhere."""
    person = lock(actor, person_id, at)
    require(actor, "people.raise_alert", person)
    if made := MandatedReport.asked_before(person.network_id, report.request_key):
        return made
    if not report.to_whom.strip():
        raise BadInput(_("Say to whom you reported it."))
    if report.made_at > at:
        raise BadInput(_("Write it down after you have made it."))
    made = MandatedReport.objects.create(
        network_id=person.network_id, person=person, organization_id=person.custodian_id,
        made_by_id=actor.as_user, made_at=report.made_at, recorded_at=at, to_whom=report.to_whom.strip(),
        reference=report.reference.strip(), words=report.words.strip(),
        request_key=report.request_key,
    )  # fmt: skip
    history.record("safety.reported", made, actor=actor, at=at, tell=False)
    return made


@action
def chase_alerts(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """Each that is due climbs one rung. Alerts are few: one at a time, those held elsewhere later."""
    due = SafetyAlert.objects.filter(network_id=network_id, wake_at__lte=at).order_by("wake_at")
    rows = list(due.select_for_update(of=("self",), no_key=True, skip_locked=True)[:limit])
    if not rows:
        return 0
    waits, days = _waits(Network.objects.get(pk=network_id), at)
    facts = [_climbed(alert, waits, days, at) for alert in rows]
    history.record_all(facts, actor=Actor.system(network_id), at=at)
    return len(rows)


def _climbed(alert: SafetyAlert, waits: AlertPatience, days: OpenDays, at: datetime) -> Fact:
    ladder = ALERT_LADDERS[AlertCase.TAKEN if alert.is_taken else AlertCase.RAISED]
    due = alert.next_step_due or at
    step = ladders.climb(ladder, alert.rung, waits, days, due_at=due, at=at)
    alert.rung, alert.wake_at = step.rung, step.wake_at
    _reach(alert, step)
    alert.save()
    return Fact(step.taken.kind, alert, details={"reached": alert.reached})


def _reach(alert: SafetyAlert, step: Climb) -> None:
    """Never down again: who has been asked goes on seeing it."""
    if step.taken.then == Watch.CONVENER or (step.taken.then and alert.reached == Watch.DUTY):
        alert.reached = step.taken.then
    if not alert.is_taken:
        alert.waiting_on = alert.reached


def let_go(
    *, actor: Actor, membership: Membership, successor_id: UUID | None, at: datetime
) -> None:
    """Who leaves, or is on duty no more, leaves no alert behind: it goes back to the duty."""
    roles = membership.roles if membership.until is None else []
    if {DUTY, SUPERVISE} & frozenset().union(*(ROLES[Role(role)][0] for role in roles)):
        return
    left = SafetyAlert.objects.open().filter(
        network_id=membership.network_id,
        organization_id=membership.organization_id,
        taken_by_id=membership.user_id,
    )
    for alert in left.select_for_update(of=("self",), no_key=True):
        _to_duty(actor, alert, at)


def take_from_shut_out(*, actor: Actor, person: Person, at: datetime) -> None:
    """Called when somebody has been shut out: an alert about the person waits for nobody who may not see it."""
    gone, first = shut_out_people(person), _first_watch(person)
    rows = SafetyAlert.objects.open().filter(network_id=person.network_id, person=person)
    for alert in rows.select_for_update(of=("self",), no_key=True) if gone else ():
        nobody = _UPWARDS.index(first) > _UPWARDS.index(Watch(alert.reached))
        if nobody:
            alert.reached = first
        if alert.taken_by_id in gone or (nobody and not alert.is_taken):
            _to_duty(actor, alert, at)


def _to_duty(actor: Actor, alert: SafetyAlert, at: datetime) -> None:
    alert.taken_by, alert.taken_at = None, None
    _owe(alert, AlertCase.RAISED, at)
    alert.save()
    history.record("safety.given_back", alert, actor=actor, at=at, reached=alert.reached)


def _open_one(actor: Actor, alert_id: UUID, at: datetime) -> SafetyAlert:
    visible = SafetyAlert.objects.visible_to(actor, at=at)
    alert = visible.select_for_update(of=("self",), no_key=True).get(pk=alert_id)
    if alert.is_closed:
        raise StepNotPossible(_("This is closed. If there is danger again, say so again."))
    return alert


def _owe(alert: SafetyAlert, case: AlertCase, at: datetime) -> None:
    ladder = ALERT_LADDERS[case]
    waits, days = _waits(Network.objects.get(pk=alert.network_id), at)
    due = ladders.due(ladder, waits, days, since=at)
    owed_by = alert.reached if case is AlertCase.RAISED else ladder.owed_by
    alert.owe(Step(ladder.next_step, owed_by, due.due, due.wake_at))


def _waits(network: Network, at: datetime) -> tuple[AlertPatience, OpenDays]:
    """The numbers in force, and the hours in which somebody is there."""
    values = in_force(network.pk, "", at)
    return AlertPatience.of(values), with_staffed_hours(network.open_days, values)
