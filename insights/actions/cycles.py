"""Trying things: begin, say yes for the other side, look at it, stop at once, say what was learned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.tenancy import action
from governance.actions.local import Trial, check_trial, hold_trial, morning
from governance.actions.proposals import Wording
from governance.actions.proposals import draft as draft_proposal
from governance.effects.policies import KIND
from governance.effects.registry import Change
from governance.followup import Turn
from governance.in_force import in_force
from governance.models.local import LONGEST_TRIAL
from governance.models.proposals import Proposal
from governance.rules import has_council
from insights.actions.cycles_owed import LOCKED, begun, drop, let_go, note, owe
from insights.models import Cycle, TriedNumber
from insights.search.measures import Measure
from organizations.models.network import Organization
from screening.listing import only

DAY = timedelta(days=1)
LONGEST = LONGEST_TRIAL.days - 2  # days; clocks go forward and back meanwhile
TITLE = 150  # characters of an aim that stand in the title of a proposal
TITLES = {
    Cycle.Verdict.ADOPT: _lazy("For all: %(aim)s"),
    Cycle.Verdict.ADAPT: _lazy("Once more, changed: %(aim)s"),
    Cycle.Verdict.ABANDON: _lazy("Not for us: %(aim)s"),
}
# To abandon changes nothing that holds: it did so there only, and ended.
TEXTS = {
    Cycle.Verdict.ADOPT: "%(change)s",
    Cycle.Verdict.ADAPT: _lazy(
        "We try it again, with something changed. This was tried: %(change)s"
    ),
    Cycle.Verdict.ABANDON: _lazy("We tried this, and leave it: %(change)s"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What shall be tried. `values`: by key, the numbers that are others there only; empty: none.

    `instrument`: the code of the question sheet that alone is in use there; empty: as everywhere.
    """

    aim: str
    change: str
    prediction: str
    measure: Measure
    begins_on: date
    ends_on: date
    values: Mapping[str, int] = field(default_factory=dict)
    instrument: str = ""


@action
def begin(
    *,
    actor: Actor,
    organization_id: UUID,
    plan: Plan,
    at: datetime,
    request_key: UUID | None = None,
) -> Cycle:
    """Without other numbers it begins on its day; with some, only once the other side has said yes."""
    rows = Organization.objects.select_related("network")
    organization = rows.select_for_update(of=("self",), no_key=True).get(
        network_id=actor.network_id, pk=organization_id
    )
    require(actor, "cycles.try_in", organization)
    if made := Cycle.asked_before(organization.network_id, request_key):
        return made
    values = _otherwise(plan, organization, at)
    _check(plan, values, organization, at)
    cycle = Cycle(
        network_id=organization.network_id, organization=organization, aim=plan.aim.strip(),
        change=plan.change.strip(), prediction=plan.prediction.strip(), measure=plan.measure,
        begins_on=plan.begins_on, ends_on=plan.ends_on, request_key=request_key,
        written_by_id=actor.as_user, written_at=at,
        written_there=actor.holds("manage_members", organization.pk),
    )  # fmt: skip
    owe(cycle, Turn.YES if values else Turn.REVIEW, at)
    cycle.save(force_insert=True)
    TriedNumber.objects.bulk_create(
        TriedNumber(network_id=cycle.network_id, cycle=cycle, key=key, value=value)
        for key, value in values.items()
    )
    note("cycle.asked" if values else "cycle.begun", cycle, actor, at)
    return cycle


@action
def say_yes(*, actor: Actor, cycle_id: UUID, at: datetime) -> Cycle:
    """The other side, and somebody else: from now on the numbers hold there, until the last day."""
    cycle = _locked(actor, cycle_id, at)
    require(actor, "cycles.say_yes", cycle)
    if not cycle.waits_for_yes:
        raise StepNotPossible(_("Nobody waits for a yes here any more. Nothing was changed."))
    days = cycle.organization.network.open_days
    if days.local_date(at) > cycle.ends_on:
        raise StepNotPossible(_("Its last day has passed. Begin anew with other days."))
    there, network = cycle.written_by_id, actor.as_user
    if not cycle.written_there:
        there, network = network, there
    numbers = {one.key: one for one in cycle.numbers.all()}
    values = {key: one.value for key, one in numbers.items()}
    begins, ends = morning(cycle.begins_on, days), morning(cycle.ends_on + DAY, days)
    held = hold_trial(Trial(cycle.organization, values, begins, ends, there, network), at)
    for key, one in numbers.items():
        one.local = held[key]
        one.save(update_fields=["local"])
    owe(cycle, Turn.REVIEW, at)
    cycle.save(update_fields=Cycle.OWED_FIELDS)
    note("cycle.agreed", cycle, actor, at)
    return cycle


