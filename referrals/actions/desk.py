"""What lies at the coordination desk, and how does it come there and back? The owner stays the owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, Subject, record_all
from core.tenancy import action
from referrals.actions.resuming import resume
from referrals.actions.stepping import lock_need
from referrals.search import desk as at_desk
from screening.actions import needs
from screening.models.need import Need

ASKED = "asked"  # somebody brought it: no step was late

# What may come to a desk: nothing sensitive, nobody who is contacted with care; and there must be
# somebody at the desk. It comes without a name: only an agreement that names the desk shows one
# (`referrals.search.desk`).
_MAY_COME = """
NOT n.is_sensitive AND NOT p.contact_with_care AND NOT p.contacting_prohibited AND p.died_at IS NULL
AND EXISTS (
    SELECT FROM organizations_networkuserobjectpermission AS g
    JOIN auth_permission AS a ON a.id = g.permission_id AND a.codename = 'run_desk'
    JOIN accounts_user AS u ON u.id = g.user_id AND u.is_active
    WHERE g.content_object_id = n.network_id)
"""
_TAKE_OVER = f"""
UPDATE screening_need AS n SET is_at_desk = true, at_desk_since = %(at)s, at_desk_why = taken.why,
       waiting_on = 'desk', next_step = 'desk_decides', next_step_due = taken.due, wake_at = taken.due, rung = 0
FROM unnest(%(ids)s::uuid[], %(whys)s::text[], %(dues)s::timestamptz[]) AS taken (id, why, due), people_person AS p
WHERE n.id = taken.id AND p.id = n.subject_id AND n.next_step_due IS NOT NULL AND NOT n.is_at_desk AND {_MAY_COME}
RETURNING n.id, n.network_id, n.at_desk_why
"""  # noqa: S608 both parts are written above
_MUST_LEAVE = f"""
SELECT n.id FROM screening_need AS n JOIN people_person AS p ON p.id = n.subject_id
WHERE n.network_id = %(network)s AND n.is_at_desk AND NOT ({_MAY_COME}) ORDER BY n.id LIMIT %(limit)s
"""  # noqa: S608 both parts are written above


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A need that the desk is to take over, why (the situation in which nobody took the step), and by when."""

    need_id: UUID
    why: str
    due: datetime


def take_over(wanted: Sequence[TakeOver], *, at: datetime) -> list[Fact]:
    """One statement for all; those that may not come to a desk stay where they are. Gives back the facts."""
    if not wanted:
        return []
    said: dict[str, Any] = {
        "ids": [one.need_id for one in wanted],
        "whys": [one.why for one in wanted],
        "dues": [one.due for one in wanted],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_OVER, said)
        return [
            Fact("need.at_desk", Subject("screening.need", key, network_id), details={"why": why})
            for key, network_id, why in cursor.fetchall()
        ]


@action
def to_desk(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """The owner asks the desk for help. Who is responsible does not change."""
    need = needs.locked(actor, need_id, at=at)
    access.require(actor, "needs.manage", need)
    if need.is_closed or need.is_at_desk:
        raise StepNotPossible(_("This need has moved on. Look at it again, then decide."))
    due = need.organization.network.open_days.after(at, needs.patience(need, at=at).at_desk)
    facts = take_over([TakeOver(need.pk, ASKED, due)], at=at)
    if not facts:
        raise StepNotPossible(
            _(
                "This one stays in your own organization, or nobody works at the desk. Ask your supervisor."
            )
        )
    record_all(facts, actor=actor, at=at)
    need.refresh_from_db()
    return need


@action
def back_from_desk(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """The owner goes on with it, or the desk gives it back: what is owed follows from where it stands."""
    need = lock_need(need_id)
    access.require(actor, "needs.take_from_desk", need)
    record_all(bring_back(need, at=at), actor=actor, at=at)
    return need


def bring_back(need: Need, *, at: datetime) -> list[Fact]:
    """A locked need owes again what its status, or its most urgent live request, owes (saved)."""
    if not need.is_at_desk:
        return []
    resume(need, at)
    return [Fact("need.back_from_desk", need)]


@action
def leave_when_over(*, network_id: UUID, at: datetime, limit: int = 100) -> int:
    """It has become delicate, or nobody works at the desk any more: its owner goes on. How many."""
    with connection.cursor() as cursor:
        cursor.execute(_MUST_LEAVE, {"network": network_id, "at": at, "limit": limit})
        over = [need_id for (need_id,) in cursor.fetchall()]
    for need_id in over:
        record_all(bring_back(lock_need(need_id), at=at), actor=Actor.system(network_id), at=at)
    return len(over)


@action
def assign(*, actor: Actor, need_id: UUID, helper_id: UUID, at: datetime) -> Need:
    """Somebody at the desk takes it, or gives it to a colleague there. Its owner does not change."""
    need = lock_need(Need.objects.at_desk(actor).values_list("pk", flat=True).get(pk=need_id))
    access.require(actor, "needs.help_at_desk", need)
    if helper_id not in {user.pk for user in at_desk.helpers(need.network_id)}:
        raise BadInput(_("Choose somebody who works at the desk."))
    need.desk_helper_id = helper_id
    need.save(update_fields=["desk_helper"])
    fact = Fact("need.taken_at_desk", need, tell=False, details={"helper": helper_id})
    record_all([fact], actor=actor, at=at)
    return need
