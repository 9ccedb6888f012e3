"""A trial that nobody moves: what is owed on it, and how that climbs until somebody hears of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core import ladders
from core.actor import Actor
from core.history import Fact, record_all
from core.steps import Step
from core.tenancy import action
from governance.actions.local import morning, stop_trial
from governance.followup import TRIAL_LADDERS, TrialPatience, Turn
from governance.in_force import in_force
from governance.kinds import Side
from insights.models import Cycle
from organizations.lifecycle import PathStep
from organizations.models.network import Organization

BATCH = 200
DAY = timedelta(days=1)
LOCKED: dict[str, Any] = {"of": ("self",), "no_key": True}


@action
def chase_trials(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """What waits climbs. Whose last day has passed is asked what was learned; without a yes it lapses."""
    rows = Cycle.objects.filter(network_id=network_id, wake_at__lte=at)
    held = rows.select_related("organization__network").order_by("wake_at", "id")
    due = list(held.select_for_update(**LOCKED, skip_locked=True)[:limit])
    if not due:
        return 0
    waits, clock = TrialPatience.of(in_force(network_id, "trial.", at)), Actor.system(network_id)
    for one in due:
        ends = one.next_step != Turn.LEARN and at >= _over(one)
        kind = _end(one, at) if ends else _climb(one, waits, at)
        one.save()
        note(kind, one, clock, at)
    return len(due)


def follow_path(*, actor: Actor, organization: Organization, step: PathStep, at: datetime) -> None:
    """Called in the transaction in which an organization leaves: what is tried there ends."""
    if step is not PathStep.LEAVE:
        return
    rows = Cycle.objects.filter(organization=organization, next_step_due__isnull=False)
    for cycle in rows.select_related("organization__network").select_for_update(**LOCKED):
        drop(cycle, at)
        cycle.save()
        note("cycle.place_left", cycle, actor, at)


def owe(cycle: Cycle, turn: Turn, at: datetime) -> None:
    """The next step (unsaved). A look is owed some days after it began or was last looked at."""
    days, ladder = cycle.organization.network.open_days, TRIAL_LADDERS[turn]
    waits = TrialPatience.of(in_force(cycle.network_id, "trial.", at))
    since = at if turn is Turn.YES else max(at, morning(cycle.begins_on, days))
    due = ladders.due(ladder, waits, days, since=since)
    last = due.due if turn is Turn.LEARN else _over(cycle)
    ends = max(at, last)  # a yes or a look that is not there by then is not waited for
    cycle.owe(Step(turn, _side(cycle, turn), min(due.due, ends), min(due.wake_at, ends)))


def begun(cycle: Cycle, at: datetime) -> bool:
    """Whether anything is or was tried."""
    here = cycle.organization.network.open_days.local_date(at)
    return not cycle.waits_for_yes and here >= cycle.begins_on


def drop(cycle: Cycle, at: datetime) -> None:
    """Nobody will say what was learned (unsaved)."""
    cycle.stopped_at = cycle.stopped_at or at
    cycle.dropped_at = at
    let_go(cycle, at)
    cycle.owe_nothing()


def let_go(cycle: Cycle, at: datetime) -> None:
    """Its numbers hold there no more."""
    held = [one.local_id for one in cycle.numbers.all() if one.local_id]
    if held:
        stop_trial(cycle.network_id, held, at)


def note(kind: str, cycle: Cycle, actor: Actor, at: datetime, **details: object) -> None:
    """About the organization: the words stay on the page."""
    said = {"cycle": str(cycle.pk), "side": cycle.waiting_on, **details}
    record_all([Fact(kind, cycle.organization, details=said)], actor=actor, at=at)


def _side(cycle: Cycle, turn: Turn) -> Side:
    by_place = cycle.written_there is not (turn is Turn.YES)
    return Side.PARTNER if by_place else Side.NETWORK


def _over(cycle: Cycle) -> datetime:
    """The first moment after its last day."""
    return morning(cycle.ends_on + DAY, cycle.organization.network.open_days)


def _end(cycle: Cycle, at: datetime) -> str:
    if cycle.waits_for_yes:
        drop(cycle, at)
        return "cycle.lapsed"
    owe(cycle, Turn.LEARN, at)
    return "cycle.ended"


def _climb(cycle: Cycle, waits: TrialPatience, at: datetime) -> str:
    ladder, days = TRIAL_LADDERS[Turn(cycle.next_step)], cycle.organization.network.open_days
    due = cycle.next_step_due or at
    step = ladders.climb(ladder, cycle.rung, waits, days, due_at=due, at=at)
    cycle.rung, cycle.wake_at = step.rung, step.wake_at
    if cycle.next_step != Turn.LEARN:
        cycle.wake_at = min(step.wake_at, _over(cycle))
    return step.taken.kind
