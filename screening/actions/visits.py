"""The family does not answer and does not pick up the telephone: it is asked when it comes next."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from screening.actions.needs import locked, owe
from screening.followup import Situation
from screening.models.need import Need


@action
def wait_for_visit(
    *, actor: Actor, need_id: UUID, at: datetime, visit_at: datetime | None = None
) -> Need:
    """Somebody has called in vain. The question waits for the next visit, and not longer than agreed."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.manage", need)
    if not need.is_to_be_called:
        raise StepNotPossible(_("Call the family first. Only then does the question wait."))
    owe(need, Situation.NEXT_VISIT, at=at)
    if visit_at and at < visit_at and need.next_step_due and visit_at < need.next_step_due:
        need.next_step_due = need.wake_at = visit_at
    need.save(update_fields=[*Need.OWED_FIELDS])
    record_all([Fact("need.visit_awaited", need, tell=False)], actor=actor, at=at)
    return need
