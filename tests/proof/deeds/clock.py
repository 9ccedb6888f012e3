"""Time passes: while the machine sleeps, or hour by hour; with tasks that are lost, late or done twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from core.tenancy import tenant_context
from governance.actions.leaving import end_access, leave_on_the_day
from governance.actions.partnerships import chase_partnerships
from people.actions.safety import chase_alerts
from referrals.actions.contests import chase_contests
from referrals.actions.desk import leave_when_over
from referrals.actions.look_ahead import look_ahead
from referrals.actions.openings import look_for_openings
from referrals.actions.sweep import sweep
from tests.proof.deeds.world import Deed, World

SHORT = timedelta(hours=5)
PASSES = [timedelta(**some) for some in ({"seconds": 10}, {"minutes": 40}, {"hours": 5}, {"days": 1},
                                         {"days": 2}, {"days": 4}, {"days": 15}, {"days": 70})]  # fmt: skip
AT_MOST_SWEEPS = 8
STILL_DUE = """
SELECT id FROM screening_need WHERE network_id = %(network)s AND wake_at <= %(at)s
UNION ALL SELECT id FROM referrals_referral WHERE network_id = %(network)s AND wake_at <= %(at)s
"""
STILL_LATER = "SELECT id FROM screening_later WHERE network_id = %(network)s AND wake_at <= %(at)s"
STILL_CONTESTED = (
    "SELECT id FROM referrals_contest WHERE network_id = %(network)s AND wake_at <= %(at)s"
)
STILL_ALERTS = (
    "SELECT id FROM people_safetyalert WHERE network_id = %(network)s AND wake_at <= %(at)s"
)
STILL_PARTNERS = (
    "SELECT id FROM governance_partnership WHERE network_id = %(network)s AND wake_at <= %(at)s"
)
Task = Callable[[UUID, datetime], object]


def _until_done(task: Callable[..., int], network_id: UUID, at: datetime) -> None:
    while task(network_id=network_id, at=at):
        pass


TASKS: dict[str, Task] = {
    "openings": lambda network_id, at: look_for_openings(network_id=network_id, at=at),
    "desk": lambda network_id, at: leave_when_over(network_id=network_id, at=at),
    "look_ahead": lambda network_id, at: _until_done(look_ahead, network_id, at),
    "contests": lambda network_id, at: _until_done(chase_contests, network_id, at),
    "alerts": lambda network_id, at: _until_done(chase_alerts, network_id, at),
    "good-byes": lambda network_id, at: (
        leave_on_the_day(network_id=network_id, at=at),
        end_access(network_id=network_id, at=at),
    ),
    "partners": lambda network_id, at: _until_done(chase_partnerships, network_id, at),
    "sweep": lambda network_id, at: _until_done(sweep, network_id, at),
}
LEAVES_NONE = {
    "look_ahead": STILL_LATER,
    "contests": STILL_CONTESTED,
    "alerts": STILL_ALERTS,
    "partners": STILL_PARTNERS,
    "sweep": STILL_DUE,
}


def ticks(world: World, *names: str) -> None:
    """These tasks run now, and pass nobody over."""
    network_id = world.county.network.pk
    with tenant_context(network_id):
        for name in names:
            TASKS[name](network_id, world.clock)
    for name in LEAVES_NONE.keys() & set(names):
        with connection.cursor() as cursor:
            cursor.execute(LEAVES_NONE[name], {"network": network_id, "at": world.clock})
            assert not cursor.fetchall(), f"somebody was passed over by {name}"
    if "look_ahead" in names:
        world.looked_ahead_at = world.clock


def time_passes(world: World) -> None:
    """The machine slept, and sweeps late; or two of them sweep at the same moment; or a task got lost."""
    passes = world.pick(PASSES)
    # a day later the clock has asked many times: nothing is lost for so long
    lost = world.pick([None, *TASKS]) if passes <= SHORT else None
    world.clock += passes
    for _machine in range(world.pick([1, 1, 2])):
        ticks(world, *(name for name in TASKS if name != lost))


def time_passes_hour_by_hour(world: World) -> None:
    """The machine is awake: every rung is climbed at its own moment."""
    until = world.clock + world.pick(PASSES[3:7])
    for _ in range(AT_MOST_SWEEPS):
        wake_at = _next_wake(world)
        if wake_at is None or wake_at > until:
            break
        world.clock = max(wake_at, world.clock)
        ticks(world, "sweep")
    world.clock = until
    ticks(world, *TASKS)


def _next_wake(world: World) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_next_wake(%s)", [world.county.network.pk])
        wake_at: datetime | None = cursor.fetchone()[0]
        return wake_at


TIME: tuple[Deed, ...] = (*(8 * [time_passes]), *(4 * [time_passes_hour_by_hour]))
