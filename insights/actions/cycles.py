"""Trying things: begin, say yes for the other side, stop at once, say what was learned."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from governance.actions.local import Trial, check_trial, hold_trial, morning, stop_trial
from governance.actions.proposals import Wording
from governance.actions.proposals import draft as draft_proposal
from governance.effects.policies import KIND
from governance.effects.registry import Change
from governance.models.local import LONGEST_TRIAL
from governance.models.proposals import Proposal
from governance.rules import has_council
from insights.models import Cycle
from insights.search.measures import Measure
from organizations.models.network import Organization

DAY = timedelta(days=1)
LONGEST = LONGEST_TRIAL.days - 2  # days; clocks go forward and back meanwhile
TITLE = 150  # characters of an aim that stand in the title of a proposal


@dataclass(frozen=True, slots=True)
class Plan:
    """What shall be tried. `key` and `value`: another number that holds there only; empty: none."""

    aim: str
    change: str
    prediction: str
    measure: Measure
    begins_on: date
    ends_on: date
    key: str = ""
    value: int | None = None


@action
def begin(*, actor: Actor, organization_id: UUID, plan: Plan, at: datetime) -> Cycle:
    """Without another number it begins on its day; with one, only once the other side has said yes."""
    organization = Organization.objects.select_related("network").get(
        network_id=actor.network_id, pk=organization_id
    )
    require(actor, "cycles.try_in", organization)
    _check(plan, organization, at)
    cycle = Cycle.objects.create(
        network_id=organization.network_id, organization=organization, aim=plan.aim.strip(),
        change=plan.change.strip(), prediction=plan.prediction.strip(), measure=plan.measure,
        begins_on=plan.begins_on, ends_on=plan.ends_on, key=plan.key, value=plan.value,
        written_by_id=actor.as_user, written_at=at,
        written_there=actor.holds("manage_members", organization.pk),
    )  # fmt: skip
    _note("cycle.asked" if cycle.waits_for_yes else "cycle.begun", cycle, actor, at)
    return cycle


@action
def say_yes(*, actor: Actor, cycle_id: UUID, at: datetime) -> Cycle:
    """The other side, and somebody else: from now on the number holds there, until the last day."""
    cycle = _locked(actor, cycle_id, at)
    require(actor, "cycles.say_yes", cycle)
    if not cycle.waits_for_yes or cycle.value is None:
        raise StepNotPossible(_("Nobody waits for a yes here any more. Nothing was changed."))
    days = cycle.organization.network.open_days
    if days.local_date(at) > cycle.ends_on:
        raise StepNotPossible(_("Its last day has passed. Begin anew with other days."))
    there, network = cycle.written_by_id, actor.as_user
    if not cycle.written_there:
        there, network = network, there
    cycle.local = hold_trial(
        Trial(
            cycle.organization, cycle.key, cycle.value, morning(cycle.begins_on, days),
            morning(cycle.ends_on + DAY, days), there, network,
        ), at,
    )  # fmt: skip
    cycle.save(update_fields=["local"])
    _note("cycle.agreed", cycle, actor, at)
    return cycle


@action
def stop(*, actor: Actor, cycle_id: UUID, at: datetime) -> Cycle:
    """Either side, at once and without a reason. What was promised under it stands."""
    cycle = _locked(actor, cycle_id, at)
    require(actor, "cycles.try_in", cycle.organization)
    if cycle.stopped_at or cycle.concluded_at:
        raise StepNotPossible(_("This has ended already. Nothing was changed."))
    cycle.stopped_at = at
    _let_go(cycle, at)
    cycle.save(update_fields=["stopped_at"])
    _note("cycle.stopped", cycle, actor, at)
    return cycle


@action
def conclude(
    *, actor: Actor, cycle_id: UUID, verdict: Cycle.Verdict, result: str, at: datetime
) -> Cycle:
    """What was learned. To adopt it for all is the council's: a proposal is written, which its writer opens."""
    cycle = _locked(actor, cycle_id, at)
    require(actor, "cycles.try_in", cycle.organization)
    if cycle.concluded_at:
        raise StepNotPossible(_("Somebody has said already what was learned. Nothing was changed."))
    if cycle.organization.network.open_days.local_date(at) < cycle.begins_on:
        raise StepNotPossible(_("This has not begun. It can be stopped."))
    if not result.strip():
        raise BadInput(_("Write down what you have learned."))
    cycle.verdict, cycle.result, cycle.concluded_at = verdict, result.strip(), at
    _let_go(cycle, at)
    if verdict is Cycle.Verdict.ADOPT and has_council(cycle.organization.network):
        cycle.proposal = _proposed(cycle, actor, at)
    cycle.save()
    _note("cycle.concluded", cycle, actor, at, verdict=verdict.value)
    return cycle


# --- how ------------------------------------------------------------------------------------------


def _locked(actor: Actor, cycle_id: UUID, at: datetime) -> Cycle:
    rows = Cycle.objects.visible_to(actor, at=at).select_related("organization__network", "local")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=cycle_id)


def _check(plan: Plan, organization: Organization, at: datetime) -> None:
    if not (plan.aim.strip() and plan.change.strip() and plan.prediction.strip()):
        raise BadInput(
            _("Say what shall become better, what you do otherwise, and what you expect.")
        )
    if plan.begins_on < organization.network.open_days.local_date(at):
        raise BadInput(_("Choose a first day that has not passed."))
    if not plan.begins_on <= plan.ends_on < plan.begins_on + LONGEST * DAY:
        raise BadInput(
            _("Choose a last day within %(days)d days of the first.") % {"days": LONGEST}
        )
    if plan.key and plan.value is None:
        raise BadInput(_("Choose a whole number."))
    if plan.key and plan.value is not None:
        check_trial(organization, plan.key, plan.value, at)


def _let_go(cycle: Cycle, at: datetime) -> None:
    if cycle.local:
        stop_trial(cycle.local, at)


def _proposed(cycle: Cycle, actor: Actor, at: datetime) -> Proposal:
    """With what was tried, and what was learned, written in."""
    title = _("For all: %(aim)s") % {"aim": cycle.aim[:TITLE]}
    changes = [Change(KIND, cycle.key, cycle.value)] if cycle.key else []
    wording = Wording(title, cycle.result, text=cycle.change, changes=changes)
    return draft_proposal(actor=actor, wording=wording, at=at)


def _note(kind: str, cycle: Cycle, actor: Actor, at: datetime, **details: object) -> None:
    """About the organization: the words stay on the page."""
    said = {"cycle": str(cycle.pk), "key": cycle.key, **details}
    record_all([Fact(kind, cycle.organization, details=said)], actor=actor, at=at)