@action
def look_at(*, actor: Actor, cycle_id: UUID, at: datetime) -> Cycle:
    """Its writer's side has looked at the chart while it runs, and it goes on until the next look."""
    cycle = _locked(actor, cycle_id, at)
    require(actor, "cycles.try_in", cycle.organization)
    if not cycle.is_reviewed_next or not begun(cycle, at):
        raise StepNotPossible(_("There is nothing to look at now. Nothing was changed."))
    owe(cycle, Turn.REVIEW, at)
    cycle.save(update_fields=Cycle.OWED_FIELDS)
    note("cycle.reviewed", cycle, actor, at)
    return cycle


@action
def stop(*, actor: Actor, cycle_id: UUID, at: datetime) -> Cycle:
    """Either side, at once and without a reason. What was promised under it stands."""
    cycle = _locked(actor, cycle_id, at)
    require(actor, "cycles.try_in", cycle.organization)
    if cycle.stopped_at or not cycle.is_open:
        raise StepNotPossible(_("This has ended already. Nothing was changed."))
    if begun(cycle, at):
        cycle.stopped_at = at
        let_go(cycle, at)
        owe(cycle, Turn.LEARN, at)
    else:
        drop(cycle, at)
    cycle.save()
    note("cycle.stopped", cycle, actor, at)
    return cycle


@action
def conclude(
    *, actor: Actor, cycle_id: UUID, verdict: Cycle.Verdict, result: str, at: datetime
) -> Cycle:
    """What was learned. What becomes of it is the council's: a proposal is written, which its writer opens."""
    cycle = _locked(actor, cycle_id, at)
    require(actor, "cycles.try_in", cycle.organization)
    if not cycle.is_open:
        raise StepNotPossible(_("Somebody has said already what was learned. Nothing was changed."))
    if not begun(cycle, at):
        raise StepNotPossible(_("This has not begun. It can be stopped."))
    if not result.strip():
        raise BadInput(_("Write down what you have learned."))
    cycle.verdict, cycle.result, cycle.concluded_at = verdict, result.strip(), at
    let_go(cycle, at)
    cycle.owe_nothing()
    if has_council(cycle.organization.network):
        cycle.proposal = _proposed(cycle, verdict, actor, at)
    cycle.save()
    note("cycle.concluded", cycle, actor, at, verdict=verdict.value)
    return cycle


# --- how ------------------------------------------------------------------------------------------


def _locked(actor: Actor, cycle_id: UUID, at: datetime) -> Cycle:
    rows = Cycle.objects.visible_to(actor, at=at).select_related("organization__network")
    return rows.select_for_update(**LOCKED).get(pk=cycle_id)


def _otherwise(plan: Plan, organization: Organization, at: datetime) -> dict[str, int]:
    """Every number that is another one there; a question sheet is in use alone."""
    if not plan.instrument:
        return dict(plan.values)
    sheet = only(plan.instrument, organization.network_id, organization.pk, at)
    if not sheet:
        raise BadInput(_("This holds there already. Nothing would change."))
    return {**plan.values, **sheet}


def _check(plan: Plan, values: Mapping[str, int], organization: Organization, at: datetime) -> None:
    if not (plan.aim.strip() and plan.change.strip() and plan.prediction.strip()):
        raise BadInput(
            _("Say what should get better, what you do differently, and what you expect.")
        )
    if plan.begins_on < organization.network.open_days.local_date(at):
        raise BadInput(_("Choose a first day that has not passed."))
    if not plan.begins_on <= plan.ends_on < plan.begins_on + LONGEST * DAY:
        raise BadInput(
            _("Choose a last day within %(days)d days of the first.") % {"days": LONGEST}
        )
    if values:
        check_trial(organization, values, at)


def _proposed(cycle: Cycle, verdict: Cycle.Verdict, actor: Actor, at: datetime) -> Proposal | None:
    """With what was tried, and what was learned, written in. None: all of it holds for all already."""
    changes: list[Change] = []
    if verdict is Cycle.Verdict.ADOPT:
        tried = list(cycle.numbers.order_by("key"))
        holds = in_force(cycle.network_id, "", at)
        changes = [
            Change(KIND, one.key, one.value) for one in tried if holds.get(one.key) != one.value
        ]
        if tried and not changes:
            return None
    title = str(TITLES[verdict]) % {"aim": cycle.aim[:TITLE]}
    text = str(TEXTS[verdict]) % {"change": cycle.change}
    return draft_proposal(
        actor=actor, wording=Wording(title, cycle.result, text=text, changes=changes), at=at
    )
